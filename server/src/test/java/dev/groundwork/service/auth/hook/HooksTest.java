package dev.groundwork.service.auth.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwork.service.auth.hook.HookOutcome.Answer;
import dev.groundwork.service.auth.hook.HookOutcome.Failed;
import dev.groundwork.service.auth.hook.HookOutcome.Rejected;
import dev.groundwork.service.auth.hook.HookOutcome.TimedOut;
import dev.groundwork.service.auth.hook.HookOutcome.TooLarge;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HooksTest {
  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create role hook_caller;
          create schema hooks;
          grant usage on schema hooks to hook_caller;
          create function hooks.answer(event jsonb) returns jsonb language sql as
            $$ select event || jsonb_build_object('role', current_user) $$;
          create function hooks.reject(event jsonb) returns jsonb language sql as
            $$ select '{"error": {"http_code": 403, "message": "not you"}}'::jsonb $$;
          create function hooks.odd(event jsonb) returns jsonb language sql as
            $$ select '{"error": {"http_code": 200}}'::jsonb $$;
          create function hooks.nothing(event jsonb) returns jsonb language sql as
            $$ select null::jsonb $$;
          create function hooks.list(event jsonb) returns jsonb language sql as
            $$ select '[1]'::jsonb $$;
          create function hooks.slow(event jsonb) returns jsonb language plpgsql as
            $$ begin perform pg_sleep(10); return '{}'; end $$;
          create function hooks.raises(event jsonb) returns jsonb language plpgsql as
            $$ begin raise exception 'the code is %', event->>'otp'; end $$;
          """);

  private static final byte[] KEY = "0123456789abcdef".getBytes(UTF_8);
  private static final ObjectNode INPUT =
      JsonNodeFactory.instance.objectNode().put("otp", "123456").put("name", "Ä'\"");

  /** What the loopback server says. */
  private record Say(int status, String type, String body, Map<String, String> headers) {}

  private final Deque<Say> answers = new ArrayDeque<>();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Hooks hooks;
  private volatile Duration delay = Duration.ZERO;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
    hooks = new Hooks(POSTGRES.database(), Optional.of("hook_caller"));
  }

  @AfterEach
  void stop() {
    hooks.close();
    server.stop(0);
  }

  @Test
  void aFunctionAnswersAsItsRole() {
    assertThat(function("answer"))
        .isInstanceOfSatisfying(
            Answer.class,
            answer -> {
              assertThat(answer.json().get("name").asText()).isEqualTo("Ä'\"");
              assertThat(answer.json().get("role").asText()).isEqualTo("hook_caller");
            });
  }

  @Test
  void aFunctionSaysNo() {
    assertThat(function("reject")).isEqualTo(new Rejected(403, "not you"));
    assertThat(function("odd")).isEqualTo(new Rejected(500, ""));
  }

  @Test
  void aSlowFunctionIsGivenUpAfterTwoSeconds() {
    long start = System.nanoTime();
    assertThat(function("slow")).isEqualTo(new TimedOut(1));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
  }

  @Test
  void whatIsWrongWithAFunctionIsToldWithoutItsInput() {
    assertThat(function("nothing")).isInstanceOf(Failed.class);
    assertThat(function("list")).isInstanceOf(Failed.class);
    assertThat(function("missing")).asString().contains("missing", "42883");
    assertThat(function("raises")).isInstanceOf(Failed.class);
    assertThat(function("raises").toString()).doesNotContain("123456");
  }

  @Test
  void aWebAddressIsSentASignedMessage() {
    answer(200, "application/json; charset=utf-8", "{\"claims\":{\"a\":1}}");
    assertThat(web())
        .isInstanceOfSatisfying(
            Answer.class, answer -> assertThat(answer.json().at("/claims/a").asInt()).isEqualTo(1));
    Map<String, String> request = requests.getFirst();
    assertThat(request.get("method")).isEqualTo("POST");
    assertThat(request.get("body")).isEqualTo(INPUT.toString());
    String expected =
        new WebhookSecret(KEY)
            .signature(
                request.getOrDefault("webhook-id", ""),
                Long.parseLong(request.getOrDefault("webhook-timestamp", "0")),
                request.getOrDefault("body", "").getBytes(UTF_8));
    assertThat(request.get("webhook-signature")).isEqualTo(expected + " " + expected);
  }

  @Test
  void aWebAddressSaysNoOrNothing() {
    answer(200, "application/json", "{\"error\":{\"http_code\":429,\"message\":\"slow\"}}");
    assertThat(web()).isEqualTo(new Rejected(429, "slow"));
    answer(204, "", "");
    assertThat(web())
        .isInstanceOfSatisfying(Answer.class, answer -> assertThat(answer.json()).isEmpty());
  }

  @Test
  void aBusyWebAddressIsTriedAgainWithTheSameMessage() {
    answers.add(new Say(503, "", "", Map.of("Retry-After", "0")));
    answers.add(new Say(429, "", "", Map.of("Retry-After", "1")));
    answer(200, "application/json", "{}");
    assertThat(web()).isInstanceOf(Answer.class);
    assertThat(requests).hasSize(3);
    assertThat(requests.stream().map(each -> each.get("webhook-id")).distinct()).hasSize(1);
  }

  @Test
  void threeTriesAreEnough() {
    for (int i = 0; i < 4; i++) {
      answers.add(new Say(503, "", "", Map.of("Retry-After", "0")));
    }
    assertThat(web()).isEqualTo(new TimedOut(3));
    assertThat(requests).hasSize(3);
  }

  @Test
  void aPauseBeyondTheTimeIsNotWaitedFor() {
    answers.add(new Say(503, "", "", Map.of("Retry-After", "60")));
    long start = System.nanoTime();
    assertThat(web()).isEqualTo(new TimedOut(1));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void otherAnswersAreNotTriedAgain() {
    answer(503, "", "");
    assertThat(web()).isEqualTo(new Failed("the hook answered 503"));
    answer(400, "application/json", "{\"error\":{\"message\":\"x\"}}");
    assertThat(web()).isEqualTo(new Failed("the hook answered 400"));
    answers.add(new Say(302, "", "", Map.of("Location", "http://127.0.0.1:1/")));
    assertThat(web()).isEqualTo(new Failed("the hook answered 302"));
    answer(200, "text/html", "<p>");
    assertThat(web()).isInstanceOf(Failed.class);
    answer(200, "application/json", "{");
    assertThat(web()).isInstanceOf(Failed.class);
    assertThat(requests).hasSize(5);
  }

  @Test
  void aSlowWebAddressIsGivenUpAfterFiveSeconds() {
    delay = Duration.ofSeconds(20);
    answer(200, "application/json", "{}");
    long start = System.nanoTime();
    assertThat(web()).isEqualTo(new TimedOut(1));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isBetween(Duration.ofMillis(4900), Duration.ofSeconds(8));
  }

  @Test
  void nobodyListening() {
    server.stop(0);
    assertThat(web()).isEqualTo(new TimedOut(3));
  }

  @Test
  void bothWaysHaveALimit() {
    answer(200, "application/json", "{\"a\":\"" + "x".repeat(210_000) + "\"}");
    assertThat(web()).isEqualTo(new TooLarge());
    ObjectNode large = JsonNodeFactory.instance.objectNode().put("a", "x".repeat(210_000));
    assertThat(hooks.call(target(), large)).isEqualTo(new TooLarge());
    assertThat(requests).hasSize(1);
  }

  private HookOutcome function(String name) {
    return hooks.call(new HookTarget.DatabaseFunction("hooks", name), INPUT);
  }

  private HookOutcome web() {
    return hooks.call(target(), INPUT);
  }

  private HookTarget target() {
    String secret = "v1,whsec_" + Base64.getEncoder().encodeToString(KEY);
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    return HookTarget.parse("test", address, secret + "|" + secret);
  }

  private void answer(int status, String type, String body) {
    answers.add(new Say(status, type, body, Map.of()));
  }

  private void serve(HttpExchange exchange) throws IOException {
    Map<String, String> request = new java.util.HashMap<>();
    request.put("method", exchange.getRequestMethod());
    request.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            request.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    requests.add(request);
    try (exchange) {
      Thread.sleep(delay);
      Say say = answers.remove();
      say.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", say.type());
      byte[] body = say.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(say.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
