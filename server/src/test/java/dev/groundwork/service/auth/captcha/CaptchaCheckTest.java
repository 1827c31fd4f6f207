package dev.groundwork.service.auth.captcha;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwork.service.auth.captcha.CaptchaOutcome.Solved;
import dev.groundwork.service.auth.captcha.CaptchaOutcome.Unavailable;
import dev.groundwork.service.auth.captcha.CaptchaOutcome.Unsolved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaptchaCheckTest {
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private CaptchaCheck check;
  private volatile int status = 200;
  private volatile String answer = "{\"success\":true}";
  private volatile long delay;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/siteverify", this::serve);
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/siteverify";
    check = new CaptchaCheck(URI.create(address), "0xs&cret");
  }

  @AfterEach
  void stop() {
    check.close();
    server.stop(0);
  }

  @Test
  void aSolvedCaptchaIsTaken() {
    assertThat(check.check("to&ken=", Optional.of("2001:db8::1"))).isEqualTo(new Solved());
    assertThat(forms)
        .containsExactly("secret=0xs%26cret&response=to%26ken%3D&remoteip=2001%3Adb8%3A%3A1");
    assertThat(check.check("token", Optional.empty())).isEqualTo(new Solved());
    assertThat(forms.getLast()).isEqualTo("secret=0xs%26cret&response=token");
  }

  @Test
  void anUnsolvedOneIsNot() {
    answer = "{\"success\":false,\"error-codes\":[\"timeout-or-duplicate\",\"<script>\"]}";
    assertThat(check.check("token", Optional.empty()))
        .isEqualTo(new Unsolved(List.of("timeout-or-duplicate")));
    status = 400;
    assertThat(check.check("token", Optional.empty())).isInstanceOf(Unsolved.class);
    answer = "{\"success\":true}";
    assertThat(check.check("token", Optional.empty())).isInstanceOf(Unsolved.class);
  }

  @Test
  void anEmptyOrEndlessTokenIsNotAskedFor() {
    assertThat(check.check(" ", Optional.empty()))
        .isEqualTo(new Unsolved(List.of("missing-input-response")));
    assertThat(check.check("x".repeat(20_000), Optional.empty())).isInstanceOf(Unsolved.class);
    assertThat(forms).isEmpty();
  }

  @Test
  void aBrokenServiceIsTold() {
    for (String broken : List.of("", "[]", "{", "{\"success\":\"true\"}", "x".repeat(100_000))) {
      answer = broken;
      assertThat(check.check("token", Optional.empty())).isInstanceOf(Unavailable.class);
    }
    answer = "{\"success\":true}";
    status = 500;
    assertThat(check.check("token", Optional.empty())).isInstanceOf(Unavailable.class);
    server.stop(0);
    assertThat(check.check("token", Optional.empty()).toString()).doesNotContain("token", "0xs");
  }

  @Test
  void aSlowServiceIsGivenUp() {
    delay = 20_000;
    long start = System.nanoTime();
    assertThat(check.check("token", Optional.empty())).isInstanceOf(Unavailable.class);
    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(4900L, 8000L);
  }

  @Test
  void servicesAreKnownByName() {
    assertThat(CaptchaService.of("hcaptcha")).contains(CaptchaService.HCAPTCHA);
    assertThat(CaptchaService.of("turnstile")).contains(CaptchaService.TURNSTILE);
    assertThat(CaptchaService.of("recaptcha")).isEmpty();
  }

  private void serve(HttpExchange exchange) throws IOException {
    forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    try (exchange) {
      Thread.sleep(delay);
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
