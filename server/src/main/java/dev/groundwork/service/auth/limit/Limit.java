package dev.groundwork.service.auth.limit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * So many times in a while: a bucket that holds so many tokens at most, and gets as many in that
 * while, evenly.
 *
 * @param name tells it from other limits
 * @param capacity from 1 on; so many may be taken at once
 * @param window after which an empty bucket is full again; up to 366 days
 */
public record Limit(String name, int capacity, Duration window) {
  private static final Duration LONGEST = Duration.ofDays(366);

  public Limit {
    boolean valid =
        capacity >= 1
            && window.toMillis() >= 1
            && window.compareTo(LONGEST) <= 0
            && window.toMillis() * 1000 >= capacity;
    if (!valid) {
      throw new IllegalArgumentException(
          name + ": a limit is at least 1 in a while of up to a year");
    }
  }

  /** In microseconds. */
  long windowMicros() {
    return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, java.time.Instant.EPOCH.plus(window));
  }

  /** The time in which one token comes, in microseconds. */
  long stepMicros() {
    return windowMicros() / capacity;
  }
}
