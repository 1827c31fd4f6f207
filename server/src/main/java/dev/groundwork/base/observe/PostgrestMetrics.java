package dev.groundwork.base.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The metrics of PostgREST under their names there, so that its dashboards and alarms go on
 * working.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/v14/references/observability.html#metrics">PostgREST's
 *     manual</a>
 */
final class PostgrestMetrics {
  private final MeterRegistry registry;

  /** Counters hold what they ask by a weak reference only. */
  private final List<Object> asked = new CopyOnWriteArrayList<>();

  private final Counter loads;
  private final Counter failures;
  private volatile double lastLoadSeconds;

  PostgrestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.loads = loads("SUCCESS");
    this.failures = loads("FAIL");
    Gauge.builder("pgrst.schema.cache.query.time.seconds", () -> lastLoadSeconds)
        .description("The query time in seconds of the last schema cache load")
        .register(registry);
  }

  private Counter loads(String status) {
    return Counter.builder("pgrst.schema.cache.loads")
        .description("The total number of times the schema cache was loaded")
        .tag("status", status)
        .register(registry);
  }

  void schemaLoaded(Duration took) {
    lastLoadSeconds = took.toNanos() / 1e9;
    loads.increment();
  }

  void schemaFailed() {
    failures.increment();
  }

  void watchPool(Supplier<PoolState> pool) {
    gauge("available", "Available connections in the pool", pool, PoolState::idle);
    gauge("waiting", "Requests waiting to acquire a pool connection", pool, PoolState::waiting);
    gauge("max", "Max pool connections", pool, PoolState::size);
    counter(
        "pgrst.db.pool.timeouts",
        "The total number of pool connection timeouts",
        pool,
        PoolState::timeouts);
  }

  void watchTokens(Supplier<TokenState> tokens) {
    counter(
        "pgrst.jwt.cache.requests",
        "The total number of JWT cache lookups",
        tokens,
        TokenState::lookups);
    counter("pgrst.jwt.cache.hits", "The total number of JWT cache hits", tokens, TokenState::hits);
    counter(
        "pgrst.jwt.cache.evictions",
        "The total number of JWT cache evictions",
        tokens,
        TokenState::evictions);
  }

  private void gauge(
      String name, String description, Supplier<PoolState> pool, ToLongFunction<PoolState> part) {
    Gauge.builder("pgrst.db.pool." + name, () -> part.applyAsLong(pool.get()))
        .description(description)
        .register(registry);
  }

  private <T> void counter(
      String name, String description, Supplier<T> source, ToLongFunction<T> part) {
    asked.add(source);
    FunctionCounter.builder(name, source, from -> part.applyAsLong(from.get()))
        .description(description)
        .register(registry);
  }
}
