package dev.groundwork.service.auth.limit;

import dev.groundwork.base.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/** Limits in Redis, by its clock; the same arithmetic as in PostgreSQL, in one script. */
public final class RedisRateLimits implements RateLimits {
  private static final int MOST_CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Gives 0 for a token, else the microseconds to wait. */
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local step = tonumber(ARGV[1])
      local spare = tonumber(ARGV[2])
      local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
      if full > now + spare then
        return full - now - spare
      end
      local next = full + step
      redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
      return 0\
      """;

  private static final String GIVE_BACK =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local full = tonumber(redis.call('GET', KEYS[1]) or '0') - tonumber(ARGV[1])
      if full > now then
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
      else
        redis.call('DEL', KEYS[1])
      end
      return 0\
      """;

  private final RedisClient redis;

  private RedisRateLimits(RedisClient redis) {
    this.redis = redis;
  }

  /**
   * Connects when the first token is taken.
   *
   * @param address {@code redis://user:password@host:6379/0}, {@code rediss://} with TLS
   * @throws ProblemException with {@link LimitProblem.BadAddress}
   */
  public static RedisRateLimits at(String address) {
    try {
      URI uri = URI.create(address);
      if (uri.getHost() == null || !JedisURIHelper.isValid(uri)) {
        throw new LimitProblem.BadAddress().raise();
      }
      ConnectionPoolConfig pool = new ConnectionPoolConfig();
      pool.setMaxTotal(MOST_CONNECTIONS);
      pool.setMaxWait(PATIENCE);
      return new RedisRateLimits(
          RedisClient.builder()
              .hostAndPort(JedisURIHelper.getHostAndPort(uri))
              .clientConfig(client(uri))
              .poolConfig(pool)
              .build());
    } catch (IllegalArgumentException | JedisException malformed) {
      throw new LimitProblem.BadAddress().raise();
    }
  }

  private static JedisClientConfig client(URI uri) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder(uri).timeoutMillis((int) PATIENCE.toMillis());
    if (JedisURIHelper.isRedisSSLScheme(uri)) {
      config.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
    }
    return config.build();
  }

  @Override
  public Optional<Duration> take(Limit limit, String key) {
    String step = Long.toString(limit.stepMicros());
    String spare = Long.toString(limit.windowMicros() - limit.stepMicros());
    long wait = run(TAKE, limit, key, List.of(step, spare));
    return wait == 0
        ? Optional.empty()
        : Optional.of(Duration.of(Math.max(1000, wait), ChronoUnit.MICROS));
  }

  @Override
  public void giveBack(Limit limit, String key) {
    run(GIVE_BACK, limit, key, List.of(Long.toString(limit.stepMicros())));
  }

  private long run(String script, Limit limit, String key, List<String> arguments) {
    String name = "groundwork:limit:" + Keys.stored(limit.name()) + ":" + Keys.stored(key);
    try {
      return (Long) redis.eval(script, List.of(name), arguments);
    } catch (JedisException failed) {
      throw new ProblemException(new LimitProblem.Unavailable(), failed);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
