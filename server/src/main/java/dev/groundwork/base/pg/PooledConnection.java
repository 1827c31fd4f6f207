package dev.groundwork.base.pg;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/** A connection of a pool; one caller at a time holds it. */
final class PooledConnection {
  /** The type of a value whose type PostgreSQL shall infer from its place. */
  static final String UNKNOWN = "unknown";

  static final int UNKNOWN_OID = 705;
  private static final int VALIDATION_SECONDS = 2;

  private final PgConnection connection;
  private final long opened = System.nanoTime();
  private volatile long lastUsed = opened;
  private volatile boolean lent;
  private volatile boolean cancelled;
  private volatile @Nullable Thread holder;

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
    holder = Thread.currentThread();
    lent = true;
  }

  /** Its holder gets on: the time that it may be held begins anew. */
  void touch() {
    lastUsed = System.nanoTime();
  }

  /** Cancels what runs for the thread, if it holds this connection. */
  synchronized void cancelFor(Thread thread) {
    if (lent && thread.equals(holder)) {
      cancel();
    }
  }

  /** Asks PostgreSQL, by a connection of its own, to end the statement that runs; may be late. */
  void cancel() {
    cancelled = true;
    try {
      connection.cancelQuery();
    } catch (SQLException e) {
      abort(); // whoever waits for the statement must not wait for ever
    }
  }

  /** Closes the socket under a caller who has held the connection for longer than this. */
  synchronized void abortIfHeldFor(Duration limit) {
    if (lent && idle().compareTo(limit) > 0) {
      abort();
    }
  }

  private synchronized void giveBack() {
    lent = false;
    holder = null;
    lastUsed = System.nanoTime();
  }

  boolean answers() {
    try {
      return connection.isValid(VALIDATION_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether a cancel may still be on its way, and end the statement of somebody else. */
  boolean isCancelled() {
    return cancelled;
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

  void abort() {
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
