package dev.groundwork.service.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Follows redirects and keeps cookies as a browser does, until it leaves this machine. */
public final class Browser {
  private static final int MOST_HOPS = 10;

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final Map<String, Map<String, String>> cookies = new HashMap<>();

  /** An answer. */
  public record Answer(int status, HttpResponse<String> response) {
    public ObjectNode json() {
      return Json.object(response.body())
          .orElseThrow(() -> new AssertionError(status + " " + response.body()));
    }

    /** Where the browser is sent. */
    public String location() {
      return response
          .headers()
          .firstValue("Location")
          .orElseThrow(() -> new AssertionError(status + " " + response.body()));
    }
  }

  /** All addresses on a way; the last one is elsewhere. */
  public record Way(List<String> stops) {
    public String end() {
      return stops.getLast();
    }

    /** What stands in the query and the fragment of the last one. */
    public Map<String, String> parts() {
      return Browser.parts(end());
    }

    /** One of them. */
    public String part(String name) {
      String text = parts().get(name);
      if (text == null) {
        throw new AssertionError("no " + name + " in " + end());
      }
      return text;
    }

    /** The first one that begins so. */
    public String stop(String start) {
      return stops.stream()
          .filter(each -> each.startsWith(start))
          .findFirst()
          .orElseThrow(() -> new AssertionError("not on the way: " + start + " in " + stops));
    }
  }

  /** The pairs of an address. */
  public static Map<String, String> parts(String address) {
    Map<String, String> parts = new TreeMap<>();
    for (String text : address.split("[?#]", -1)) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parts.put(
              pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
      }
    }
    return parts;
  }

  /** Goes to an address and on, until another machine is reached. */
  public Way visit(String address) throws IOException, InterruptedException {
    List<String> stops = new ArrayList<>(List.of(address));
    while (isHere(stops.getLast())) {
      if (stops.size() > MOST_HOPS) {
        throw new AssertionError("round and round: " + stops);
      }
      stops.add(
          URI.create(stops.getLast())
              .resolve(get(stops.getLast(), Map.of()).location())
              .toString());
    }
    return new Way(stops);
  }

  private static boolean isHere(String address) {
    String host = URI.create(address).getHost();
    return host.equals("127.0.0.1") || host.equals("localhost");
  }

  /** Reads an address. */
  public Answer get(String address, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address)).GET(), address, headers);
  }

  /** Sends JSON. */
  public Answer post(String address, ObjectNode body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return call("POST", address, body.toString(), "application/json", headers);
  }

  /** Sends a body. */
  public Answer call(
      String method, String address, String body, String type, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body));
    return send(request, address, headers);
  }

  private Answer send(HttpRequest.Builder request, String address, Map<String, String> headers)
      throws IOException, InterruptedException {
    headers.forEach(request::header);
    Map<String, String> kept =
        cookies.computeIfAbsent(URI.create(address).getHost(), _ -> new TreeMap<>());
    if (!kept.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      kept.forEach((name, value) -> pairs.add(name + "=" + value));
      request.header("Cookie", String.join("; ", pairs));
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    for (String line : response.headers().allValues("Set-Cookie")) {
      String pair = line.substring(0, line.indexOf(';'));
      int equals = pair.indexOf('=');
      kept.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new Answer(response.statusCode(), response);
  }
}
