package dev.groundwork.base.observe;

/**
 * What is logged, and how.
 *
 * @param level the least grave that is shown
 * @param statements whether requests are shown with the SQL that answers them
 */
public record LogConfig(Level level, Format format, boolean statements) {

  /** How grave something is. */
  public enum Level {
    /** Starting and stopping, and what stops the program. */
    CRIT,
    /** Also failures of the server, and answers of 500 and above. */
    ERROR,
    /** Also what may be wrong, and answers of 400 and above. */
    WARN,
    /** Also every answer. */
    INFO,
    /** Also what helps to find a fault. */
    DEBUG;

    boolean shows(Level other) {
      return other.compareTo(this) <= 0;
    }
  }

  /** How a line looks. */
  public enum Format {
    /** For people. */
    TEXT,
    /** One JSON object a line, for programs. */
    JSON
  }
}
