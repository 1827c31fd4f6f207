package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one database: a permit for each that may be open, and a stack of those that wait
 * to be used again. A caller that finds none waiting opens one itself, and so learns at once when
 * the database is away.
 */
final class Pool implements AutoCloseable {
  /** An idle connection is asked for a sign of life after this time. */
  private static final Duration TRUSTED = Duration.ofMillis(500);

  private static final Duration LONGEST_SWEEP = Duration.ofSeconds(10);

  private final PoolConfig config;
  private final Observer observer;
  private final Semaphore permits;

  /** Readers that are slow to take a large result must leave connections for others. */
  private final Semaphore streams;

  private final ConcurrentLinkedDeque<PooledConnection> idle = new ConcurrentLinkedDeque<>();
  private final Set<PooledConnection> all = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean reachable = new AtomicBoolean(true);
  private final Thread sweeper;
  private final AtomicLong timeouts = new AtomicLong();
  private volatile long suspectedAt = System.nanoTime();
  private volatile long renewedAt = System.nanoTime();
  private volatile boolean closed;

  Pool(PoolConfig config, Observer observer) {
    this.config = config;
    this.observer = observer;
    this.permits = new Semaphore(config.size(), true);
    this.streams = new Semaphore(Math.max(1, config.size() / 2), true);
    this.sweeper = Thread.ofVirtual().name("pool-sweeper").start(this::sweep);
  }

  PooledConnection borrow() {
    take(permits);
    boolean borrowed = false;
    try {
      PooledConnection connection = waiting();
      if (connection == null) {
        connection = open();
      }
      connection.lend();
      borrowed = true;
      return connection;
    } finally {
      if (!borrowed) {
        permits.release();
      }
    }
  }

  void giveBack(PooledConnection connection) {
    try {
      if (!connection.reset()) {
        discard(connection);
        suspect(); // what broke this one may have broken the others
      } else if (isSpent(connection)) {
        discard(connection);
      } else {
        idle.addFirst(connection);
      }
    } finally {
      permits.release();
    }
    if (closed) {
      closeIdle();
    }
  }

  PoolStats stats() {
    int active = config.size() - permits.availablePermits();
    return new PoolStats(
        active, idle.size(), permits.getQueueLength(), config.size(), timeouts.get());
  }

  /** Cancels the statements that run for a thread. */
  void cancel(Thread holder) {
    all.forEach(connection -> connection.cancelFor(holder));
  }

  /** Connections that are open now are replaced when they come back. */
  void renew() {
    renewedAt = System.nanoTime();
  }

  @Override
  public void close() {
    closed = true;
    sweeper.interrupt();
    closeIdle();
  }

  /** Waits until one more connection may be held for long. */
  void takeStream() {
    take(streams);
  }

  void endStream() {
    streams.release();
  }

  private void take(Semaphore from) {
    try {
      long timeout = config.acquisitionTimeout().toNanos();
      if (!from.tryAcquire(timeout, TimeUnit.NANOSECONDS)) {
        timeouts.incrementAndGet();
        throw new PgProblem.PoolExhausted().raise();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(new PgProblem.PoolExhausted(), e);
    }
  }

  private @Nullable PooledConnection waiting() {
    PooledConnection connection = idle.pollFirst();
    while (connection != null && !isUsable(connection)) {
      discard(connection);
      connection = idle.pollFirst();
    }
    return connection;
  }

  private boolean isUsable(PooledConnection connection) {
    if (isSpent(connection)) {
      return false;
    }
    boolean trusted = connection.idle().compareTo(TRUSTED) < 0 && connection.usedSince(suspectedAt);
    return trusted || connection.answers();
  }

  /** From now on each waiting connection must show that it lives before it is used. */
  private void suspect() {
    suspectedAt = System.nanoTime();
  }

  private boolean isSpent(PooledConnection connection) {
    return closed
        || connection.isCancelled()
        || connection.isOlderThan(renewedAt)
        || connection.age().compareTo(config.maxLifetime()) > 0;
  }

  private PooledConnection open() {
    try {
      PooledConnection connection = new PooledConnection(Connections.pooled(config));
      all.add(connection);
      if (reachable.compareAndSet(false, true)) {
        observer.report(new Event.DatabaseReachable(true, "The database is back"));
      }
      return connection;
    } catch (SQLException e) {
      if (reachable.compareAndSet(true, false)) {
        String message = "The database cannot be reached: " + e.getMessage();
        observer.report(new Event.DatabaseReachable(false, message));
      }
      throw new ProblemException(new PgProblem.Unreachable(), e);
    }
  }

  private void discard(PooledConnection connection) {
    all.remove(connection);
    connection.close();
  }

  private void sweep() {
    Duration step = shorter(LONGEST_SWEEP, config.maxUse().dividedBy(4));
    while (!closed) {
      try {
        Thread.sleep(step);
      } catch (InterruptedException e) {
        return;
      }
      closeUnused();
      abortOverdue();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Closes what nobody used for long, from the bottom of the stack. */
  private void closeUnused() {
    for (PooledConnection connection : idle) {
      boolean unused = connection.idle().compareTo(config.idleTimeout()) > 0;
      if ((unused || isSpent(connection)) && idle.remove(connection)) {
        discard(connection);
      }
    }
  }

  /**
   * Ends what waits for too long, in place of a timeout on the socket: a virtual thread that waits
   * with a timeout costs an eighth of a request's time (a timer to set and to take back).
   */
  private void abortOverdue() {
    for (PooledConnection connection : all) {
      connection.abortIfHeldFor(config.maxUse());
    }
  }

  private void closeIdle() {
    PooledConnection connection = idle.pollFirst();
    while (connection != null) {
      discard(connection);
      connection = idle.pollFirst();
    }
  }
}
