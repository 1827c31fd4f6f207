package dev.groundwork.base.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer, whole. The server adds {@code Content-Length}, {@code Date} and what belongs to the
 * connection, and leaves out the body where there is none, as for HEAD and 204.
 */
public record Reply(int status, Headers headers, byte[] body) {
  private static final byte[] NOTHING = new byte[0];

  /** A reply without a body. */
  public static Reply empty(int status) {
    return new Reply(status, Headers.NONE, NOTHING);
  }

  /** A reply with a body of text. */
  public static Reply text(int status, String contentType, String body) {
    return new Reply(
        status, Headers.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with one more header line. */
  public Reply with(String name, String value) {
    return new Reply(status, headers.and(name, value), body);
  }
}
