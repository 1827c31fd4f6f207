package dev.groundwork.base.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** Writes replies to Helidon's responses. */
final class Replies {
  private static final byte[] NOTHING = new byte[0];

  private Replies() {}

  /** How a reply goes out. */
  enum Manner {
    HTTP1,
    /** The connection ends with this reply. */
    HTTP1_LAST
  }

  /** Sends a reply; gives the number of the body's bytes. */
  static long send(Reply reply, boolean head, Manner manner, ServerResponse response) {
    ServerResponseHeaders headers = response.headers();
    boolean empty = reply.status() == 204 || reply.status() == 205 || reply.status() == 304;
    response.status(Status.create(reply.status()));
    headers.remove(HeaderNames.CONTENT_LENGTH);
    for (Map.Entry<String, String> line : reply.headers().lines()) {
      if ((head && !empty) || !line.getKey().equalsIgnoreCase("Content-Length")) {
        headers.add(HeaderValues.create(HeaderNames.create(line.getKey()), line.getValue()));
      }
    }
    if (manner == Manner.HTTP1_LAST) {
      headers.set(HeaderValues.CONNECTION_CLOSE);
    }
    boolean unmeasured = head || reply.status() == 204 || reply.status() == 304;
    if (unmeasured && !headers.contains(HeaderNames.CONTENT_LENGTH)) {
      headers.set(WireListener.NO_LENGTH);
    }
    byte[] body = empty || head ? NOTHING : reply.body();
    response.send(body);
    return body.length;
  }

  /** Whether status and headers are those of HTTP: above all, no value brings a line of its own. */
  static boolean sendable(Reply reply) {
    return reply.status() >= 200
        && reply.status() <= 599
        && reply.headers().lines().stream()
            .allMatch(line -> token(line.getKey()) && printable(line.getValue()));
  }

  private static boolean token(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
  }

  private static boolean printable(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t');
  }
}
