package dev.groundwork.service.auth.captcha;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a service whether a captcha was solved, with the form and answer that hCaptcha and Turnstile
 * have in common.
 *
 * @see <a href="https://docs.hcaptcha.com/#verify-the-user-response-server-side">hCaptcha</a>
 * @see <a
 *     href="https://developers.cloudflare.com/turnstile/get-started/server-side-validation/">Turnstile</a>
 */
public final class CaptchaCheck implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final long LONGEST_ANSWER = 64 * 1024;

  private final URI address;
  private final String secret;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * A check.
   *
   * @param address of the service, see {@link CaptchaService#address}
   * @param secret by which the service knows the site
   */
  public CaptchaCheck(URI address, String secret) {
    this.address = address;
    this.secret = secret;
  }

  /**
   * Whether a captcha was solved; waits for the service, 5 seconds at most.
   *
   * @param token what the captcha gave to the page; an empty one is not asked for
   * @param remoteAddress of the browser, where it is known
   */
  public CaptchaOutcome check(String token, Optional<String> remoteAddress) {
    if (token.isBlank() || token.length() > LONGEST_TOKEN) {
      String reason = token.isBlank() ? "missing-input-response" : "invalid-input-response";
      return new CaptchaOutcome.Unsolved(List.of(reason));
    }
    String form =
        "secret="
            + encoded(secret)
            + "&response="
            + encoded(token)
            + remoteAddress.map(it -> "&remoteip=" + encoded(it)).orElse("");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return ask(request);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private CaptchaOutcome ask(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      HttpResponse<byte[]> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return outcome(response);
    } catch (TimeoutException late) {
      return new CaptchaOutcome.Unavailable("no answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      return new CaptchaOutcome.Unavailable(cause.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new CaptchaOutcome.Unavailable("interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private static CaptchaOutcome outcome(HttpResponse<byte[]> response) {
    try {
      JsonNode json = JSON.readTree(response.body());
      // the services answer 400 with the same body when they dislike the token
      if (response.statusCode() >= 500 || !json.path("success").isBoolean()) {
        return new CaptchaOutcome.Unavailable("the service answered " + response.statusCode());
      }
      return json.get("success").booleanValue() && response.statusCode() == 200
          ? new CaptchaOutcome.Solved()
          : new CaptchaOutcome.Unsolved(reasons(json));
    } catch (IOException malformed) {
      return new CaptchaOutcome.Unavailable("the service answered no JSON");
    }
  }

  private static List<String> reasons(JsonNode json) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode each : json.path("error-codes")) {
      if (each.asText().matches("[a-z0-9-]{1,60}")) {
        reasons.add(each.asText());
      }
    }
    return reasons;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
