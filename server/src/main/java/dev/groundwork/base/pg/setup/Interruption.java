package dev.groundwork.base.pg.setup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Lets one thread end what another does in the database: the statement that runs is cancelled, and
 * no further one is begun. For any number of threads.
 */
public final class Interruption {
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Optional<PGConnection> running = Optional.empty();
  private int runs;
  private boolean asked;

  /** Work that may be ended. */
  interface Work {
    void run() throws SQLException;
  }

  /** Asks for the end, and returns when what runs has ended and tidied up, or will not. */
  public synchronized void ask() {
    asked = true;
    notifyAll();
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try {
      while (runs > 0 && System.nanoTime() < deadline) {
        running.ifPresent(Interruption::cancel);
        wait(AGAIN.toMillis());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cancel(PGConnection connection) {
    try {
      connection.cancelQuery();
    } catch (SQLException _) {
      // the server is gone, and the statement with it
    }
  }

  synchronized boolean asked() {
    return asked;
  }

  /** Work of several statements begins, which tidies up when it is ended. */
  synchronized void begins() {
    runs++;
  }

  synchronized void ended() {
    runs--;
    notifyAll();
  }

  /** Runs a statement that may be ended; it fails with 57014 then. */
  void during(Connection connection, Work statement) throws SQLException {
    enter(connection.unwrap(PGConnection.class));
    try {
      statement.run();
    } finally {
      leave();
    }
  }

  private synchronized void enter(PGConnection connection) throws SQLException {
    if (asked) {
      throw new SQLException("ended on request", "57014");
    }
    running = Optional.of(connection);
  }

  private synchronized void leave() {
    running = Optional.empty();
    notifyAll();
  }

  /** Waits, unless the end is asked for. */
  synchronized void rest(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (!asked && System.nanoTime() < deadline) {
        wait(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      asked = true;
    }
  }
}
