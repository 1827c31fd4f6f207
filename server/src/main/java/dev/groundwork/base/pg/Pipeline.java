package dev.groundwork.base.pg;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.ParameterList;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Sends scripts by the driver's protocol layer, below JDBC: rows come as they were received, with
 * their columns as PostgreSQL describes them, and large results a portion at a time.
 */
final class Pipeline {
  /** Everything is one Parse, Bind and Execute a statement and one Sync; BEGIN is in the text. */
  private static final int FLAGS =
      QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

  /** Their number is a 16-bit integer on the wire. */
  private static final int MOST_VALUES = 65_535;

  private static final int NO_LIMIT = 0;
  private static final int ALL_AT_ONCE = 0;

  private final PgConnection connection;
  private final QueryExecutor executor;

  Pipeline(PgConnection connection) {
    this.connection = connection;
    this.executor = connection.getQueryExecutor();
  }

  /** The rows of each statement, at most so many of each; 0 for all. */
  Results run(String text, List<@Nullable Object> values, int most) throws SQLException {
    return execute(text, values, most, ALL_AT_ONCE, 0);
  }

  /**
   * The first rows of each statement. Statements that have more leave a cursor, which lives as long
   * as the transaction that the text must have begun.
   */
  Results open(String text, List<@Nullable Object> values, int portion) throws SQLException {
    return execute(text, values, NO_LIMIT, portion, QueryExecutor.QUERY_FORWARD_CURSOR);
  }

  /** The next rows of a cursor. */
  Results fetch(ResultCursor cursor, int portion) throws SQLException {
    Results results = new Results();
    executor.fetch(cursor, results, portion, false);
    return results;
  }

  private Results execute(
      String text, List<@Nullable Object> values, int most, int portion, int more)
      throws SQLException {
    if (values.size() > MOST_VALUES) {
      String message = "a statement has no more than " + MOST_VALUES + " parameters";
      throw new PSQLException(message, PSQLState.INVALID_PARAMETER_VALUE);
    }
    CachedQuery query = executor.borrowQuery(text);
    try {
      ParameterList parameters = query.query.createParameterList();
      bind(parameters, values);
      Results results = new Results();
      executor.execute(query.query, parameters, results, most, portion, FLAGS | more | preparing());
      return results;
    } catch (RuntimeException | Error broken) {
      executor.abort(); // nobody knows how far the conversation got
      throw broken;
    } finally {
      executor.releaseQuery(query);
    }
  }

  private int preparing() {
    return connection.getPrepareThreshold() == 0 ? QueryExecutor.QUERY_ONESHOT : 0;
  }

  /**
   * Binds text as type {@code unknown}, which PostgreSQL infers from the value's place just as if
   * no type were given. Giving none must not be done: the driver then describes the statement once
   * it is prepared, and from there on puts a Sync between the statements of a text (its guard
   * against a deadlock of full buffers), which would end the transaction and with it the role.
   */
  private static void bind(ParameterList parameters, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case byte[] bytes -> parameters.setBytea(i + 1, bytes, 0, bytes.length);
        case String text ->
            parameters.setStringParameter(i + 1, text, PooledConnection.UNKNOWN_OID);
        case null -> parameters.setNull(i + 1, PooledConnection.UNKNOWN_OID);
        case Object other ->
            throw new IllegalArgumentException("cannot bind a " + other.getClass().getName());
      }
    }
  }
}
