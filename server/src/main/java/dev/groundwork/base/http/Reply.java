package dev.groundwork.base.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer. The server adds {@code Content-Length}, {@code Date} and what belongs to the
 * connection, and leaves out the body where there is none, as for HEAD and 204.
 *
 * @param statusText words beside the status; empty for the usual ones
 * @param body the whole body, or its beginning
 * @param rest what follows the beginning
 */
public record Reply(
    int status, Optional<String> statusText, Headers headers, byte[] body, Optional<Rest> rest) {
  private static final byte[] NOTHING = new byte[0];

  /**
   * The rest of a body that is too large to be held: it is made while it is sent, no faster than
   * the client takes it. Whoever has a reply with a rest must close it.
   */
  public interface Rest extends AutoCloseable {
    /** The next bytes; empty at the end. What it throws ends the connection. */
    Optional<byte[]> next();

    @Override
    void close();
  }

  /** A whole reply with the usual words beside its status. */
  public Reply(int status, Headers headers, byte[] body) {
    this(status, Optional.empty(), headers, body, Optional.empty());
  }

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
    return with(headers.and(name, value));
  }

  /** The same with other headers. */
  public Reply with(Headers others) {
    return new Reply(status, statusText, others, body, rest);
  }

  /** The same with more to come. */
  public Reply followedBy(Rest more) {
    return new Reply(status, statusText, headers, body, Optional.of(more));
  }
}
