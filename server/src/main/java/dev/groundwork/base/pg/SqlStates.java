package dev.groundwork.base.pg;

/**
 * Which HTTP status an SQLSTATE becomes.
 *
 * @see <a href="https://docs.postgrest.org/en/v14/references/errors.html">PostgREST's table</a>
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL's codes</a>
 */
final class SqlStates {
  private SqlStates() {}

  static int status(String state, String message, boolean anonymous) {
    return switch (state) {
      case "23503", "23505" -> 409; // foreign key, unique
      case "25006" -> 405; // write in a read-only transaction
      case "21000" -> isAskedFor(message) ? 400 : 500; // cardinality
      case "22023" -> isMissingRole(message) ? 401 : 400;
      case "53400" -> 500; // configuration limit exceeded
      case "54000", "54011", "54023" -> 400; // more of something in a value than PostgreSQL takes
      case "XX000" -> message.equals("tsquery stack too small") ? 400 : 500;
      case "57P01" -> 503; // terminated by an administrator
      case "P0001" -> 400; // raise
      case "42883" -> message.startsWith("function xmlagg(") ? 406 : 404;
      case "42P01" -> 404; // no such table
      case "42P17" -> 500; // infinite recursion
      case "42501" -> anonymous ? 401 : 403; // missing privilege
      case String other when other.startsWith("PT") -> chosen(other.substring(2));
      case String other -> ofClass(other);
    };
  }

  private static int ofClass(String state) {
    String errorClass = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (errorClass) {
      case "08", "53" -> 503;
      case "0L", "0P", "28" -> 403;
      case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58" -> 500;
      case "F0", "HV", "P0", "XX" -> 500;
      default -> 400;
    };
  }

  /** A change without a condition where one is required, or a row that stands in a body twice. */
  private static boolean isAskedFor(String message) {
    return message.endsWith("requires a WHERE clause")
        || message.startsWith("ON CONFLICT DO UPDATE command cannot affect row a second time");
  }

  private static boolean isMissingRole(String message) {
    return message.startsWith("role") && message.endsWith("does not exist");
  }

  /** {@code raise sqlstate 'PT402'} asks for status 402. */
  private static int chosen(String digits) {
    boolean number = digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int status = number ? Integer.parseInt(digits) : 0;
    return status >= 200 && status <= 599 ? status : 500;
  }
}
