package dev.groundwork.service.rest.query;

/** Leaves the row of an answer in settings of the transaction, where what comes after finds it. */
public final class Keeping {
  /** All but the body, as {@link Template.Kept} says. */
  public static final String OUTCOME = "groundwork.outcome";

  /** The body as text, of {@code bytea} as PostgreSQL writes it; {@link #BINARY} is true then. */
  public static final String BODY = "groundwork.body";

  /** Whether an outcome, as the column {@code outcome}, belongs to a body of {@code bytea}. */
  public static final String BINARY = "(outcome::json ->> 6)::boolean";

  /** A domain has the output function of the type that it is made of. */
  private static final String BYTES =
      "(select typoutput = 'byteaout'::regproc from pg_type where oid = pg_typeof(body))";

  private Keeping() {}

  /**
   * Ends a query and closes the bracket before it. A condition, since a column more would be one of
   * the answer; a volatile one is looked at after the row is made.
   *
   * @param writes the columns that only changes have
   * @param custom whether the body may be of any type
   * @param tagged whether there is a version, too
   */
  static String condition(String writes, boolean custom, boolean tagged) {
    return ") pgrst_kept where set_config('"
        + OUTCOME
        + "', json_build_array(total, page, headers, status, "
        + writes
        + ", "
        + (custom ? BYTES : "false")
        + (tagged ? ", version" : "")
        + ")::text, true) is not null and set_config('"
        + BODY
        + "', coalesce(body::text, ''), true) is not null";
  }
}
