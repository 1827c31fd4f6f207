package dev.groundwork.base.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which web pages may call (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS</a>),
 * answered as PostgREST does: whoever may call may use every header.
 *
 * @param origins that may call, such as {@code https://example.com}; empty: any may, without
 *     credentials
 * @param exposed headers of answers that pages may read
 */
public record Cors(List<String> origins, String exposed) {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD");
  private static final List<String> SIMPLE_HEADERS =
      List.of("Accept", "Accept-Language", "Content-Language");
  private static final String EXPOSED =
      "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server,"
          + " Transfer-Encoding, Range-Unit";

  /** Further ones, which answers bear only to those who have asked for more than PostgREST has. */
  private static final List<String> EXPOSED_WHERE_GIVEN =
      List.of("Idempotent-Replayed", "ETag", "Link");

  private static final String DAY = "86400";

  public Cors {
    origins = List.copyOf(origins);
  }

  /** With the headers that pages may read of PostgREST's answers. */
  public Cors(List<String> origins) {
    this(origins, EXPOSED);
  }

  /** The same, with further headers that pages may read. */
  public Cors exposing(String more) {
    return new Cors(origins, exposed + ", " + more);
  }

  /** The answer to a browser's question beforehand; empty when the request is none. */
  Optional<Reply> preflight(String method, Headers headers) {
    Optional<String> wanted = headers.first("Access-Control-Request-Method");
    if (!method.equals("OPTIONS") || !allowed(headers) || wanted.isEmpty()) {
      return Optional.empty();
    }
    return METHODS.contains(wanted.get())
        ? Optional.of(
            allow(Reply.empty(200), headers)
                .with("Access-Control-Allow-Methods", String.join(", ", METHODS))
                .with("Access-Control-Allow-Headers", allowedHeaders(headers))
                .with("Access-Control-Max-Age", DAY))
        : Optional.empty();
  }

  /** The reply to a request, with what lets the page of its origin read it. */
  Reply allowing(Reply reply, Headers headers) {
    return allowed(headers)
        ? allow(reply, headers).with("Access-Control-Expose-Headers", exposedOf(reply))
        : reply;
  }

  private String exposedOf(Reply reply) {
    StringBuilder all = new StringBuilder(exposed);
    for (String name : EXPOSED_WHERE_GIVEN) {
      if (reply.headers().first(name).isPresent() && !exposed.contains(name)) {
        all.append(", ").append(name);
      }
    }
    return all.toString();
  }

  private boolean allowed(Headers headers) {
    Optional<String> origin = headers.first("Origin");
    return origin.isPresent() && (origins.isEmpty() || origins.contains(origin.get()));
  }

  private Reply allow(Reply reply, Headers headers) {
    return origins.isEmpty()
        ? reply.with("Access-Control-Allow-Origin", "*")
        : reply
            .with("Access-Control-Allow-Origin", headers.first("Origin").orElseThrow())
            .with("Access-Control-Allow-Credentials", "true")
            .with("Vary", "Origin");
  }

  private static String allowedHeaders(Headers headers) {
    List<String> wanted =
        headers
            .first("Access-Control-Request-Headers")
            .map(value -> Stream.of(value.split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
    List<String> all = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    Stream.of(List.of("Authorization"), wanted, SIMPLE_HEADERS)
        .flatMap(List::stream)
        .filter(name -> !name.isEmpty() && known.add(name.toLowerCase(Locale.ROOT)))
        .forEach(all::add);
    return String.join(", ", all);
  }
}
