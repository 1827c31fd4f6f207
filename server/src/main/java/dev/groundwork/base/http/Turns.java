package dev.groundwork.base.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * The size of the queue, for those who need no lock when it is empty. Whoever gives a turn back
   * looks here afterwards, whoever waits looks for turns after he has counted himself, so that one
   * of them sees the other.
   */
  private volatile int waiters;

  /** Who waits, the longest first; guarded by this, as all below. */
  private final Deque<Waiter> waiting = new ArrayDeque<>();

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
    return (waiters == 0 && takeFree()) || takeLater();
  }

  private boolean takeFree() {
    int now = taken.get();
    while (now < limit.getAsInt()) {
      if (taken.compareAndSet(now, now + 1)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  private boolean takeLater() {
    Waiter waiter;
    synchronized (this) {
      long now = System.nanoTime();
      pace.at(now, !waiting.isEmpty());
      if (closed || isTooFar()) {
        refused++;
        return false;
      }
      waiter = new Waiter(now);
      waiting.addLast(waiter);
      waiters = waiting.size();
      notifyAll(); // the sweeper
      admit();
    }
    return await(waiter);
  }

  /** Gives a turn back, to the one who has waited the longest. */
  void giveBack() {
    taken.decrementAndGet();
    if (waiters > 0) {
      synchronized (this) {
        pace.at(System.nanoTime(), !waiting.isEmpty());
        admit();
      }
    }
  }

  private void admit() {
    while (!waiting.isEmpty() && takeFree()) {
      pace.turn();
      Waiter next = next();
      next.admitted = true;
      next.done.countDown();
    }
  }

  private Waiter next() {
    Waiter next = waiting.removeFirst();
    waiters = waiting.size();
    return next;
  }

  /** Turns that are taken. */
  int taken() {
    return taken.get();
  }

  /** How many wait. */
  int waiting() {
    return waiters;
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
        waiters = waiting.size();
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
      next().done.countDown();
    }
  }
}
