package dev.groundwork.base.config.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.Kind;
import dev.groundwork.base.config.Origin;
import dev.groundwork.base.config.Parsed;
import dev.groundwork.base.config.Raw;
import dev.groundwork.base.config.Raw.Items;
import dev.groundwork.base.config.Raw.Scalar;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.config.TomlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a {@code config.toml}. A key that is named differently here stands in {@link #NAMED}; any
 * other is the setting of the same name with hyphens, where there is such a setting and the value
 * fits it. What is left is noted, never a fault: the file was written for another program.
 */
final class ConfigReader {
  private static final Path SHOWN = Path.of("supabase", "config.toml");
  private static final Origin STANDARD = new Origin("Supabase's default");

  private static final Map<String, String> NAMED =
      Map.of(
          "api.schemas", SettingTable.SCHEMAS.key(),
          "api.extra_search_path", SettingTable.EXTRA_SEARCH_PATH.key(),
          "api.max_rows", SettingTable.MAX_ROWS.key(),
          "api.port", SettingTable.HTTP_PORT.key(),
          "auth.jwt_secret", SettingTable.JWT_SECRET.key());

  private static final String BUCKETS = "storage.buckets.";
  private static final String VAULT = "db.vault.";
  private static final String PROVIDERS = "auth.external.";

  private final SupabaseFolder folder;
  private final Variables variables;
  private final List<Given> settings = new ArrayList<>();
  private final Map<String, String> vault = new TreeMap<>();
  private final Map<String, BucketDraft> buckets = new LinkedHashMap<>();
  private final Map<String, List<String>> unused = new LinkedHashMap<>();
  private boolean openTables = true;
  private boolean migrations = true;
  private boolean seeding = true;
  private List<String> seeds = List.of("./seed.sql");

  ConfigReader(SupabaseFolder folder, Map<String, String> environment) {
    this.folder = folder;
    this.variables = new Variables(folder, environment);
  }

  /** What is known of a bucket so far. */
  private static final class BucketDraft {
    private final Map<String, Raw> values = new TreeMap<>();

    SupabaseConfig.Bucket finish(String name) {
      Optional<List<String>> types =
          Optional.ofNullable(values.get("allowed_mime_types")).map(ConfigReader::items);
      return new SupabaseConfig.Bucket(
          name,
          isTrue(values.getOrDefault("public", new Scalar("false"))),
          ByteSize.of(values.getOrDefault("file_size_limit", new Scalar("")).line()),
          types.filter(each -> !each.isEmpty()));
    }
  }

  SupabaseConfig read() {
    addDefaults();
    if (folder.config().toFile().exists()) {
      table("", TomlFile.tree(folder.config(), SHOWN));
    }
    List<SupabaseConfig.Bucket> finished = new ArrayList<>();
    buckets.forEach((name, draft) -> finished.add(draft.finish(name)));
    return new SupabaseConfig(
        settings, openTables, migrations, seeding ? seeds : List.of(), vault, finished, notes());
  }

  private void addDefaults() {
    add(SettingTable.SCHEMAS, new Items(List.of("public", "graphql_public")), STANDARD);
    add(SettingTable.EXTRA_SEARCH_PATH, new Items(List.of("public", "extensions")), STANDARD);
    add(SettingTable.MAX_ROWS, new Scalar("1000"), STANDARD);
    add(SettingTable.HTTP_PORT, new Scalar("54321"), STANDARD);
    add(SettingTable.DB_CONFIG, new Scalar("true"), STANDARD);
  }

  private void add(Setting<?> setting, Raw value, Origin origin) {
    settings.add(new Given(setting.key(), value, origin));
  }

  private void table(String prefix, JsonNode table) {
    boolean off = table.path("enabled").isBoolean() && !table.path("enabled").asBoolean();
    for (Map.Entry<String, JsonNode> field : table.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      Optional<Setting<?>> whole = value.isObject() ? setting(name) : Optional.empty();
      if (whole.isPresent()) {
        add(whole.get(), pairs(value), Origin.file(SHOWN));
      } else if (value.isObject()) {
        table(name + ".", value);
      } else {
        value(name, value, off);
      }
    }
  }

  /** A table of pairs, for a setting that is a list of them. */
  private static Raw pairs(JsonNode table) {
    List<String> pairs = new ArrayList<>();
    table.properties().forEach(pair -> pairs.add(pair.getKey() + "=" + pair.getValue().asText()));
    return new Items(pairs);
  }

  /**
   * One key.
   *
   * @param off whether its table is switched off, so that it says nothing
   */
  private void value(String name, JsonNode node, boolean off) {
    Optional<Raw> resolved = resolved(name, node, off);
    if (resolved.isEmpty()) {
      return;
    }
    Raw value = resolved.get();
    if (ofDatabase(name, value) || name.equals("project_id")) {
      return;
    }
    Optional<Setting<?>> setting = setting(name);
    if (setting.isPresent() && fits(setting.get(), value)) {
      add(setting.get(), value, Origin.file(SHOWN));
      return;
    }
    boolean asItIs = name.equals("api.enabled") && isTrue(value);
    if (!off && !asItIs) {
      int dot = name.lastIndexOf('.');
      unused
          .computeIfAbsent(section(name.substring(0, Math.max(0, dot))), _ -> new ArrayList<>())
          .add(name);
    }
  }

  /** Functions and providers are many of one kind. */
  private static String section(String table) {
    return table.startsWith("functions.") ? "functions" : table;
  }

  /** Whether it says something about the database, which it then does. */
  private boolean ofDatabase(String name, Raw value) {
    if (name.startsWith(VAULT)) {
      vault.put(name.substring(VAULT.length()), value.line());
      return true;
    }
    if (name.startsWith(BUCKETS) && !name.endsWith(".objects_path")) {
      int dot = name.lastIndexOf('.');
      buckets
          .computeIfAbsent(name.substring(BUCKETS.length(), dot), _ -> new BucketDraft())
          .values
          .put(name.substring(dot + 1), value);
      return true;
    }
    switch (name) {
      case "api.auto_expose_new_tables" -> openTables = isTrue(value);
      case "db.migrations.enabled" -> migrations = isTrue(value);
      case "db.seed.enabled" -> seeding = isTrue(value);
      case "db.seed.sql_paths" -> seeds = items(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The value with what it refers to; nothing when that is not set. */
  private Optional<Raw> resolved(String name, JsonNode node, boolean off) {
    if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> variables.resolve(text(item)).ifPresent(items::add));
      return Optional.of(new Items(items));
    }
    boolean wanted = !off && (setting(name).isPresent() || name.startsWith(VAULT));
    String text = text(node);
    return wanted || !text.strip().startsWith("env(")
        ? variables.resolve(text).map(Scalar::new)
        : Optional.of(new Scalar(text));
  }

  private static String text(JsonNode node) {
    return node.isValueNode() ? node.asText() : node.toString();
  }

  private static Optional<Setting<?>> setting(String name) {
    String key = NAMED.get(name);
    return SettingsReader.known(key == null ? hyphened(name) : key);
  }

  /** The provider's name stays as it is: it is a word of its own. */
  private static String hyphened(String name) {
    int from = 0;
    if (name.startsWith(PROVIDERS)) {
      from = Math.max(PROVIDERS.length(), name.lastIndexOf('.'));
    }
    return name.substring(0, from) + name.substring(from).replace('_', '-');
  }

  private static boolean fits(Setting<?> setting, Raw value) {
    Kind<?> kind = setting.kind();
    return kind.read(value) instanceof Parsed.Good<?>;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    unused.forEach((section, names) -> notes.add(note(section, names)));
    if (!variables.missing().isEmpty()) {
      notes.add(SHOWN + ": not set in the environment: " + String.join(", ", variables.missing()));
    }
    return notes;
  }

  private static String note(String section, List<String> names) {
    int start = section.isEmpty() ? 0 : section.length() + 1;
    String keys = String.join(", ", names.stream().map(name -> name.substring(start)).toList());
    String place = section.isEmpty() ? SHOWN.toString() : SHOWN + " [" + section + "]";
    return place + ": not honoured here: " + keys;
  }

  private static boolean isTrue(Raw value) {
    return value.line().strip().equalsIgnoreCase("true");
  }

  private static List<String> items(Raw value) {
    return switch (value) {
      case Scalar(String text) -> List.of(text);
      case Items(List<String> items) -> items;
    };
  }
}
