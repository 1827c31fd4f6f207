package dev.groundwork.bench.subject;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Watches how much memory a server and its database need, until it is closed. */
public final class MemoryPeak implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;

  private final ProcessFigures server;
  private final ProcessHandle postgres;
  private final Thread watch;
  private volatile boolean ended;
  private volatile long mostServer;
  private volatile long mostBackend;

  public MemoryPeak(Target target) throws IOException {
    server = new ProcessFigures(target.pid());
    postgres = ProcessHandle.of(target.postgresPid()).orElseThrow();
    watch = Thread.ofPlatform().name("memory").daemon().start(this::watch);
  }

  private void watch() {
    while (!ended) {
      mostServer = Math.max(mostServer, server.resident().orElse(0));
      mostBackend = Math.max(mostBackend, largestBackend());
      try {
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private long largestBackend() {
    return postgres
        .children()
        .mapToLong(backend -> new ProcessFigures(backend.pid()).own().orElse(0))
        .max()
        .orElse(0);
  }

  /** Megabytes of the server that were resident; 0 where that is not told. */
  public double server() {
    return mostServer / 1024.0;
  }

  /** Megabytes of the largest process of the database, without what it shares with others. */
  public double backend() {
    return mostBackend / 1024.0;
  }

  @Override
  public void close() {
    ended = true;
    watch.interrupt();
  }
}
