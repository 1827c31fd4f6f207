package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One request and its reply: reads, finds the handler, answers, sends, reports. */
final class Exchange {
  private final HttpConfig config;
  private final Mounts mounts;
  private final Failures failures;
  private final Observer observer;
  private final Optional<HeaderName> idHeader;
  private final AtomicInteger inFlight = new AtomicInteger();

  Exchange(HttpConfig config, Mounts mounts, Failures failures, Observer observer) {
    this.config = config;
    this.mounts = mounts;
    this.failures = failures;
    this.observer = observer;
    this.idHeader = config.requestIdHeader().map(HeaderNames::create);
  }

  int inFlight() {
    return inFlight.get();
  }

  /** Takes the place of Helidon's routing, which would decode and normalise the path. */
  void handle(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    inFlight.incrementAndGet();
    try {
      serve(request, response);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void serve(RoutingRequest request, RoutingResponse response) {
    long start = System.nanoTime();
    Notes notes = new Notes(RequestIds.from(idHeader.flatMap(name -> offered(request, name))));
    Optional<WireConnection> wire = WireConnection.current();
    Reply reply = checked(answer(request, notes, wire), notes);
    boolean last = isLast(request, reply);
    wire.ifPresent(connection -> connection.enter(WireConnection.Phase.SENDING));
    long bytes = 0;
    try {
      bytes =
          Replies.send(
              finished(request, reply, notes), isHead(request), manner(wire, last), response);
    } finally {
      wire.ifPresent(connection -> settle(connection, last, reply));
      report(request, reply, notes, bytes, start);
    }
  }

  private Reply answer(RoutingRequest request, Notes notes, Optional<WireConnection> wire) {
    try {
      Requests.Target target = Requests.target(request.prologue());
      byte[] body = Requests.body(request, config.limits().body());
      wire.ifPresent(connection -> connection.enter(WireConnection.Phase.WORKING));
      Mounts.Match match =
          mounts
              .match(target.path())
              .orElseThrow(() -> new HttpProblem.NoRoute(target.path()).raise());
      String method = request.prologue().method().text();
      return match
          .handler()
          .handle(
              new RawRequest(method, match.path(), target.query(), Requests.headers(request), body),
              notes);
    } catch (RequestException malformed) {
      throw malformed;
    } catch (RuntimeException | StackOverflowError thrown) {
      return failures.reply(thrown, notes.requestId());
    }
  }

  /** A reply whose headers would break the protocol is a fault of the handler. */
  private Reply checked(Reply reply, Notes notes) {
    return Replies.sendable(reply) && reply.status() >= 200 && reply.status() <= 599
        ? reply
        : failures.reply(
            new IllegalStateException("a handler's reply cannot be sent: " + reply.status()),
            notes.requestId());
  }

  private Reply finished(RoutingRequest request, Reply reply, Notes notes) {
    Reply smaller =
        config.compressFrom().isPresent() && !isHead(request)
            ? Compression.of(reply, config.compressFrom().getAsInt(), request)
            : reply;
    return config.requestIdHeader().isEmpty()
        ? smaller
        : smaller.with(config.requestIdHeader().get(), notes.requestId());
  }

  private static Optional<String> offered(RoutingRequest request, HeaderName name) {
    return request.headers().contains(name)
        ? Optional.of(request.headers().get(name).get())
        : Optional.empty();
  }

  private static boolean isHead(RoutingRequest request) {
    return request.prologue().method().text().equals("HEAD");
  }

  private static Replies.Manner manner(Optional<WireConnection> wire, boolean last) {
    if (wire.isEmpty()) {
      return Replies.Manner.HTTP2;
    }
    return last ? Replies.Manner.HTTP1_LAST : Replies.Manner.HTTP1;
  }

  private static boolean isLast(RoutingRequest request, Reply reply) {
    return reply.status() == 413 || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private static void settle(WireConnection connection, boolean last, Reply reply) {
    connection.enter(WireConnection.Phase.IDLE);
    if (reply.status() == 413) {
      connection.refuseRest();
    } else if (last) {
      connection.finish();
    }
  }

  private void report(RoutingRequest request, Reply reply, Notes notes, long bytes, long start) {
    observer.report(
        new Event.RequestServed(
            notes.requestId(),
            request.prologue().method().text(),
            notes.route(),
            request.prologue().uriPath().rawPath(),
            reply.status(),
            Duration.ofNanos(System.nanoTime() - start),
            bytes,
            notes.role(),
            request.remotePeer().host()));
  }
}
