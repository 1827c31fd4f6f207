package dev.groundwork.base.pg.setup;

import java.time.Duration;

/**
 * How changes of a schema wait.
 *
 * @param lockTimeout how long a transaction waits for locks, and so how long others wait behind it;
 *     zero is without end
 * @param lockRetries how often what could not get a lock is tried again
 */
public record MigrationConfig(Duration lockTimeout, int lockRetries) {
  /**
   * Two seconds: more than PostgreSQL's {@code deadlock_timeout} of one second, after which it ends
   * an autovacuum that is in the way, and less than the patience of most clients.
   */
  public static final MigrationConfig STANDARD = new MigrationConfig(Duration.ofSeconds(2), 20);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  public MigrationConfig {
    if (lockTimeout.isNegative() || lockRetries < 0) {
      throw new IllegalArgumentException("neither may be negative");
    }
  }

  /**
   * How long a statement may wait for a lock: a tenth of the limit is left for what the transaction
   * does with the lock and for what waits behind it.
   *
   * @param used up by earlier statements of the transaction; a tenth of the limit is there in any
   *     case
   * @return milliseconds, 0 only where the limit is: for PostgreSQL that is without end
   */
  long waitMillis(Duration used) {
    if (lockTimeout.isZero()) {
      return 0;
    }
    Duration tenth = lockTimeout.dividedBy(10);
    Duration left = tenth.multipliedBy(9).minus(used);
    return Math.max(1, (left.compareTo(tenth) < 0 ? tenth : left).toMillis());
  }

  /**
   * The pause before another attempt: at first as long as the wait was, so that whoever queued
   * behind it gets through, then twice as long each time; a part of it is chance.
   *
   * @param attempt that failed, from 1
   * @param chance from 0 to 1
   */
  Duration pause(int attempt, double chance) {
    long first = Math.max(100, lockTimeout.toMillis());
    long doubled = first << Math.min(attempt - 1, 10);
    long longest = Math.max(first, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(Math.round(Math.min(doubled, longest) * (0.75 + chance / 2)));
  }
}
