package dev.groundwork.base.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Takes out the {@code Content-Length: 0} that Helidon adds to answers without a body, where it
 * would be wrong: to HEAD, 204 and 304 (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-8.6">RFC 9110</a>). Helidon calls this right
 * before it writes the headers.
 */
final class WireListener implements Http1ConnectionListener {
  private static final HeaderName MARK = HeaderNames.create("X-Groundwork-No-Length");

  /** Marks an answer that has no length; the mark itself is not sent. */
  static final Header NO_LENGTH = HeaderValues.create(MARK, "1");

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    if (headers.contains(MARK) && headers instanceof WritableHeaders<?> writable) {
      writable.remove(MARK);
      writable.remove(HeaderNames.CONTENT_LENGTH);
    }
  }
}
