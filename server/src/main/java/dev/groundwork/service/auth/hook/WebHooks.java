package dev.groundwork.service.auth.hook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.hook.HookTarget.WebAddress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Hooks behind web addresses. One that cannot be reached, or answers 429 or 503 with {@code
 * Retry-After}, is tried again within the time; all tries are the same message. Redirects are not
 * followed.
 */
final class WebHooks implements AutoCloseable {
  static final int MAX_BYTES = 200 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int TRIES = 3;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** An answer that asks for another try is no outcome yet. */
  private record Tried(Optional<HookOutcome> outcome, Duration pause) {
    static Tried with(HookOutcome outcome) {
      return new Tried(Optional.of(outcome), Duration.ZERO);
    }

    static Tried again(Duration pause) {
      return new Tried(Optional.empty(), pause);
    }
  }

  HookOutcome call(WebAddress target, ObjectNode input) {
    byte[] body = input.toString().getBytes(StandardCharsets.UTF_8);
    if (body.length > MAX_BYTES) {
      return new HookOutcome.TooLarge();
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpRequest request = request(target, body);
    try {
      for (int tries = 1; tries <= TRIES; tries++) {
        Tried tried = attempt(request, deadline, tries);
        boolean inTime = System.nanoTime() + tried.pause().toNanos() < deadline;
        if (tried.outcome().isPresent() || !inTime) {
          return tried.outcome().orElse(new HookOutcome.TimedOut(tries));
        }
        if (tries < TRIES) {
          Thread.sleep(tried.pause());
        }
      }
      return new HookOutcome.TimedOut(TRIES);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new HookOutcome.Failed("interrupted");
    }
  }

  private static HttpRequest request(WebAddress target, byte[] body) {
    String id = "msg_" + UUID.randomUUID();
    long now = Instant.now().getEpochSecond();
    String signatures =
        target.secrets().stream()
            .map(secret -> secret.signature(id, now, body))
            .collect(Collectors.joining(" "));
    return HttpRequest.newBuilder(target.address())
        .header("Content-Type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", Long.toString(now))
        .header("webhook-signature", signatures)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private Tried attempt(HttpRequest request, long deadline, int tries) throws InterruptedException {
    CompletableFuture<HttpResponse<Optional<byte[]>>> answer =
        client.sendAsync(request, _ -> new LimitedBody(MAX_BYTES));
    try {
      return read(answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      return Tried.with(new HookOutcome.TimedOut(tries));
    } catch (ExecutionException unreachable) {
      return Tried.again(PAUSE);
    } finally {
      answer.cancel(true);
    }
  }

  private static Tried read(HttpResponse<Optional<byte[]>> response) {
    int status = response.statusCode();
    return switch (status) {
      case 200, 202, 204 -> Tried.with(content(response));
      case 429, 503 ->
          response
              .headers()
              .firstValue("Retry-After")
              .map(WebHooks::pause)
              .map(Tried::again)
              .orElseGet(() -> Tried.with(new HookOutcome.Failed("the hook answered " + status)));
      default -> Tried.with(new HookOutcome.Failed("the hook answered " + status));
    };
  }

  private static Duration pause(String retryAfter) {
    boolean seconds = retryAfter.matches("[0-9]{1,4}");
    Duration asked = seconds ? Duration.ofSeconds(Long.parseLong(retryAfter)) : PAUSE;
    return asked.compareTo(PAUSE) < 0 ? PAUSE : asked;
  }

  private static HookOutcome content(HttpResponse<Optional<byte[]>> response) {
    Optional<byte[]> body = response.body();
    if (body.isEmpty()) {
      return new HookOutcome.TooLarge();
    }
    if (body.get().length == 0) {
      return new HookOutcome.Answer(JsonNodeFactory.instance.objectNode());
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return new HookOutcome.Failed("the hook did not answer with Content-Type application/json");
    }
    try {
      return HookOutcome.of(JSON.readTree(body.get()));
    } catch (IOException malformed) {
      return new HookOutcome.Failed("the hook's answer is no JSON");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
