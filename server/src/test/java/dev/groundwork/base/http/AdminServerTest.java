package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final List<Event> events = new ArrayList<>();
  private final AtomicReference<Health> health =
      new AtomicReference<>(Health.of(Health.Part.up("database"), Health.Part.up("schema")));
  private final AdminServer full =
      server(Optional.of(() -> "db-schemas = \"a\""), Optional.of(() -> "{}"));
  private final AdminServer bare = server(Optional.empty(), Optional.empty());

  private AdminServer server(
      Optional<java.util.function.Supplier<String>> config,
      Optional<java.util.function.Supplier<String>> schema) {
    AdminServer.Sources sources =
        new AdminServer.Sources(health::get, () -> "a_total 1.0\n", config, schema);
    return new AdminServer(TestServer.SMALL, sources, events::add);
  }

  @BeforeEach
  void start() {
    full.start();
    bare.start();
  }

  @AfterEach
  void stop() {
    full.stop();
    bare.stop();
  }

  @Test
  void aliveIsAliveEvenWhenNotReady() throws Exception {
    health.set(Health.of(Health.Part.down("database", "no answer")));
    assertThat(ask("/health/live").status()).isEqualTo(200);
    assertThat(ask("/live").text()).isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void readyNamesThePartThatFails() throws Exception {
    assertThat(ask("/health/ready").status()).isEqualTo(200);
    assertThat(ask("/ready").text())
        .isEqualTo("{\"status\":\"up\",\"parts\":{\"database\":\"up\",\"schema\":\"up\"}}");
    health.set(Health.of(Health.Part.down("database", "no \"answer\""), Health.Part.up("schema")));
    assertThat(ask("/health/ready").status()).isEqualTo(503);
    assertThat(ask("/health/ready").text())
        .isEqualTo(
            "{\"status\":\"down\","
                + "\"parts\":{\"database\":\"no \\\"answer\\\"\",\"schema\":\"up\"}}");
  }

  @Test
  void metricsConfigAndSchemaAreShown() throws Exception {
    Wire.Answer metrics = ask("/metrics");
    assertThat(metrics.text()).isEqualTo("a_total 1.0\n");
    assertThat(metrics.header("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(ask("/config").text()).isEqualTo("db-schemas = \"a\"");
    assertThat(ask("/schema_cache").text()).isEqualTo("{}");
    String bareConfig = "GET /config HTTP/1.1\r\nHost: x\r\n\r\n";
    assertThat(Wire.ask(bare.port(), bareConfig).status()).isEqualTo(404);
  }

  @Test
  void otherPathsAndMethodsAreRefusedAndNothingIsReported() throws Exception {
    assertThat(ask("/other").status()).isEqualTo(404);
    String post = "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    assertThat(Wire.ask(full.port(), post).status()).isEqualTo(405);
    assertThat(events).isEmpty();
  }

  private Wire.Answer ask(String path) throws Exception {
    return Wire.ask(full.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }
}
