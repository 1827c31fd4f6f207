package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The right to set up a database: one node at a time has it. Freed when its connection ends. */
final class SetupLock implements AutoCloseable {
  /** The letters "ground" as a number. */
  private static final long KEY = 0x67726f756e64L;

  private final Connection connection;

  private SetupLock(Connection connection) {
    this.connection = connection;
  }

  static SetupLock take(PgAddress address, Observer observer) {
    Connection connection = connect(address);
    try {
      if (!tryTake(connection)) {
        observer.report(new Event.Lifecycle("Waiting for another node that sets up the database"));
        execute(connection, "select pg_advisory_lock(" + KEY + ")");
      }
      return new SetupLock(connection);
    } catch (SQLException e) {
      close(connection);
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  static Connection connect(PgAddress address) {
    try {
      return address.connect();
    } catch (SQLException e) {
      throw new ProblemException(new PgProblem.Unreachable(), e);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    close(connection);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // its end is all that matters
    }
  }

  private static boolean tryTake(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
      return result.next() && result.getBoolean(1);
    }
  }
}
