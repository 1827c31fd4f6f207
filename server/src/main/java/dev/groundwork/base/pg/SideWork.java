package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work beside the requests that goes on as long as the process lives: on a thread and a session of
 * its own, which is opened again whenever it breaks.
 */
public final class SideWork implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String name;
  private final PgAddress address;
  private final Work work;
  private final Observer observer;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable PlainSession session;

  private SideWork(String name, PgAddress address, Work work, Observer observer) {
    this.name = name;
    this.address = address;
    this.work = work;
    this.observer = observer;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
  }

  /** What is done with a session. */
  public interface Work {

    /** Works until the session breaks, which an exception tells. */
    void with(PlainSession session);
  }

  /** Begins in the background. */
  public static SideWork start(String name, PgAddress address, Work work, Observer observer) {
    SideWork started = new SideWork(name, address, work, observer);
    started.thread.start();
    return started;
  }

  /** Ends the work; returns when it is over. */
  @Override
  public void close() {
    closed = true;
    PlainSession current = session;
    if (current != null) {
      current.close();
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      long start = System.nanoTime();
      try (PlainSession opened = PlainSession.open(address)) {
        session = opened;
        if (!closed) {
          work.with(opened);
        }
      } catch (ProblemException e) {
        warn(e);
      }
      boolean longLived = System.nanoTime() - start > LONGEST_PAUSE.toNanos();
      pause = rest(longLived ? FIRST_PAUSE : pause);
    }
  }

  private void warn(ProblemException e) {
    if (!closed) {
      String message = name + " stopped, trying again: " + e.problem().message();
      observer.report(new Event.Warning(message, Optional.of(e)));
    }
  }

  /** Waits; gives the next, longer pause. */
  private Duration rest(Duration pause) {
    if (!closed) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return pause; // closed
      }
    }
    Duration next = pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }
}
