package dev.groundwork.service.net;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests. */
final class Sender implements AutoCloseable {
  private static final long LARGEST_ANSWER = 16L << 20;
  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** Headers that the client makes by itself. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT)
          .build();

  /** Sends a request and waits for its answer, as long as it may take. */
  Answer send(QueuedRequest queued) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> future;
    try {
      future =
          http.sendAsync(
              request(queued), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    } catch (IllegalArgumentException e) {
      return Answer.failed(queued.id(), false, String.valueOf(e.getMessage()));
    }
    try {
      return answer(queued.id(), future.get(queued.millis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      future.cancel(true);
      String reason = "Timeout of " + queued.millis() + " ms reached";
      return Answer.failed(queued.id(), true, reason);
    } catch (ExecutionException e) {
      return Answer.failed(queued.id(), false, reason(Objects.requireNonNullElse(e.getCause(), e)));
    }
  }

  private static String reason(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
  }

  private static HttpRequest request(QueuedRequest queued) {
    HttpRequest.BodyPublisher body =
        queued.body().length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(queued.body());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(queued.url()))
            .method(queued.method().toUpperCase(Locale.ROOT), body);
    queued.headers().forEach((name, value) -> addHeader(request, name, value));
    return request.build();
  }

  private static void addHeader(HttpRequest.Builder request, String name, String value) {
    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
      request.setHeader(name, value);
    }
  }

  private static Answer answer(String id, HttpResponse<byte[]> response) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, java.util.List<String>> header : response.headers().map().entrySet()) {
      headers.put(header.getKey(), String.join(", ", header.getValue()));
    }
    return new Answer(
        id,
        Optional.of(response.statusCode()),
        response.headers().firstValue("content-type"),
        Optional.of(headers.toString()),
        Optional.of(new String(response.body(), StandardCharsets.UTF_8).replace("\u0000", "")),
        false,
        Optional.empty());
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
