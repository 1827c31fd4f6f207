package dev.groundwork.service.auth;

import dev.groundwork.service.auth.limit.Limit;
import dev.groundwork.service.auth.limit.RateLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Limits in memory that no time refills. */
final class CountedLimits implements RateLimits {
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();

  @Override
  public Optional<Duration> take(Limit limit, String key) {
    int count = taken.merge(name(limit, key), 1, Integer::sum);
    if (count <= limit.capacity()) {
      return Optional.empty();
    }
    giveBack(limit, key);
    return Optional.of(limit.window());
  }

  @Override
  public void giveBack(Limit limit, String key) {
    taken.merge(name(limit, key), -1, Integer::sum);
  }

  private static String name(Limit limit, String key) {
    return limit.name() + "/" + key;
  }

  @Override
  public void close() {}
}
