package dev.groundwork.base.http;

import dev.groundwork.base.observe.Observer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes every request, in place of Helidon's routing, which would decode and normalise paths. */
final class Exchanges {
  final HttpConfig config;
  final Mounts mounts;
  final Edge plain;
  final Observer observer;
  final Optional<HeaderName> idHeader;
  final Breather breather = new Breather();
  private final AtomicInteger inFlight = new AtomicInteger();

  Exchanges(HttpConfig config, Mounts mounts, Edge plain, Observer observer) {
    this.config = config;
    this.mounts = mounts;
    this.plain = plain;
    this.observer = observer;
    this.idHeader = config.requestIdHeader().map(HeaderNames::create);
  }

  int inFlight() {
    return inFlight.get();
  }

  void handle(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    inFlight.incrementAndGet();
    try {
      new Exchange(this, request, response).run();
    } finally {
      inFlight.decrementAndGet();
    }
  }
}
