package dev.groundwork.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request as it goes over the wire, and what shall come of it.
 *
 * @param status of the answer; 0 when the client hangs up instead of waiting for one
 */
public record Call(byte[] bytes, int status) {
  /** The status of a call whose client does not wait for an answer. */
  static final int NONE = 0;

  /**
   * A call over a connection that stays open.
   *
   * @param target the path and the query
   * @param body empty when there is none
   */
  public static Call of(
      String method, String target, Map<String, String> headers, byte[] body, int status) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: " + body.length + "\r\n");
    }
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    return new Call(
        ByteBuffer.allocate(first.length + body.length).put(first).put(body).array(), status);
  }

  /** The usual question, as a browser's {@code fetch} would ask it. */
  public static Call read(String target) {
    return of("GET", target, Map.of("Host", "localhost"), new byte[0], 200);
  }

  /** The same from a client that goes away once it has asked. */
  public Call abandoned() {
    return new Call(bytes, NONE);
  }
}
