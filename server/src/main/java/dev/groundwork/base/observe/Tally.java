package dev.groundwork.base.observe;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts what may come in masses, to be told once a second at most. */
final class Tally {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private long count;
  private long told = System.nanoTime() - PAUSE;

  /** Counts one more; gives how many there were since that was last told, when it is time to. */
  synchronized Optional<Long> count() {
    count++;
    long now = System.nanoTime();
    if (now - told < PAUSE) {
      return Optional.empty();
    }
    Optional<Long> sum = Optional.of(count);
    count = 0;
    told = now;
    return sum;
  }
}
