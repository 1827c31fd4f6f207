package dev.groundwork.base.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads Helidon's requests. */
final class Requests {
  private static final byte[] NOTHING = new byte[0];

  /** Of a body that is refused, so much is still read, so that its client gets to the answer. */
  private static final long DRAIN = 64L * 1024 * 1024;

  private Requests() {}

  /** The path and the query as they came, still encoded. */
  record Target(String path, String query) {}

  /**
   * The target of a request in origin form, absolute form, or {@code *}.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is none of these
   */
  static Target target(HttpPrologue prologue) {
    StringBuilder raw = new StringBuilder(prologue.uriPath().rawPath());
    if (prologue.hasQuery()) {
      raw.append('?').append(prologue.query().rawValue());
    }
    if (prologue.fragment().hasValue()) {
      raw.append('#').append(prologue.fragment().rawValue());
    }
    String target = withoutOrigin(raw.toString());
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    checkPath(path, target);
    return new Target(path, question < 0 ? "" : target.substring(question + 1));
  }

  private static void checkPath(String path, String target) {
    if (!path.startsWith("/") && !path.equals("*")) {
      throw new HttpProblem.BadRequest("the path does not start with a slash").raise();
    }
    if (target.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new HttpProblem.BadRequest("the URL has a control character").raise();
    }
  }

  private static String withoutOrigin(String target) {
    if (!target.regionMatches(true, 0, "http://", 0, 7)
        && !target.regionMatches(true, 0, "https://", 0, 8)) {
      return target;
    }
    int authority = target.indexOf("//") + 2;
    for (int i = authority; i < target.length(); i++) {
      if (target.charAt(i) == '/') {
        return target.substring(i);
      }
      if (target.charAt(i) == '?') {
        return '/' + target.substring(i);
      }
    }
    return "/";
  }

  static Headers headers(ServerRequest request) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    request
        .headers()
        .forEach(header ->
            header.allValues().forEach(value -> lines.add(Map.entry(header.name(), value))));
    return new Headers(lines);
  }

  /**
   * The whole body.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is larger than the limit
   */
  static byte[] body(ServerRequest request, int limit) {
    if (!request.content().hasEntity()) {
      return NOTHING;
    }
    long stated = request.headers().contentLength().orElse(-1);
    if (stated > limit) {
      if (!request.headers().contains(HeaderNames.EXPECT)) {
        drain(request, stated);
      }
      throw new HttpProblem.BodyTooLarge(limit).raise();
    }
    try {
      InputStream in = request.content().inputStream();
      byte[] body = in.readNBytes(limit);
      if (body.length == limit && in.read() >= 0) {
        in.skip(DRAIN);
        throw new HttpProblem.BodyTooLarge(limit).raise();
      }
      return body;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void drain(ServerRequest request, long stated) {
    if (stated > DRAIN) {
      return;
    }
    try {
      request.content().inputStream().skip(stated);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
