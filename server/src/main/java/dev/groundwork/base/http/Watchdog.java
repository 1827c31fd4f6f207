package dev.groundwork.base.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Ends connections whose client is too slow or silent, so that none is held for ever. */
final class Watchdog implements AutoCloseable {
  private final HttpConfig.Timeouts timeouts;
  private final Failures failures;
  private final Consumer<Thread> abandoned;
  private final Set<WireConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread = Thread.ofVirtual().name("http-watchdog").unstarted(this::watch);

  Watchdog(HttpConfig.Timeouts timeouts, Failures failures, Consumer<Thread> abandoned) {
    this.timeouts = timeouts;
    this.failures = failures;
    this.abandoned = abandoned;
  }

  void start() {
    thread.start();
  }

  /** Nobody wants any more what the thread works for. */
  void abandoned(Thread worker) {
    abandoned.accept(worker);
  }

  Failures failures() {
    return failures;
  }

  void add(WireConnection connection) {
    connections.add(connection);
  }

  void remove(WireConnection connection) {
    connections.remove(connection);
  }

  private void watch() {
    Duration step = step();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(step);
      } catch (InterruptedException stopped) {
        return;
      }
      connections.forEach(connection -> connection.closeIfLate(timeouts));
    }
  }

  private Duration step() {
    return Stream.of(
            timeouts.request().dividedBy(4),
            timeouts.idle().dividedBy(4),
            timeouts.piece().dividedBy(4),
            Duration.ofMillis(250))
        .min(Duration::compareTo)
        .orElseThrow();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
