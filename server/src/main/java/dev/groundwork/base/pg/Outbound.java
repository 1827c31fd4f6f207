package dev.groundwork.base.pg;

import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script as it goes to PostgreSQL: one text with all its statements, their values in order, and
 * where the script's own results stand among all results.
 *
 * @param before results that come before those of the script
 * @param results how many results the script's statements give
 * @param marked whether the first of them has a leading column of ours
 */
public record Outbound(
    Text text, List<@Nullable Object> values, int before, int results, boolean marked) {

  private static final String READ_ONLY = "select set_config('transaction_read_only', 'on', true)";

  /** Deferred constraints speak up before everything is undone, as they would at a commit. */
  static final String UNDO = "set constraints all immediate;rollback";

  private static final String SELECT = "select ";
  private static final String SETTINGS = SELECT + "set_config(";

  /**
   * The parts of a text. Equal for scripts of one shape, whose SQL is the same object each time, so
   * that the text need not be put together and hashed again for each request.
   *
   * @param replaced so many characters of the first statement make room for what goes before
   */
  public record Text(String before, int replaced, List<String> statements, String after) {

    String joined() {
      String all = String.join(";", statements);
      return before + all.substring(replaced) + after;
    }
  }

  /**
   * A script that ends with the text itself. Without a BEGIN the statements between two Syncs are
   * one transaction, which costs least; BEGIN and an end are added where something else than a
   * commit at the default isolation is asked for.
   *
   * @see <a
   *     href="https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">Pipelining</a>
   */
  public static Outbound whole(Script script) {
    boolean commits = script.ending() == Script.Ending.COMMIT;
    if (commits && script.isolation().isEmpty()) {
      return script.access() == Script.Access.READ_ONLY ? readOnly(script) : of(script, "", "");
    }
    return of(script, begin(script) + ";", commits ? ";commit" : ";" + UNDO);
  }

  /** The results of the script's own statements among all results. */
  List<Rows> own(Results all) {
    List<Rows> own = new ArrayList<>(results);
    for (int i = 0; i < results; i++) {
      own.add(all.rows(before + i, i == 0 && marked ? 1 : 0));
    }
    return own;
  }

  /** A script that ends the transaction which another one has left open. */
  static Outbound closing(Script script) {
    return of(script, "", script.ending() == Script.Ending.COMMIT ? ";commit" : ";" + UNDO);
  }

  /** A script inside a transaction that another one has left open, and that stays open. */
  static Outbound within(Script script) {
    return of(script, "", "");
  }

  /** A script whose transaction stays open. */
  static Outbound open(Script script) {
    return of(script, begin(script) + ";", "");
  }

  /** Settings that come first anyway take the read-only setting along: one statement less. */
  private static Outbound readOnly(Script script) {
    List<Statement> statements = script.statements();
    if (statements.isEmpty() || !statements.getFirst().sql().startsWith(SETTINGS)) {
      return of(script, READ_ONLY + ";", "");
    }
    Text text = new Text(READ_ONLY + ", ", SELECT.length(), sql(statements), "");
    return new Outbound(text, values(statements), 0, statements.size(), true);
  }

  private static Outbound of(Script script, String before, String after) {
    List<Statement> statements = script.statements();
    return new Outbound(
        new Text(before, 0, sql(statements), after),
        values(statements),
        before.isEmpty() ? 0 : 1,
        statements.size(),
        false);
  }

  private static String begin(Script script) {
    String isolation = script.isolation().map(level -> " isolation level " + level).orElse("");
    String access = script.access() == Script.Access.READ_ONLY ? " read only" : "";
    return "begin" + isolation + access;
  }

  private static List<String> sql(List<Statement> statements) {
    List<String> sql = new ArrayList<>(statements.size());
    for (Statement statement : statements) {
      sql.add(statement.sql());
    }
    return sql;
  }

  private static List<@Nullable Object> values(List<Statement> statements) {
    int count = 0;
    for (Statement statement : statements) {
      count += statement.values().size();
    }
    List<@Nullable Object> values = new ArrayList<>(count);
    for (Statement statement : statements) {
      for (int i = 0; i < statement.values().size(); i++) {
        values.add(statement.values().get(i));
      }
    }
    return values;
  }
}
