package dev.groundwork.base.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/**
 * Turns that are taken and given back, a limited number at a time, in the order of arrival. Whoever
 * comes when all are taken waits, if turns come so fast that it will not be long.
 *
 * <p>Waiting has no timeout of its own, which would cost a timer for each request; one thread looks
 * after all who wait.
 */
final class Turns implements AutoCloseable {
  private final IntSupplier limit;
  private final long maxWait;
  private final Pace pace;
  private final Thread sweeper;

  /** Who waits, the longest first; guarded by this, as all below. */
  private final Deque<Waiter> waiting = new ArrayDeque<>();

  private int taken;
  private long refused;
  private boolean closed;

  /** Somebody who waits. */
  private static final class Waiter {
    final CountDownLatch done = new CountDownLatch(1);
    final long since;
    boolean admitted;

    Waiter(long since) {
      this.since = since;
    }
  }

  /**
   * @param limit turns at a time; may change
   * @param maxWait how far away a turn may be that is waited for
   */
  Turns(IntSupplier limit, Duration maxWait) {
    this.limit = limit;
    this.maxWait = maxWait.toNanos();
    this.pace = new Pace(2 * maxWait.toNanos());
    this.sweeper = Thread.ofVirtual().name("http-turns").start(this::sweep);
  }

  /** Takes a turn, perhaps after a wait; false when it would come too late. */
  boolean take() {
    Waiter waiter;
    synchronized (this) {
      if (waiting.isEmpty() && taken < limit.getAsInt()) {
        taken++;
        return true;
      }
      long now = System.nanoTime();
      pace.at(now, !waiting.isEmpty());
      if (closed || isTooFar()) {
        refused++;
        return false;
      }
      waiter = new Waiter(now);
      waiting.addLast(waiter);
      notifyAll(); // the sweeper
    }
    return await(waiter);
  }

  /** Gives a turn back, to the one who has waited the longest. */
  synchronized void giveBack() {
    taken--;
    if (waiting.isEmpty()) {
      return;
    }
    pace.at(System.nanoTime(), true);
    while (!waiting.isEmpty() && taken < limit.getAsInt()) {
      Waiter next = waiting.removeFirst();
      taken++;
      pace.turn();
      next.admitted = true;
      next.done.countDown();
    }
  }

  /** Turns that are taken. */
  synchronized int taken() {
    return taken;
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** How many have been refused, ever. */
  synchronized long refused() {
    return refused;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      refuseSince(System.nanoTime());
    }
    sweeper.interrupt();
  }

  /** When nobody waits somebody may, to find out how fast turns come. */
  private boolean isTooFar() {
    return maxWait == 0
        || (!waiting.isEmpty() && pace.nanosPerTurn() * (waiting.size() + 1) > maxWait);
  }

  private boolean await(Waiter waiter) {
    boolean interrupted = false;
    try {
      waiter.done.await();
    } catch (InterruptedException stopping) {
      interrupted = true;
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (interrupted && waiting.remove(waiter)) {
        refused++;
      }
      return waiter.admitted;
    }
  }

  private void sweep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        awaitWaiter();
        Thread.sleep(Math.max(1, Duration.ofNanos(maxWait).toMillis() / 8));
        refuseOverdue();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitWaiter() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
  }

  /** Those whose turn has not come, against expectation. */
  private synchronized void refuseOverdue() {
    refuseSince(System.nanoTime() - 2 * maxWait);
  }

  private void refuseSince(long earliest) {
    while (!waiting.isEmpty() && waiting.getFirst().since - earliest <= 0) {
      refused++;
      waiting.removeFirst().done.countDown();
    }
  }
}
