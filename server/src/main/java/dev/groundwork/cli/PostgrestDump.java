package dev.groundwork.cli;

import dev.groundwork.base.config.Raw;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;

/** Effective settings as a configuration file of PostgREST. */
final class PostgrestDump {
  private PostgrestDump() {}

  static String of(Settings settings) {
    StringBuilder out = new StringBuilder();
    for (Setting<?> setting : SettingTable.all()) {
      setting.postgrest().ifPresent(names -> line(out, names.name(), value(settings, setting)));
    }
    settings.appSettingValues().forEach((name, value) -> line(out, name, quoted(value)));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(name).append(" = ").append(value).append('\n');
  }

  private static String value(Settings settings, Setting<?> setting) {
    var given = settings.values().get(setting.key());
    if (given == null) {
      return "\"\"";
    }
    Raw raw = given.raw();
    return isBare(raw.line()) ? raw.line() : quoted(raw.line());
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
