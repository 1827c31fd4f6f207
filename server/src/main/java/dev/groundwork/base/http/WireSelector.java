package dev.groundwork.base.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * Takes every connection. Helidon by itself closes, without an answer, those whose first line is
 * not HTTP; here everything is read as HTTP/1.1 and answered.
 */
final class WireSelector implements ServerConnectionSelector {
  private final Http1ConnectionSelector http1;
  private final Watchdog watchdog;
  private final HttpConfig config;

  WireSelector(HttpConfig config, Http1ConnectionSelector http1, Watchdog watchdog) {
    this.config = config;
    this.http1 = http1;
    this.watchdog = watchdog;
  }

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
    return Set.of("http/1.1");
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new WireConnection(config, context, http1, watchdog);
  }
}
