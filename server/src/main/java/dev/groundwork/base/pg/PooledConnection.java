package dev.groundwork.base.pg;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/** A connection of a pool; one caller at a time holds it. */
final class PooledConnection {
  /** The type of a value whose type PostgreSQL shall infer from its place. */
  static final String UNKNOWN = "unknown";

  private static final int UNKNOWN_OID = 705;
  private static final int VALIDATION_SECONDS = 2;

  private final PgConnection connection;
  private final long opened = System.nanoTime();
  private volatile long lastUsed = opened;
  private volatile boolean lent;

  PooledConnection(Connection connection) throws SQLException {
    this.connection = connection.unwrap(PgConnection.class);
    // saves the driver the question to the catalog on its first use
    this.connection.getTypeInfo().addCoreType(UNKNOWN, UNKNOWN_OID, Types.VARCHAR, "", 0);
  }

  PgConnection jdbc() {
    return connection;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - opened);
  }

  boolean isOlderThan(long nanoTime) {
    return opened - nanoTime < 0;
  }

  Duration idle() {
    return Duration.ofNanos(System.nanoTime() - lastUsed);
  }

  boolean usedSince(long nanoTime) {
    return lastUsed - nanoTime > 0;
  }

  synchronized void lend() {
    lastUsed = System.nanoTime();
    lent = true;
  }

  /** Closes the socket under a caller who has held the connection for longer than this. */
  synchronized void abortIfHeldFor(Duration limit) {
    if (lent && idle().compareTo(limit) > 0) {
      abort();
    }
  }

  private synchronized void giveBack() {
    lent = false;
    lastUsed = System.nanoTime();
  }

  boolean answers() {
    try {
      return connection.isValid(VALIDATION_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Ends what its user left open; false when the connection cannot be used again. */
  boolean reset() {
    try {
      if (connection.isClosed()) {
        return false;
      }
      if (connection.getTransactionState() != TransactionState.IDLE) {
        rollback();
      }
      return true;
    } catch (SQLException e) {
      return false;
    } finally {
      giveBack(); // not before: the rollback, too, must come to an end
    }
  }

  private void rollback() throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute("rollback");
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it is thrown away in any case
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is thrown away in any case
    }
  }
}
