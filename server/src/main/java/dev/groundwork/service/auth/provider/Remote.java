package dev.groundwork.service.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Requests to providers. An answer has a few seconds and a bounded size, and none sends us on to
 * another address: what a provider says must not make this server call servers of its choice.
 */
final class Remote implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final long MOST_BYTES = 1 << 20;
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Sends a form; the answer is text. */
  String post(String address, Map<String, String> form, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        to(address, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)));
    return answer(request.build());
  }

  /** Reads an address. */
  String get(String address, Map<String, String> headers) throws IOException {
    return answer(to(address, headers).GET().build());
  }

  /** Reads an object. */
  ObjectNode object(String address) throws IOException {
    String text = get(address, Map.of());
    return Json.object(text)
        .orElseThrow(() -> new IOException(host(address) + " did not answer with an object"));
  }

  /** The pairs as they stand in forms and addresses. */
  static String encoded(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** Only this machine is spoken to without TLS. */
  private static HttpRequest.Builder to(String address, Map<String, String> headers)
      throws IOException {
    try {
      URI uri = URI.create(address);
      boolean near = uri.getHost() != null && THIS_MACHINE.contains(uri.getHost());
      if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && near)) {
        throw new IOException("not called without TLS: " + host(address));
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(PATIENCE)
              .header("Accept", "application/json")
              .header("User-Agent", "Groundwork");
      headers.forEach(request::header);
      return request;
    } catch (IllegalArgumentException malformed) {
      throw new IOException("no address: " + address, malformed);
    }
  }

  private String answer(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    try {
      HttpResponse<String> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() / 100 != 2) {
        throw new IOException(request.uri().getHost() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException late) {
      throw new IOException(request.uri().getHost() + " did not answer", late);
    } catch (ExecutionException broken) {
      throw new IOException(request.uri().getHost() + ": " + broken.getCause(), broken);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", left);
    } finally {
      answer.cancel(true);
    }
  }

  private static String host(String address) {
    int query = address.indexOf('?');
    return query < 0 ? address : address.substring(0, query);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
