package dev.groundwork.base.http;

import dev.groundwork.base.problem.ProblemException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
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
   * The target of a request in origin form or absolute form; {@code *} is the root.
   *
   * @throws ProblemException when it is none of these
   */
  static Target target(HttpPrologue prologue) {
    String plain = prologue.uriPath().rawPath();
    if (plain.startsWith("/") && !prologue.fragment().hasValue()) {
      String query = prologue.hasQuery() ? prologue.query().rawValue() : "";
      checkCharacters(plain);
      checkCharacters(query);
      return new Target(plain, query);
    }
    StringBuilder raw = new StringBuilder(plain);
    if (prologue.hasQuery()) {
      raw.append('?').append(prologue.query().rawValue());
    }
    if (prologue.fragment().hasValue()) {
      raw.append('#').append(prologue.fragment().rawValue());
    }
    String target = raw.toString().equals("*") ? "/" : withoutOrigin(raw.toString());
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    if (!path.startsWith("/")) {
      throw new HttpProblem.BadRequest("the path does not start with a slash").raise();
    }
    checkCharacters(target);
    return new Target(path, question < 0 ? "" : target.substring(question + 1));
  }

  private static void checkCharacters(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
        throw new HttpProblem.BadRequest("the URL has a control character").raise();
      }
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

  /** The client's address; empty when it has already left. */
  static String remoteAddress(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress address
        ? address.getHostString()
        : "";
  }

  static Headers headers(ServerRequest request) {
    List<Map.Entry<String, String>> lines = new ArrayList<>(16);
    for (Header header : request.headers()) {
      if (header.valueCount() == 1) {
        lines.add(Map.entry(header.name(), header.get()));
      } else {
        header.allValues().forEach(value -> lines.add(Map.entry(header.name(), value)));
      }
    }
    return new Headers(lines);
  }

  /**
   * Looks for what Helidon lets pass.
   *
   * @throws ProblemException when a header has no name
   */
  static void check(Headers headers) {
    for (Map.Entry<String, String> line : headers.lines()) {
      if (line.getKey().isEmpty()) {
        throw new HttpProblem.BadRequest("a header has no name").raise();
      }
    }
  }

  /**
   * The whole body.
   *
   * @throws ProblemException when it is larger than the limit or broken
   */
  static byte[] body(ServerRequest request, int limit) {
    if (!request.content().hasEntity()) {
      return NOTHING;
    }
    long stated = request.headers().contentLength().orElse(-1);
    if (stated > limit && request.headers().contains(HeaderNames.EXPECT)) {
      throw new HttpProblem.BodyTooLarge(limit).raise();
    }
    try {
      return read(request.content().inputStream(), stated, limit);
    } catch (ProblemException | CloseConnectionException known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      throw new HttpProblem.BadRequest("the body is incomplete or its chunks are garbled").raise();
    }
  }

  private static byte[] read(InputStream in, long stated, int limit) throws IOException {
    byte[] body = stated > limit ? NOTHING : in.readNBytes(limit);
    if (stated > limit || (body.length == limit && in.read() >= 0)) {
      if (stated <= DRAIN) {
        in.skip(DRAIN);
      }
      throw new HttpProblem.BodyTooLarge(limit).raise();
    }
    return body;
  }
}
