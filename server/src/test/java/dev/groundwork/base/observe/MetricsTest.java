package dev.groundwork.base.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void requestsAreTimedByMethodRouteAndStatus() {
    try (Metrics metrics = new Metrics()) {
      metrics.report(served("GET", "/rest/v1/{table}", 200, 3));
      metrics.report(served("GET", "/rest/v1/{table}", 200, 30));
      metrics.report(served("FROB", "", 405, 1));
      assertThat(metrics.text())
          .contains(
              "groundwork_http_requests_seconds_count"
                  + "{method=\"GET\",route=\"/rest/v1/{table}\",status=\"200\"} 2")
          .contains(
              "groundwork_http_requests_seconds_bucket"
                  + "{method=\"GET\",route=\"/rest/v1/{table}\",status=\"200\",le=\"0.005\"} 1")
          .contains("{method=\"other\",route=\"none\",status=\"405\"} 1")
          .contains("groundwork_http_response_bytes_total 21.0");
    }
  }

  @Test
  void theNumberOfSeriesIsBounded() {
    try (Metrics metrics = new Metrics()) {
      for (int i = 0; i < 5000; i++) {
        metrics.report(served("GET", "/" + i, 200, 1));
      }
      long series =
          metrics
              .text()
              .lines()
              .filter(line -> line.startsWith("groundwork_http_requests_seconds_count"))
              .count();
      assertThat(series).isLessThan(2100);
      assertThat(metrics.text()).contains("route=\"others\"");
    }
  }

  @Test
  void schemaDatabasePoolAndJvmAreShown() {
    try (Metrics metrics = new Metrics()) {
      metrics.watchPool(() -> new PoolState(1, 2, 3, 10, 4));
      metrics.watchTokens(() -> new TokenState(9, 8, 1));
      metrics.watchInFlight(() -> 4);
      metrics.watchLimit(() -> new LimitState(20, 18, 7, 6));
      metrics.report(new Event.SchemaLoaded(1, 20, 30, 40, Duration.ofMillis(50)));
      metrics.report(new Event.SchemaLoadFailed(new IllegalStateException("x")));
      metrics.report(new Event.DatabaseReachable(false, "gone"));
      metrics.report(new Event.RequestFailed("r", new IllegalStateException("x")));
      assertThat(metrics.text())
          .contains(
              "pgrst_db_pool_available 2.0",
              "pgrst_db_pool_waiting 3.0",
              "pgrst_db_pool_max 10.0",
              "pgrst_db_pool_timeouts_total 4.0",
              "pgrst_schema_cache_loads_total{status=\"SUCCESS\"} 1.0",
              "pgrst_schema_cache_loads_total{status=\"FAIL\"} 1.0",
              "pgrst_schema_cache_query_time_seconds 0.05",
              "pgrst_jwt_cache_requests_total 9.0",
              "pgrst_jwt_cache_hits_total 8.0",
              "pgrst_jwt_cache_evictions_total 1.0",
              "groundwork_pool_active 1.0",
              "groundwork_pool_idle 2.0",
              "groundwork_pool_waiting 3.0",
              "groundwork_pool_size 10.0",
              "groundwork_http_requests_in_flight 4.0",
              "groundwork_limit_concurrency 20.0",
              "groundwork_limit_in_flight 18.0",
              "groundwork_limit_waiting 7.0",
              "groundwork_limit_refused_total 6.0",
              "groundwork_schema_relations 20.0",
              "groundwork_schema_load_seconds_count 1",
              "groundwork_schema_load_failures_total 1.0",
              "groundwork_database_up 0.0",
              "groundwork_http_unexpected_total 1.0",
              "jvm_memory_used_bytes");
    }
  }

  private static Event served(String method, String route, int status, int millis) {
    return new Event.RequestServed(
        "r", method, route, "/x", status, Duration.ofMillis(millis), 7, "anon", "10.0.0.1", "");
  }
}
