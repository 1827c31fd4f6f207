package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.Optional;

/** One request and its reply: reads, finds the handler, answers, sends, reports. */
final class Exchange {
  private final Exchanges server;
  private final RoutingRequest request;
  private final RoutingResponse response;
  private final String method;
  private final Headers headers;
  private final Notes notes;
  private final Optional<WireConnection> wire = WireConnection.current();
  private final String remoteAddress;
  private final long start = System.nanoTime();
  private boolean unusable;

  Exchange(Exchanges server, RoutingRequest request, RoutingResponse response) {
    this.server = server;
    this.request = request;
    this.response = response;
    this.method = request.prologue().method().text();
    this.headers = Requests.headers(request);
    this.remoteAddress = Requests.remoteAddress(request);
    this.notes =
        new Notes(RequestIds.from(server.idHeader.flatMap(this::offeredId)), remoteAddress);
  }

  void run() {
    Reply reply = answer();
    try {
      send(sendable(reply));
    } finally {
      reply.rest().ifPresent(Reply.Rest::close);
    }
  }

  private void send(Reply reply) {
    boolean last = isLast();
    wire.ifPresent(connection -> connection.enter(WireConnection.Phase.SENDING));
    long bytes = 0;
    try {
      bytes = send(finished(reply), last);
    } finally {
      wire.ifPresent(connection -> settle(connection, last));
      report(reply, bytes);
    }
  }

  private long send(Reply reply, boolean last) {
    if (reply.rest().isEmpty() || isHead()) {
      return Replies.send(reply, isHead(), manner(last), response);
    }
    Replies.prepare(reply, false, manner(last), response);
    return new Transfer(reply, reply.rest().get(), wire, this::reportBroken).send(response);
  }

  private void reportBroken(RuntimeException failed) {
    if (wire.map(WireConnection::isGone).orElse(false)) {
      return; // it failed because nobody waits for it
    }
    server.observer.report(new Event.RequestFailed(notes.requestId(), failed));
  }

  private Reply answer() {
    try {
      Requests.check(headers);
      Requests.Target target = Requests.target(request.prologue());
      return answer(target, server.mounts.match(target.path()).orElseGet(() -> noRoute(target)));
    } catch (ProblemException malformed) {
      return server.plain.failures().reply(malformed, notes.requestId());
    }
  }

  private Mounts.Match noRoute(Requests.Target target) {
    Handler refusal =
        (asked, _) -> {
          throw new HttpProblem.NoRoute(target.path()).raise();
        };
    return new Mounts.Match(refusal, server.plain, target.path());
  }

  private Reply answer(Requests.Target target, Mounts.Match match) {
    Optional<Cors> cors = match.edge().cors();
    Optional<Reply> preflight = cors.flatMap(each -> each.preflight(method, headers));
    if (preflight.isPresent()) {
      return preflight.get();
    }
    Reply reply = handled(target, match);
    return cors.isPresent() ? cors.get().allowing(reply, headers) : reply;
  }

  private Reply handled(Requests.Target target, Mounts.Match match) {
    try {
      RawRequest raw = new RawRequest(method, match.path(), target.query(), headers, body());
      wire.ifPresent(connection -> connection.enter(WireConnection.Phase.WORKING));
      return match.handler().handle(raw, notes);
    } catch (CloseConnectionException gone) {
      throw gone;
    } catch (RuntimeException | StackOverflowError thrown) {
      return match.edge().failures().reply(thrown, notes.requestId(), headers);
    }
  }

  /** The whole body; after one that cannot be read, the connection is of no more use. */
  private byte[] body() {
    boolean whole = false;
    try {
      byte[] body = Requests.body(request, server.config.limits().body());
      whole = true;
      return body;
    } finally {
      unusable = !whole;
    }
  }

  /** A reply whose headers or status would break the protocol is a fault of the handler. */
  private Reply sendable(Reply reply) {
    return Replies.sendable(reply)
        ? reply
        : server
            .plain
            .failures()
            .reply(
                new IllegalStateException("a handler's reply cannot be sent: " + reply.headers()),
                notes.requestId());
  }

  private Reply finished(Reply reply) {
    Reply smaller =
        server.config.compressFrom().isPresent() && !isHead()
            ? Compression.of(reply, server.config.compressFrom().getAsInt(), headers)
            : reply;
    Optional<String> name = server.config.requestIdHeader();
    boolean named = name.flatMap(smaller.headers()::first).isPresent();
    return name.isEmpty() || named ? smaller : smaller.with(name.get(), notes.requestId());
  }

  private Optional<String> offeredId(HeaderName name) {
    return request.headers().contains(name)
        ? Optional.of(request.headers().get(name).get())
        : Optional.empty();
  }

  private boolean isHead() {
    return method.equals("HEAD");
  }

  private static Replies.Manner manner(boolean last) {
    return last ? Replies.Manner.HTTP1_LAST : Replies.Manner.HTTP1;
  }

  private boolean isLast() {
    return unusable || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private void settle(WireConnection connection, boolean last) {
    connection.enter(WireConnection.Phase.IDLE);
    if (notes.isRefused()) {
      connection.restUntil(server.breather.next());
    }
    if (unusable) {
      connection.lingerAtEnd();
    }
    if (last) {
      connection.finish();
    }
  }

  private void report(Reply reply, long bytes) {
    Event.RequestServed served =
        new Event.RequestServed(
            notes.requestId(),
            method,
            notes.route(),
            request.prologue().uriPath().rawPath(),
            reply.status(),
            Duration.ofNanos(System.nanoTime() - start),
            bytes,
            notes.role(),
            remoteAddress,
            notes.statement());
    server.observer.report(notes.isRefused() ? new Event.RequestRefused(served) : served);
  }
}
