package dev.groundwork.service.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.Browser;
import dev.groundwork.service.auth.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Answers as a GitHub of one's own does, for one person, and looks at what it is asked. */
final class GithubLike implements AutoCloseable {
  private final HttpServer server;
  private volatile String challenge = "";
  volatile Map<String, String> exchanged = Map.of();

  /** The addresses of the person. */
  volatile String emails = "[]";

  GithubLike() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/login/oauth/authorize", this::authorize);
    server.createContext("/login/oauth/access_token", this::token);
    server.createContext("/api/v3/user", exchange -> person(exchange, PERSON));
    server.createContext("/api/v3/user/emails", exchange -> person(exchange, emails));
    server.start();
  }

  private static final String PERSON =
      """
      {"id": 583231, "login": "octo", "name": "Octo Cat", "avatar_url": "https://a.example/1.png"}
      """;

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = Browser.parts("?" + exchange.getRequestURI().getRawQuery());
    challenge = asked.getOrDefault("code_challenge", "");
    exchange
        .getResponseHeaders()
        .add("Location", asked.get("redirect_uri") + "?code=the-code&state=" + asked.get("state"));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    exchanged = Browser.parts("?" + form);
    boolean right =
        "the-code".equals(exchanged.get("code"))
            && Hashes.sha256Base64(exchanged.getOrDefault("code_verifier", "")).equals(challenge);
    answer(
        exchange,
        right
            ? Json.object().put("access_token", "gho_1").put("token_type", "bearer").toString()
            : Json.object().put("error", "bad_verification_code").toString());
  }

  private void person(HttpExchange exchange, String body) throws IOException {
    boolean known = "Bearer gho_1".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    answer(exchange, known ? body : "{}");
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
