package dev.groundwork.service.rest.config;

import java.time.Duration;

/**
 * What a batch may use.
 *
 * @param requests most requests in it; 0: there are no batches
 * @param bytes of its requests and their results together
 * @param time from its beginning to its end, with all retries
 */
public record BatchLimits(long requests, long bytes, Duration time) {
  public static final BatchLimits STANDARD =
      new BatchLimits(100, 10_000_000, Duration.ofSeconds(10));
}
