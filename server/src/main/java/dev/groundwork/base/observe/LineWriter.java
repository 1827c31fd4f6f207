package dev.groundwork.base.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines from a thread of its own, many at a time, so that requests never wait for a slow
 * terminal or pipe. When it cannot keep up, lines are dropped and their number is told.
 */
final class LineWriter implements AutoCloseable {
  private static final int QUEUE = 8192;
  private static final String END = "";

  private final OutputStream out;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;

  LineWriter(OutputStream out) {
    this.out = out;
    this.thread = Thread.ofPlatform().name("log").daemon(true).start(this::run);
  }

  void write(String line) {
    if (!queue.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  private void run() {
    List<String> lines = new ArrayList<>();
    boolean open = true;
    while (open) {
      try {
        lines.add(queue.take());
      } catch (InterruptedException stopped) {
        return;
      }
      queue.drainTo(lines);
      open = !lines.contains(END);
      print(lines);
      lines.clear();
    }
  }

  private void print(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(text::append);
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
    try {
      queue.put(END);
      thread.join(2000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
