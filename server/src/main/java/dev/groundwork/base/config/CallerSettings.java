package dev.groundwork.base.config;

import java.util.List;
import java.util.Optional;

/**
 * Settings that each role and each key may have, with its name within theirs: {@code
 * limits.roles.anon.max-rows}, {@code limits.keys.partner.max-rows}.
 */
public final class CallerSettings {
  public static final String ROLES = "limits.roles.";
  public static final String KEYS = "limits.keys.";

  public static final Setting<String> STATEMENT_TIMEOUT =
      Setting.of(
          "statement-timeout",
          Kind.text()
              .described("a number of milliseconds, or with a unit such as `500ms`, `2s`, `1min`")
              .checked(CallerSettings::timeoutComplaint),
          "How long a statement of the role's requests may run. Wins over what `alter role ... set"
              + " statement_timeout` says; a function's own timeout wins over both."
              + " `limits.keys.NAME.statement-timeout` is the same for a key, and wins over the"
              + " role's.");

  public static final Setting<Long> MAX_ROWS =
      Setting.of(
          "max-rows",
          Kind.number(0, Integer.MAX_VALUE),
          "Most rows that one read of the role gives, where `rest.max-rows` does not give fewer."
              + " `limits.keys.NAME.max-rows` is the same for a key, and wins over the role's.");

  public static final Setting<Long> MAX_COST =
      Setting.of(
          "max-cost",
          Kind.number(1, Long.MAX_VALUE),
          "Highest cost, as PostgreSQL estimates it, of a read of the role; one that would cost"
              + " more is not run and answered with 422. Asking for the estimate takes a second"
              + " round trip to the database. `limits.keys.NAME.max-cost` is the same for a key,"
              + " and wins over the role's.");

  private static final List<Setting<?>> ALL = List.of(STATEMENT_TIMEOUT, MAX_ROWS, MAX_COST);

  private static final SettingFamily OF_ROLES = new SettingFamily(ROLES, ALL);
  private static final SettingFamily OF_KEYS = new SettingFamily(KEYS, ALL);

  private CallerSettings() {}

  /** What the reference shows: the settings of a role whose name is {@code NAME}. */
  public static List<Setting<?>> samples() {
    return OF_ROLES.samples();
  }

  /** The roles or keys that have limits. */
  public static Iterable<String> names(Settings settings, String prefix) {
    return (prefix.equals(ROLES) ? OF_ROLES : OF_KEYS).names(settings);
  }

  /** The setting that a key of a file, or a variable, means. */
  static Optional<Setting<?>> find(String name) {
    return OF_ROLES.find(name).or(() -> OF_KEYS.find(name));
  }

  private static String timeoutComplaint(String timeout) {
    return timeout.matches("[0-9]{1,9} ?(us|ms|s|min|h|d)?")
        ? ""
        : "must be a time such as 500ms, 2s or 1min";
  }
}
