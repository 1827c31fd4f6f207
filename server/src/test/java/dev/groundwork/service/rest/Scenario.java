package dev.groundwork.service.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A request and its exact reply, as they stand in a file of scenarios:
 *
 * <pre>
 * # what it shows
 * GET /openings?id=eq.1 as member:ada
 * Prefer: count=exact
 * > a line of the body
 * = 200
 * Content-Range: 0-0/1
 * > [{"id":1}]
 * </pre>
 *
 * A header without a value must not be there. Characters that a URL cannot hold are
 * percent-encoded. A caller is nobody, a member, any claims, or any token.
 */
record Scenario(
    String name,
    String method,
    String target,
    String caller,
    List<Map.Entry<String, String>> headers,
    String body,
    int status,
    List<Map.Entry<String, String>> replyHeaders,
    String replyBody) {

  /** The scenarios of a file on the class path. */
  static List<Scenario> read(String file) {
    try (InputStream in = Objects.requireNonNull(Scenario.class.getResourceAsStream(file), file)) {
      List<Scenario> scenarios = new ArrayList<>();
      for (String block :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n+", -1)) {
        if (!block.isBlank()) {
          scenarios.add(parse(List.of(block.strip().split("\n", -1))));
        }
      }
      return scenarios;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scenario parse(List<String> lines) {
    int reply = 0;
    while (!lines.get(reply).startsWith("= ")) {
      reply++;
    }
    String first = lines.get(1);
    int as = first.lastIndexOf(" as ");
    String request = as < 0 ? first : first.substring(0, as);
    int space = request.indexOf(' ');
    String status = lines.get(reply).substring(2);
    return new Scenario(
        lines.getFirst().substring(2),
        request.substring(0, space),
        request.substring(space + 1),
        as < 0 ? "" : first.substring(as + 4),
        headers(lines.subList(2, reply)),
        body(lines.subList(2, reply)),
        Integer.parseInt(status),
        headers(lines.subList(reply + 1, lines.size())),
        body(lines.subList(reply + 1, lines.size())));
  }

  private static List<Map.Entry<String, String>> headers(List<String> lines) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith(">")) {
        int colon = line.indexOf(':');
        headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static String body(List<String> lines) {
    return String.join(
        "\n",
        lines.stream()
            .filter(line -> line.startsWith(">"))
            .map(l -> l.substring(Math.min(2, l.length())))
            .toList());
  }

  /** Sends the request. */
  HttpResponse<byte[]> send(HttpClient client, int port) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(port, target))
            .method(method, BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
    headers.forEach(header -> request.header(header.getKey(), header.getValue()));
    switch (caller.split(":", 2)[0]) {
      case "" -> {}
      case "member" -> bearer(request, BoardServer.member(caller.substring(7)));
      case "claims" -> bearer(request, BoardServer.token(caller.substring(7)));
      default -> bearer(request, caller);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void bearer(HttpRequest.Builder request, String token) {
    request.header("Authorization", "Bearer " + token);
  }

  /** A URL, whatever characters stand in the target. */
  static URI uri(int port, String target) {
    StringBuilder encoded = new StringBuilder("http://127.0.0.1:" + port);
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && b < 127 && "\"<>\\^`{|}[]#".indexOf(b) < 0;
      encoded.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
    }
    return URI.create(encoded.toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
