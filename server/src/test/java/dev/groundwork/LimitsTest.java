package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.RunningProgram;
import dev.groundwork.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked for more than its database can do. */
class LimitsTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void tooManySlowRequestsAreRefusedWhileHealthAndMetricsAnswer() throws Exception {
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(
        folder.resolve("migrations/0001_nap.sql"),
        """
        create function nap() returns void language sql as 'select pg_sleep(1.5)';
        """);
    try (RunningProgram program = start()) {
      String api = program.await("API +(\\S+)");
      String health = program.await("health +(\\S+)");
      List<CompletableFuture<HttpResponse<String>>> naps = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        naps.add(http.sendAsync(request(api + "/rpc/nap"), text()));
      }
      String metrics = awaitRefusals(health.replace("/health/ready", "/metrics"));
      assertThat(metrics)
          .contains("groundwork_limit_concurrency 4.0", "groundwork_limit_in_flight 4.0");
      assertThat(get(health).statusCode()).isEqualTo(200);
      Map<Integer, Long> counts = counts(naps);
      assertThat(counts).containsOnlyKeys(204, 503);
      assertThat(counts.get(204)).isBetween(4L, 8L);
      assertThat(get(api + "/").statusCode()).isEqualTo(200);
      assertThat(program.err() + program.out()).contains("requests refused, for there is too much");
    }
  }

  private String awaitRefusals(String metrics) throws Exception {
    String text = get(metrics).body();
    for (int i = 0; i < 100 && text.contains("groundwork_limit_refused_total 0.0"); i++) {
      Thread.sleep(20);
      text = get(metrics).body();
    }
    return text;
  }

  private static Map<Integer, Long> counts(List<CompletableFuture<HttpResponse<String>>> replies) {
    return replies.stream()
        .map(CompletableFuture::join)
        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
  }

  private RunningProgram start() {
    return RunningProgram.start(
        Map.of(
            "GROUNDWORK_DB_POOL_SIZE", "2",
            "GROUNDWORK_LIMITS_MIN_CONCURRENCY", "4",
            "GROUNDWORK_LIMITS_MAX_CONCURRENCY", "4",
            "GROUNDWORK_LIMITS_MAX_WAIT_MS", "100",
            "GROUNDWORK_DB_URL", url()),
        "start",
        folder.toString(),
        "--port",
        "0",
        "--admin-port",
        "0");
  }

  private static String url() {
    String place = POSTGRES.address().url().replaceFirst("^jdbc:postgresql://", "");
    return "postgresql://"
        + POSTGRES.address().user()
        + ":"
        + POSTGRES.address().password()
        + "@"
        + place;
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(request(url), text());
  }

  private static HttpRequest request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
