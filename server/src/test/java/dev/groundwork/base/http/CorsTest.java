package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorsTest {
  private static final Cors ANY = new Cors(List.of());
  private static final Cors TWO = new Cors(List.of("http://one", "http://two"));
  private static final Reply REPLY = Reply.empty(200);

  @Test
  void aQuestionBeforehandIsAnsweredForAnyOrigin() {
    Headers asked =
        Headers.of(
            "Origin",
            "http://one",
            "Access-Control-Request-Method",
            "PATCH",
            "Access-Control-Request-Headers",
            "x-a,  accept , authorization,");
    Reply reply = ANY.preflight("OPTIONS", asked).orElseThrow();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.headers().lines())
        .containsExactly(
            Map.entry("Access-Control-Allow-Origin", "*"),
            Map.entry(
                "Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD"),
            Map.entry(
                "Access-Control-Allow-Headers",
                "Authorization, x-a, accept, Accept-Language, Content-Language"),
            Map.entry("Access-Control-Max-Age", "86400"));
  }

  @Test
  void otherRequestsAreNoQuestion() {
    Headers asked = Headers.of("Origin", "http://one", "Access-Control-Request-Method", "GET");
    assertThat(ANY.preflight("GET", asked)).isEmpty();
    assertThat(ANY.preflight("OPTIONS", Headers.of("Origin", "http://one"))).isEmpty();
    assertThat(ANY.preflight("OPTIONS", Headers.of("Access-Control-Request-Method", "GET")))
        .isEmpty();
    Headers odd = Headers.of("Origin", "http://one", "Access-Control-Request-Method", "FROB");
    assertThat(ANY.preflight("OPTIONS", odd)).isEmpty();
  }

  @Test
  void listedOriginsMayCallWithCredentialsAndOthersGetNoHeaders() {
    Headers two = Headers.of("Origin", "http://two", "Access-Control-Request-Method", "GET");
    assertThat(TWO.preflight("OPTIONS", two).orElseThrow().headers().lines())
        .contains(
            Map.entry("Access-Control-Allow-Origin", "http://two"),
            Map.entry("Access-Control-Allow-Credentials", "true"));
    Headers three = Headers.of("Origin", "http://three", "Access-Control-Request-Method", "GET");
    assertThat(TWO.preflight("OPTIONS", three)).isEmpty();
    assertThat(TWO.allowing(REPLY, three)).isSameAs(REPLY);
    assertThat(TWO.allowing(REPLY, two).headers().first("Vary")).contains("Origin");
  }

  @Test
  void pagesMayReadTheHeadersThatTheyNeed() {
    Headers headers = ANY.allowing(REPLY, Headers.of("Origin", "http://one")).headers();
    assertThat(headers.first("Access-Control-Allow-Origin")).contains("*");
    assertThat(headers.first("Access-Control-Expose-Headers").orElseThrow())
        .startsWith("Content-Encoding, Content-Location, Content-Range")
        .endsWith("Range-Unit");
    assertThat(ANY.allowing(REPLY, Headers.NONE)).isSameAs(REPLY);
  }

  @Test
  void refusalsHaveTheHeadersToo() throws Exception {
    Failures failures = new Failures(Failures.Verbosity.VERBOSE, false, event -> {});
    HttpServer server = new HttpServer(TestServer.SMALL, failures, event -> {}, _ -> {});
    Handler broken =
        (request, notes) -> {
          throw new HttpProblem.NoMethod("GET", "POST").raise();
        };
    Edge edge = new Edge(failures, java.util.Optional.of(ANY));
    server.behind(() -> edge).mount("/api", broken);
    server.start();
    try {
      String ask = " HTTP/1.1\r\nHost: x\r\nOrigin: http://one\r\n";
      Wire.Answer refused = Wire.ask(server.port(), "GET /api/x" + ask + "\r\n");
      assertThat(refused.status()).isEqualTo(405);
      assertThat(refused.header("Access-Control-Allow-Origin")).contains("*");
      String large = "POST /api" + ask + "Content-Length: 10001\r\n\r\n" + "x".repeat(10_001);
      Wire.Answer tooLarge = Wire.ask(server.port(), large);
      assertThat(tooLarge.status()).isEqualTo(413);
      assertThat(tooLarge.header("Access-Control-Allow-Origin")).contains("*");
      assertThat(Wire.ask(server.port(), "GET /x" + ask + "\r\n").status()).isEqualTo(404);
    } finally {
      server.stop();
    }
  }

  @Test
  void whatIsNotOfPostgrestIsExposedWhereItIsGiven() {
    Headers one = Headers.of("Origin", "http://one");
    String name = "Access-Control-Expose-Headers";
    String usual = ANY.allowing(REPLY, one).headers().first(name).orElseThrow();
    assertThat(usual).doesNotContain("Idempotent-Replayed", "ETag");
    assertThat(ANY.allowing(REPLY.with("ETag", "\"1\""), one).headers().first(name))
        .contains(usual + ", ETag");
  }
}
