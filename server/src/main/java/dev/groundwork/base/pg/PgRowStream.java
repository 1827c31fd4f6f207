package dev.groundwork.base.pg;

import dev.groundwork.base.problem.ProblemException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ResultCursor;

/**
 * Reads a large result ahead of who takes it, by a few portions of about equal size in bytes: while
 * one is written to the client, PostgreSQL makes the next.
 */
final class PgRowStream implements RowStream {
  /** Bytes of a portion. */
  private static final int PORTION = 256 * 1024;

  private static final int MOST_ROWS = 10_000;

  /** Rows of the first portion, of which nobody knows how large they are. */
  static final int FIRST_ROWS = 100;

  /** Rows may grow on the way: a portion has not many times those of the one before. */
  private static final int GROWTH = 8;

  private static final int AHEAD = 2;

  private final PooledConnection connection;
  private final Pipeline pipeline;
  private final Runnable release;
  private final List<Rows> first;
  private final BlockingQueue<Portion> portions = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader = Thread.ofVirtual().name("row-stream").unstarted(this::readAhead);
  private @Nullable ResultCursor cursor;
  private boolean started;
  private boolean ended;
  private volatile boolean reading;
  private volatile boolean closed;

  /** What is handed over: rows, the end, or what went wrong. */
  private sealed interface Portion {
    record Some(Rows rows) implements Portion {}

    record End() implements Portion {}

    record Failure(Exception cause) implements Portion {}
  }

  /**
   * A stream that has its first rows.
   *
   * @param release gives the connection back
   */
  PgRowStream(
      PooledConnection connection,
      Pipeline pipeline,
      List<Rows> first,
      @Nullable ResultCursor cursor,
      Runnable release) {
    this.connection = connection;
    this.pipeline = pipeline;
    this.first = first;
    this.cursor = cursor;
    this.release = release;
  }

  @Override
  public List<Rows> first() {
    return first;
  }

  @Override
  public Optional<Rows> next() {
    if (cursor == null || ended) {
      return Optional.empty();
    }
    if (!started) {
      started = true;
      reader.start();
    }
    return switch (taken()) {
      case Portion.Some(Rows rows) -> Optional.of(rows);
      case Portion.End _ -> {
        ended = true;
        yield Optional.empty();
      }
      case Portion.Failure(SQLException e) -> throw new ProblemException(PgProblem.of(e), e);
      case Portion.Failure(Exception e) -> throw new IllegalStateException(e);
    };
  }

  private Portion taken() {
    try {
      return portions.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Portion.Failure(e);
    }
  }

  private void readAhead() {
    try {
      put(lastOfAll());
    } catch (SQLException | RuntimeException e) {
      put(new Portion.Failure(e));
    }
  }

  /** Hands over rows until there are no more. */
  private Portion lastOfAll() throws SQLException {
    ResultCursor at = cursor;
    int rows = FIRST_ROWS;
    while (at != null && !closed) {
      connection.touch();
      Results results = fetched(at, rows);
      Rows portion = results.rows(0, 0);
      rows = rowsAfter(portion, rows);
      put(new Portion.Some(portion));
      at = results.cursor();
    }
    return new Portion.End();
  }

  private Results fetched(ResultCursor at, int rows) throws SQLException {
    reading = true;
    try {
      return pipeline.fetch(at, rows);
    } finally {
      reading = false;
    }
  }

  /** How many rows of this kind make a portion. */
  private static int rowsAfter(Rows portion, int before) {
    long bytes = 1;
    for (byte[] @Nullable [] row : portion.rows()) {
      for (byte[] cell : row) {
        bytes += cell == null ? 1 : cell.length;
      }
    }
    long fitting = (long) PORTION * Math.max(1, portion.size()) / bytes;
    return (int) Math.clamp(fitting, 1, Math.min(MOST_ROWS, (long) before * GROWTH));
  }

  private void put(Portion portion) {
    boolean put = false;
    while (!put && !closed) {
      try {
        portions.put(portion);
        put = true;
      } catch (InterruptedException e) {
        put = closed; // woken by close()
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (started) {
        stopReader();
      }
    } finally {
      cursor = null;
      release.run();
    }
  }

  /** The reader waits for PostgreSQL, or for room; never interrupted while it holds the socket. */
  private void stopReader() {
    while (reader.isAlive()) {
      portions.clear();
      if (reading) {
        connection.cancel();
      }
      join();
    }
  }

  private void join() {
    try {
      reader.join(java.time.Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.abort();
    }
  }
}
