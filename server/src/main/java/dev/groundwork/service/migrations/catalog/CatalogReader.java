package dev.groundwork.service.migrations.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a database contains. Names are written in full, by an empty search path. System
 * schemas, this program's own and what belongs to extensions are left out.
 */
public final class CatalogReader {
  private static final JsonMapper JSON = new JsonMapper();

  /** Each gives class, number, column, kind, id, address, parent, properties. */
  private static final List<String> QUERIES =
      List.of(
          "schemas",
          "extensions",
          "collations",
          "default_privileges",
          "enums",
          "domains",
          "composites",
          "ranges",
          "sequences",
          "tables",
          "columns",
          "constraints",
          "functions",
          "aggregates",
          "views",
          "view_columns",
          "indexes",
          "statistics",
          "rules",
          "triggers",
          "policies",
          "event_triggers");

  /** From here on publications have columns, conditions and schemas; older ones are not read. */
  private static final int RICH_PUBLICATIONS = 150_000;

  private static final Pattern GRANTS = Pattern.compile("@acl\\(([^,]+), ([^,]+), ([^)]+)\\)");
  private static final Pattern OWNER = Pattern.compile("@owner\\(([^)]+)\\)");
  private static final Pattern OURS = Pattern.compile("@ours\\(([^)]+)\\)");
  private static final Pattern MEMBER = Pattern.compile("@member\\(([^,]+), ([^)]+)\\)");

  private final Map<Place, String> places = new HashMap<>();
  private final Map<String, CatalogObject> objects = new TreeMap<>();

  /** Where the catalogs keep an object, or a column of it. */
  private record Place(String type, String number, String column) {
    Place whole() {
      return new Place(type, number, "0");
    }
  }

  private CatalogReader() {}

  /** The state at one moment, also while others change it. */
  public static Snapshot read(PgAddress address) {
    try (PlainSession session = PlainSession.open(address)) {
      session.execute("begin isolation level repeatable read read only");
      return within(session);
    }
  }

  /** The state as the open transaction of a session sees it, whose search path becomes empty. */
  public static Snapshot within(PlainSession session) {
    session.execute("set local search_path = ''");
    return new CatalogReader().read(session);
  }

  private Snapshot read(PlainSession session) {
    int version = version(session);
    QUERIES.forEach(name -> readObjects(session.rows(query("catalog/" + name + ".sql"))));
    Map<Place, Place> aliases = new HashMap<>(aliases(session, "catalog_aliases.sql"));
    if (version >= RICH_PUBLICATIONS) {
      readObjects(session.rows(query("catalog/publications.sql")));
      aliases.putAll(aliases(session, "catalog_aliases_of_publications.sql"));
    }
    Map<String, Set<String>> needs = new HashMap<>();
    for (List<@Nullable String> row : session.rows(query("catalog_dependencies.sql"))) {
      addNeed(needs, find(place(row, 0), aliases), find(place(row, 3), aliases));
    }
    for (CatalogObject each : objects.values()) {
      each.text("schema")
          .ifPresent(schema -> addNeed(needs, Optional.of(each.id()), schema(schema)));
      addNeed(needs, Optional.of(each.id()), each.parent().filter(objects::containsKey));
    }
    List<String> others =
        session.rows(query("catalog_others.sql")).stream()
            .map(row -> Objects.requireNonNull(row.getFirst()))
            .toList();
    return new Snapshot(objects, needs, others, version);
  }

  private static int version(PlainSession session) {
    String number = session.rows("show server_version_num").getFirst().getFirst();
    return Integer.parseInt(Objects.requireNonNull(number));
  }

  private static Map<Place, Place> aliases(PlainSession session, String query) {
    Map<Place, Place> aliases = new HashMap<>();
    for (List<@Nullable String> row : session.rows(query(query))) {
      aliases.put(place(row, 0), place(row, 3));
    }
    return aliases;
  }

  private Optional<String> schema(String name) {
    return Optional.of("schema " + name).filter(objects::containsKey);
  }

  private static void addNeed(
      Map<String, Set<String>> needs, Optional<String> who, Optional<String> whom) {
    if (who.isPresent() && whom.isPresent() && !who.equals(whom)) {
      needs.computeIfAbsent(who.get(), _ -> new HashSet<>()).add(whom.get());
    }
  }

  private void readObjects(List<List<@Nullable String>> rows) {
    for (List<@Nullable String> row : rows) {
      CatalogObject found =
          new CatalogObject(
              text(row, 4),
              Kind.of(text(row, 3)),
              text(row, 5),
              Optional.ofNullable(row.get(6)),
              properties(text(row, 7)));
      objects.put(found.id(), found);
      places.put(place(row, 0), found.id());
    }
  }

  /** Follows what stands for something else; a column that is no object stands for its table. */
  private Optional<String> find(Place place, Map<Place, Place> aliases) {
    Place at = place;
    for (int i = 0; i < 5; i++) {
      String found = places.get(at);
      if (found != null) {
        return Optional.of(found);
      }
      Place next = aliases.getOrDefault(at, aliases.get(at.whole()));
      if (next == null) {
        return Optional.ofNullable(places.get(at.whole()));
      }
      at = next;
    }
    return Optional.empty();
  }

  private static Place place(List<@Nullable String> row, int from) {
    return new Place(text(row, from), text(row, from + 1), text(row, from + 2));
  }

  private static String text(List<@Nullable String> row, int column) {
    return Objects.requireNonNull(row.get(column));
  }

  private static ObjectNode properties(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A query with its macros replaced. */
  private static String query(String name) {
    String text = resource("/dev/groundwork/service/migrations/" + name);
    text =
        GRANTS
            .matcher(text)
            .replaceAll(match -> grants(match.group(1), match.group(2), match.group(3)));
    text = OWNER.matcher(text).replaceAll("nullif(pg_get_userbyid($1), current_user)");
    text =
        OURS.matcher(text)
            .replaceAll(
                "($1.nspname !~ '^pg_'"
                    + " and $1.nspname not in ('information_schema', 'groundwork',"
                    + " 'supabase_migrations'))");
    text =
        MEMBER
            .matcher(text)
            .replaceAll(
                "exists (select from pg_depend x where x.classid = '$1'::regclass"
                    + " and x.objid = $2 and x.deptype = 'e')");
    return name.startsWith("catalog/") ? withoutNulls(text) : text;
  }

  private static String withoutNulls(String query) {
    return "select o.classid, o.objid, o.subid, o.kind, o.id, o.address, o.parent,"
        + " jsonb_strip_nulls(o.properties) from ("
        + query
        + ") o (classid, objid, subid, kind, id, address, parent, properties)";
  }

  private static String grants(String type, String list, String owner) {
    String letter = type.length() == 1 ? "'" + type + "'::\"char\"" : type;
    return """
    (select jsonb_agg(g.text order by g.text) from (
        select format('%%s|%%s|%%s',
          case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
          a.privilege_type, a.is_grantable) as text
        from aclexplode(coalesce(%s, acldefault(%s, %s))) a where a.grantee <> %s) g)\
    """
        .formatted(list, letter, owner, owner)
        .replace("$", "\\$");
  }

  private static String resource(String name) {
    try (InputStream in = CatalogReader.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
