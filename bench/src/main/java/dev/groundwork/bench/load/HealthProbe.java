package dev.groundwork.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Asks for a server's health many times a second until it is closed, from a thread of its own. */
public final class HealthProbe implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 50;
  private static final Call READY = Call.read("/health/ready");

  private final int adminPort;
  private final Thread thread;
  private final Tally tally = new Tally();
  private volatile boolean ended;

  public HealthProbe(int adminPort) {
    this.adminPort = adminPort;
    thread = Thread.ofPlatform().name("health").daemon().start(this::ask);
  }

  private void ask() {
    while (!ended) {
      long start = System.nanoTime();
      try (OneClient client = new OneClient(adminPort)) {
        OneClient.Answered answered = client.call(READY);
        tally.answered(READY, answered.status(), answered::head, System.nanoTime() - start);
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      } catch (IOException e) {
        tally.broken(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Ends and gives what came of it. */
  public Tally end() throws InterruptedException {
    close();
    thread.join();
    return tally;
  }

  @Override
  public void close() {
    ended = true;
  }
}
