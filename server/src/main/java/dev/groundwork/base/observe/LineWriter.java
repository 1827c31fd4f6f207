package dev.groundwork.base.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines from a thread of its own, many at a time, so that requests never wait for a slow
 * terminal or pipe. When it cannot keep up, lines are dropped and their number is told.
 *
 * <p>Waking a thread costs a request more than all else that logging does. The thread is woken for
 * a line only when none came for a while; otherwise it looks by itself some hundred times a second.
 */
final class LineWriter implements AutoCloseable {
  private static final int MOST_WAITING = 8192;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final OutputStream out;
  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  LineWriter(OutputStream out) {
    this.out = out;
    this.thread = Thread.ofPlatform().name("log").daemon(true).start(this::run);
  }

  void write(String line) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    lines.add(line);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed || !lines.isEmpty()) {
      if (lines.isEmpty()) {
        sleep();
      } else {
        print();
        LockSupport.parkNanos(this, closed ? 1 : PAUSE.toNanos());
      }
    }
  }

  /** Looks once more after it said that it sleeps, so that no line comes in between unseen. */
  private void sleep() {
    asleep = true;
    while (lines.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  private void print() {
    StringBuilder text = new StringBuilder();
    for (int left = waiting.get(); left > 0 && !lines.isEmpty(); left--) {
      text.append(lines.remove());
      waiting.decrementAndGet();
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      text.append("log: ").append(lost).append(" lines were dropped\n");
    }
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException nowhere) {
      // there is no place left to tell it
    }
  }

  /** Writes what is left. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSING);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
