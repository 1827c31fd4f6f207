package dev.groundwork.base.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * Takes every connection. Helidon by itself closes, without an answer, those whose first line is
 * not HTTP; here all that does not begin as HTTP/2 is read as HTTP/1.1 and answered.
 */
final class WireSelector implements ServerConnectionSelector {
  private final WireProtocols protocols;
  private final Watchdog watchdog;

  WireSelector(WireProtocols protocols, Watchdog watchdog) {
    this.protocols = protocols;
    this.watchdog = watchdog;
  }

  /** What connections are handed on to. */
  record WireProtocols(Http1ConnectionSelector http1, Http2ConnectionSelector http2) {}

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return Set.of("h2", "http/1.1");
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new WireConnection(context, protocols, watchdog);
  }

  /** Helidon's change from HTTP/1.1 to HTTP/2, made known to the connection. */
  static Http1Upgrader upgrader(Http2Upgrader upgrader) {
    return new Upgrader(upgrader);
  }

  private record Upgrader(Http2Upgrader upgrader) implements Http1Upgrader {
    @Override
    public String supportedProtocol() {
      return upgrader.supportedProtocol();
    }

    @Override
    public ServerConnection upgrade(
        ConnectionContext context,
        io.helidon.http.HttpPrologue prologue,
        io.helidon.http.WritableHeaders<?> headers) {
      ServerConnection upgraded = upgrader.upgrade(context, prologue, headers);
      WireConnection.current().ifPresent(WireConnection::multiplexed);
      return upgraded;
    }
  }
}
