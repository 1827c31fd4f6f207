package dev.groundwork.bench.migrations;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Readers and writers of the table, and a report that keeps a transaction open for a while, again
 * and again: whoever needs the table for himself has to wait for it.
 */
final class Traffic implements AutoCloseable {
  private static final Duration REPORT = Duration.ofMillis(1500);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);
  private static final Duration THINKING = Duration.ofMillis(2);

  private final PgAddress address;
  private final int rows;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile String column;
  private volatile boolean ended;

  /**
   * Traffic.
   *
   * @param column that is read and written at first
   */
  Traffic(PgAddress address, int rows, String column) {
    this.address = address;
    this.rows = rows;
    this.column = column;
  }

  void start(int readers, int writers) {
    for (int i = 0; i < readers; i++) {
      threads.add(Thread.ofVirtual().start(() -> repeat(this::read)));
    }
    for (int i = 0; i < writers; i++) {
      threads.add(Thread.ofVirtual().start(() -> repeat(this::write)));
    }
    threads.add(Thread.ofVirtual().start(this::report));
  }

  /** From now on the application's new version, which knows another name. */
  void uses(String other) {
    column = other;
  }

  private String read() {
    return "select %s from items where id = %d".formatted(column, row());
  }

  private String write() {
    return "update items set %1$s = %1$s, touched = touched + 1 where id = %2$d"
        .formatted(column, row());
  }

  private int row() {
    return ThreadLocalRandom.current().nextInt(1, rows + 1);
  }

  private void repeat(java.util.function.Supplier<String> request) {
    try (PlainSession session = PlainSession.open(address)) {
      while (!ended) {
        long start = System.nanoTime();
        request(session, request.get());
        add(System.nanoTime() - start);
        pause(THINKING);
      }
    }
  }

  private void request(PlainSession session, String sql) {
    try {
      session.execute(sql);
    } catch (ProblemException e) {
      failed.incrementAndGet();
    }
  }

  private void report() {
    try (PlainSession session = PlainSession.open(address)) {
      while (!ended) {
        session.execute("begin");
        session.execute("select count(*) from items where id < 1000");
        pause(REPORT);
        session.execute("commit");
        pause(BETWEEN_REPORTS);
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void add(long nanos) {
    waits.add(nanos);
  }

  /** What the requests have seen. */
  record Seen(int requests, Duration p99, Duration longest, int failed) {}

  synchronized Seen seen() {
    List<Long> sorted = waits.stream().sorted().toList();
    return new Seen(
        sorted.size(),
        Duration.ofNanos(sorted.get((int) (sorted.size() * 0.99))),
        Duration.ofNanos(sorted.getLast()),
        failed.get());
  }

  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
