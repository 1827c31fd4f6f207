package dev.groundwork.base.config;

import java.util.Optional;

/** Effective settings as a configuration file of PostgREST. */
public final class PostgrestDump {
  private static final String MASK = "********";

  private final Settings settings;
  private final boolean masked;
  private final StringBuilder out = new StringBuilder();

  private PostgrestDump(Settings settings, boolean masked) {
    this.settings = settings;
    this.masked = masked;
  }

  /** A file that works: with secrets. */
  public static String of(Settings settings) {
    return new PostgrestDump(settings, false).write();
  }

  /** A file to look at: secrets, and what the project hands to its SQL, are masked. */
  public static String masked(Settings settings) {
    return new PostgrestDump(settings, true).write();
  }

  /** A file with every setting, what it means and what holds when it is not set. */
  public static String example() {
    StringBuilder out = new StringBuilder();
    for (Setting<?> setting : SettingTable.all()) {
      setting.postgrest().ifPresent(known -> example(out, setting, known));
    }
    return out.toString();
  }

  private static void example(StringBuilder out, Setting<?> setting, Setting.Postgrest known) {
    String value = known.standard().orElse("");
    out.append("## ").append(setting.description()).append('\n');
    out.append(known.standard().isEmpty() ? "# " : "").append(known.name()).append(" = ");
    out.append(isBare(value) ? value : quoted(value)).append("\n\n");
  }

  private String write() {
    for (Setting<?> setting : SettingTable.all()) {
      setting.postgrest().ifPresent(names -> line(names.name(), value(setting)));
    }
    settings.appSettingValues().forEach((name, value) -> line(name, quoted(masked ? MASK : value)));
    return out.toString();
  }

  private void line(String name, String value) {
    out.append(name).append(" = ").append(value).append('\n');
  }

  private String value(Setting<?> setting) {
    Optional<String> line =
        Optional.ofNullable(settings.values().get(setting.key()))
            .map(given -> normal(setting, given.raw()));
    String shown = line.map(value -> masked && setting.secret() ? MASK : value).orElse("");
    return isBare(shown) ? shown : quoted(shown);
  }

  /** Of the many words for true and false those that PostgREST writes. */
  private static String normal(Setting<?> setting, Raw raw) {
    return setting.kind().read(raw) instanceof Parsed.Good<?>(Boolean flag)
        ? flag.toString()
        : raw.line();
  }

  private static boolean isBare(String value) {
    boolean number = !value.isEmpty() && value.chars().allMatch(Character::isDigit);
    return number || value.equals("true") || value.equals("false");
  }

  private static String quoted(String value) {
    return '"'
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$").replace("\n", "\\n")
        + '"';
  }
}
