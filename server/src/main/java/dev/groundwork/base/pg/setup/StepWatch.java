package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at a session from another one while a statement takes long: how far it is, and whom it
 * waits for. Connects only when there is something to look at.
 */
final class StepWatch implements AutoCloseable {
  private static final Duration WAITING_TOLD = Duration.ofSeconds(10);

  private static final String BLOCKERS =
      """
      select string_agg(format('process %s%s', b.pid, coalesce(format(' of %s (%s, in its transaction for %s s)',
          coalesce(a.usename, a.backend_type), concat_ws(', ', nullif(a.application_name, ''), a.state),
          extract(epoch from clock_timestamp() - a.xact_start)::int), '')), ', ')
      from unnest(pg_catalog.pg_blocking_pids(?)) b (pid)
        left join pg_catalog.pg_stat_activity a on a.pid = b.pid
      """;

  private static final String PROGRESS =
      """
      select phase, done, total from (
        select pid, command || ': ' || phase,
          case when blocks_total > 0 then blocks_done
            when tuples_total > 0 then tuples_done else lockers_done end,
          case when blocks_total > 0 then blocks_total
            when tuples_total > 0 then tuples_total else lockers_total end
        from pg_catalog.pg_stat_progress_create_index
        union all select pid, command || ': ' || phase, heap_blks_scanned, heap_blks_total
        from pg_catalog.pg_stat_progress_cluster
        union all select pid, 'VACUUM: ' || phase, heap_blks_scanned, heap_blks_total
        from pg_catalog.pg_stat_progress_vacuum
        union all select pid, 'ANALYZE: ' || phase, sample_blks_scanned, sample_blks_total
        from pg_catalog.pg_stat_progress_analyze
        union all select pid, command, bytes_processed, bytes_total
        from pg_catalog.pg_stat_progress_copy
      ) p (pid, phase, done, total) where pid = ?
      """;

  private final PgAddress address;
  private final int pid;
  private final Observer observer;
  private final Duration every;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private String running = "";
  private long since;
  private String blockers = "";
  private long waitingTold;
  private boolean closed;

  /**
   * A watch.
   *
   * @param pid of the session that is watched
   * @param every how often it looks, and how long a statement takes before it does
   */
  StepWatch(PgAddress address, int pid, Observer observer, Duration every) {
    this.address = address;
    this.pid = pid;
    this.observer = observer;
    this.every = every;
    this.thread = Thread.ofVirtual().name("migration-watch").unstarted(this::watch);
  }

  StepWatch start() {
    thread.start();
    return this;
  }

  /** A statement begins. */
  void begins(String what) {
    lock.lock();
    try {
      running = what;
      since = System.nanoTime();
      waitingTold = since;
      blockers = "";
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The statement has ended. */
  void ended() {
    lock.lock();
    try {
      running = "";
    } finally {
      lock.unlock();
    }
  }

  /** Whom the last statement was seen waiting for; empty when for nobody. */
  Optional<String> blockers() {
    lock.lock();
    try {
      return blockers.isEmpty() ? Optional.empty() : Optional.of(blockers);
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    Optional<Connection> connection = Optional.empty();
    try {
      while (awaitLongStatement()) {
        if (connection.isEmpty()) {
          connection = Optional.of(address.connect());
        }
        look(connection.get());
      }
    } catch (SQLException _) {
      // nobody is watched then; the statement itself tells what is wrong with the server
    } finally {
      connection.ifPresent(StepWatch::close);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException _) {
      // its end is all that matters
    }
  }

  /** False when the watch is over. */
  private boolean awaitLongStatement() {
    lock.lock();
    try {
      do {
        changed.awaitNanos(every.toNanos());
      } while (!closed && (running.isEmpty() || System.nanoTime() - since < every.toNanos()));
      return !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void look(Connection connection) throws SQLException {
    Optional<String> waitsFor = text(connection, BLOCKERS);
    Optional<String> progress = progress(connection);
    lock.lock();
    try {
      if (!running.isEmpty()) {
        waitsFor.ifPresent(found -> blockers = found);
        String after =
            running + ", " + Duration.ofNanos(System.nanoTime() - since).toSeconds() + " s";
        observer.report(new Event.Progress(progress.map(it -> after + ": " + it).orElse(after)));
        waitsFor.ifPresent(this::tellWaiting);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellWaiting(String whom) {
    if (System.nanoTime() - waitingTold > WAITING_TOLD.toNanos()) {
      waitingTold = System.nanoTime();
      observer.report(new Event.Lifecycle(running + " waits for " + whom));
    }
  }

  private Optional<String> text(Connection connection, String sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, pid);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  private Optional<String> progress(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PROGRESS)) {
      query.setInt(1, pid);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long total = row.getLong(3);
        String share = total > 0 ? " " + Math.min(100, 100 * row.getLong(2) / total) + " %" : "";
        return Optional.of(row.getString(1) + share);
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      running = "";
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
