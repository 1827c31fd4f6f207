package dev.groundwork.base.pg;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection of its own for work beside the requests: statements that somebody else has written,
 * and waiting for notifications. For one thread at a time, but for {@link #close}.
 */
public final class PlainSession implements AutoCloseable {
  private final Connection connection;

  private PlainSession(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @throws ProblemException with a {@link PgProblem}, as all methods do
   */
  public static PlainSession open(PgAddress address) {
    try {
      return new PlainSession(Connections.plain(address));
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /** The rows of a query, each value as text or null. */
  public List<List<@Nullable String>> rows(String sql, @Nullable String... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /** The first column of a query that stands as it is: a question mark in it means no value. */
  public List<@Nullable String> texts(String sql) {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet result = statement.executeQuery(sql)) {
        List<@Nullable String> texts = new ArrayList<>();
        while (result.next()) {
          texts.add(result.getString(1));
        }
        return texts;
      }
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static List<@Nullable String> row(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<@Nullable String> row = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      row.add(result.getString(i));
    }
    return Collections.unmodifiableList(row);
  }

  /**
   * Runs statements as they stand, whatever they are.
   *
   * @return how many rows the first one gave or changed; none for those that do neither
   */
  public long execute(String sql) {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (!statement.execute(sql)) {
        return Math.max(0, statement.getLargeUpdateCount());
      }
      long count = 0;
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          count++;
        }
      }
      return count;
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /** Hears of notifications on a channel from now on. */
  public void listen(String channel) {
    execute("listen " + Identifier.quote(channel));
  }

  /**
   * Waits for notifications.
   *
   * @return whether any came within the time
   */
  public boolean await(Duration longest) {
    try {
      PGConnection notifier = connection.unwrap(PGConnection.class);
      return notifier.getNotifications(Math.max(1, (int) longest.toMillis())).length > 0;
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /** Ends the connection; whoever waits for something on it gets an error. */
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it is gone
    }
  }
}
