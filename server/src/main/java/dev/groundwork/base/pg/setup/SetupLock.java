package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The right to set up a database: one node at a time has it. Freed when its connection ends. Nobody
 * waits inside PostgreSQL: there, a waiting session would hold up {@code create index
 * concurrently}, which waits for all of them.
 */
final class SetupLock implements AutoCloseable {
  /** The letters "ground" as a number. */
  private static final long KEY = 0x67726f756e64L;

  /** Is held by sessions that run files, which may outlive the program that began them. */
  private static final long WORK_KEY = KEY + 1;

  private static final Duration AGAIN = Duration.ofMillis(50);

  private final Connection connection;

  private SetupLock(Connection connection) {
    this.connection = connection;
  }

  static SetupLock take(PgAddress address, Observer observer) {
    return take(address, new Interruption(), observer);
  }

  static SetupLock take(PgAddress address, Interruption interruption, Observer observer) {
    Connection connection = connect(address);
    boolean taken = false;
    try {
      await(connection, KEY, "another node that sets up the database", interruption, observer);
      String work = "a statement of a run that was cut short";
      await(connection, WORK_KEY, work, interruption, observer);
      unlock(connection, WORK_KEY);
      taken = true;
      return new SetupLock(connection);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    } finally {
      if (!taken) {
        close(connection);
      }
    }
  }

  private static void await(
      Connection connection, long key, String whom, Interruption interruption, Observer observer)
      throws SQLException {
    if (tryTake(connection, key)) {
      return;
    }
    observer.report(new Event.Lifecycle("Waiting for " + whom));
    do {
      interruption.rest(AGAIN);
      if (interruption.asked()) {
        throw new MigrationProblem.Interrupted("").raise();
      }
    } while (!tryTake(connection, key));
  }

  /** Lets others see that a session runs a file. */
  static void mark(Connection connection) throws SQLException {
    tryTake(connection, WORK_KEY);
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

  private static boolean tryTake(Connection connection, long key) throws SQLException {
    return ask(connection, "select pg_catalog.pg_try_advisory_lock(" + key + ")");
  }

  private static void unlock(Connection connection, long key) throws SQLException {
    ask(connection, "select pg_catalog.pg_advisory_unlock(" + key + ")");
  }

  private static boolean ask(Connection connection, String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }
}
