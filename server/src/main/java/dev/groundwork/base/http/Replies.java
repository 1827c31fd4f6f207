package dev.groundwork.base.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes replies to Helidon's responses. */
final class Replies {
  private static final byte[] NOTHING = new byte[0];

  /** The one status of ours for which Helidon has no words. */
  private static final Status MULTIPLE_CHOICES = Status.create(300, "Multiple Choices");

  /** Names of headers that most replies have; each other one is put in lower case and looked up. */
  private static final Map<String, HeaderName> USUAL =
      Stream.of(
              "Access-Control-Allow-Origin",
              "Access-Control-Expose-Headers",
              "Content-Encoding",
              "Content-Location",
              "Content-Profile",
              "Content-Range",
              "Content-Type",
              "Location",
              "Preference-Applied",
              "Proxy-Status",
              "Server-Timing",
              "Vary",
              "X-Request-Id")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), HeaderNames::create));

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
    prepare(reply, head && !empty, manner, response);
    boolean unmeasured = head || reply.status() == 204 || reply.status() == 304;
    if (unmeasured && !headers.contains(HeaderNames.CONTENT_LENGTH)) {
      headers.set(WireListener.NO_LENGTH);
    }
    byte[] body = empty || head ? NOTHING : reply.body();
    response.send(body);
    return body.length;
  }

  /**
   * Sets status and headers.
   *
   * @param ownLength whether the reply may state a length that is not its body's
   */
  static void prepare(Reply reply, boolean ownLength, Manner manner, ServerResponse response) {
    ServerResponseHeaders headers = response.headers();
    response.status(status(reply));
    headers.remove(HeaderNames.CONTENT_LENGTH);
    for (Map.Entry<String, String> line : reply.headers().lines()) {
      if (ownLength || !line.getKey().equalsIgnoreCase("Content-Length")) {
        headers.add(HeaderValues.create(name(line.getKey()), line.getValue()));
      }
    }
    if (manner == Manner.HTTP1_LAST) {
      headers.set(HeaderValues.CONNECTION_CLOSE);
    }
  }

  private static HeaderName name(String name) {
    HeaderName usual = USUAL.get(name);
    return usual == null ? HeaderNames.create(name) : usual;
  }

  private static Status status(Reply reply) {
    if (reply.statusText().isPresent()) {
      return Status.create(reply.status(), reply.statusText().get());
    }
    return reply.status() == MULTIPLE_CHOICES.code()
        ? MULTIPLE_CHOICES
        : Status.create(reply.status());
  }

  /** Whether status and headers are those of HTTP: above all, no value brings a line of its own. */
  static boolean sendable(Reply reply) {
    boolean sendable = reply.status() >= 200 && reply.status() <= 599;
    sendable &= reply.statusText().isEmpty() || ascii(reply.statusText().get());
    for (Map.Entry<String, String> line : reply.headers().lines()) {
      sendable &= token(line.getKey()) && printable(line.getValue());
    }
    return sendable;
  }

  private static boolean token(String name) {
    boolean token = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      token &= c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }
    return token;
  }

  /** The status line has no encoding of its own. */
  private static boolean ascii(String words) {
    return printable(words) && words.chars().allMatch(c -> c < 0x7f);
  }

  private static boolean printable(String value) {
    boolean printable = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      printable &= (c >= ' ' && c != 0x7f) || c == '\t';
    }
    return printable;
  }
}
