package dev.groundwork.base.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Counts and times events, for Prometheus. The number of series is bounded: unknown methods are
 * one, and routes beyond a few hundred are one.
 */
public final class Metrics implements Observer, AutoCloseable {
  private static final int MOST_SERIES = 2000;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Duration[] BUCKETS =
      List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final Map<Series, Timer> requests = new ConcurrentHashMap<>();
  private final AtomicLong databaseUp = new AtomicLong(1);
  private final AtomicLong relations = new AtomicLong();
  private final AtomicLong relationships = new AtomicLong();
  private final AtomicLong routines = new AtomicLong();
  private final Timer schemaLoads = timer("groundwork.schema.load", "Loading the schema cache");
  private final Counter schemaFailures =
      counter("groundwork.schema.load.failures", "Loads of the schema cache that failed");
  private final Counter unexpected =
      counter("groundwork.http.unexpected", "Requests that failed in a way nobody foresaw");
  private final PostgrestMetrics postgrest = new PostgrestMetrics(registry);
  private final Counter responseBytes =
      counter("groundwork.http.response.bytes", "Bytes of response bodies");

  /** What requests are told apart by. */
  private record Series(String method, String route, int status) {}

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
    gauge("groundwork.database.up", "Whether the database can be reached", databaseUp);
    gauge("groundwork.schema.relations", "Tables and views in the schema cache", relations);
    gauge("groundwork.schema.relationships", "Relationships in the schema cache", relationships);
    gauge("groundwork.schema.routines", "Functions in the schema cache", routines);
  }

  /** Shows a pool; the supplier is asked on each scrape. */
  public void watchPool(Supplier<PoolState> pool) {
    pool("active", "Connections in use", pool, PoolState::active);
    pool("idle", "Open connections that are not in use", pool, PoolState::idle);
    pool("waiting", "Requests that wait for a connection", pool, PoolState::waiting);
    pool("size", "The most connections at a time", pool, PoolState::size);
    postgrest.watchPool(pool);
  }

  /** Shows a limit of requests; the supplier is asked on each scrape. */
  public void watchLimit(Supplier<LimitState> limit) {
    limit("concurrency", "Requests that are let in at a time", limit, LimitState::limit);
    limit("in.flight", "Requests that have been let in", limit, LimitState::inFlight);
    limit("waiting", "Requests that wait for their turn", limit, LimitState::waiting);
    FunctionCounter.builder("groundwork.limit.refused", limit, from -> from.get().refused())
        .description("Requests that were refused, for there was too much to do")
        .register(registry);
  }

  private void limit(
      String name, String description, Supplier<LimitState> limit, ToIntFunction<LimitState> part) {
    Gauge.builder("groundwork.limit." + name, () -> part.applyAsInt(limit.get()))
        .description(description)
        .register(registry);
  }

  /** Shows the cache of verified tokens; the supplier is asked on each scrape. */
  public void watchTokens(Supplier<TokenState> tokens) {
    postgrest.watchTokens(tokens);
  }

  /** Shows the number of requests that are being answered. */
  public void watchInFlight(IntSupplier inFlight) {
    Gauge.builder("groundwork.http.requests.in.flight", inFlight::getAsInt)
        .description("Requests that are being answered")
        .register(registry);
  }

  @Override
  public void report(Event event) {
    switch (event) {
      case Event.RequestServed served -> request(served);
      case Event.RequestRefused(Event.RequestServed refused) -> request(refused);
      case Event.RequestFailed _ -> unexpected.increment();
      case Event.SchemaLoaded loaded -> schema(loaded);
      case Event.SchemaLoadFailed _ -> {
        schemaFailures.increment();
        postgrest.schemaFailed();
      }
      case Event.DatabaseReachable now -> databaseUp.set(now.reachable() ? 1 : 0);
      case Event.Lifecycle _, Event.Progress _, Event.Warning _ -> {}
    }
  }

  /** Everything, in Prometheus' text format. */
  public String text() {
    return registry.scrape();
  }

  private void request(Event.RequestServed served) {
    responseBytes.increment((double) served.bytes());
    String method = METHODS.contains(served.method()) ? served.method() : "other";
    String route = served.route().isEmpty() ? "none" : served.route();
    Series series = new Series(method, route, served.status());
    Timer known = requests.get(series);
    (known == null ? newSeries(series) : known).record(served.took());
  }

  private Timer newSeries(Series series) {
    Series bounded =
        requests.size() < MOST_SERIES ? series : new Series(series.method, "others", series.status);
    return requests.computeIfAbsent(
        bounded,
        each ->
            Timer.builder("groundwork.http.requests")
                .description("Answered requests by method, route and status")
                .tags("method", each.method, "route", each.route)
                .tag("status", Integer.toString(each.status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private void schema(Event.SchemaLoaded loaded) {
    relations.set(loaded.relations());
    relationships.set(loaded.relationships());
    routines.set(loaded.routines());
    schemaLoads.record(loaded.took());
    postgrest.schemaLoaded(loaded.took());
  }

  private void pool(
      String name, String description, Supplier<PoolState> pool, ToIntFunction<PoolState> part) {
    Gauge.builder("groundwork.pool." + name, () -> part.applyAsInt(pool.get()))
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, AtomicLong value) {
    Gauge.builder(name, value, AtomicLong::get).description(description).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
