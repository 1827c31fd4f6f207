package dev.groundwork.base.http;

import java.util.Objects;

/**
 * A request as it came over the wire, whole.
 *
 * @param method as sent, such as {@code GET}
 * @param path still percent-encoded, relative to where the room is mounted, starting with {@code /}
 * @param query still percent-encoded, without the question mark; empty when there is none
 * @param body the bytes after transfer decoding; empty when there are none
 */
public record RawRequest(String method, String path, String query, Headers headers, byte[] body) {

  public RawRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(path);
  }
}
