package dev.groundwork.base.http;

import dev.groundwork.base.observe.Observer;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The HTTP server: HTTP/1.1 without encryption, one virtual thread a request. Hands each request,
 * as it came, to the handler that is mounted at its path, and sends what the handler answers or,
 * for what it throws, what {@link Failures} makes of it.
 */
public final class HttpServer implements Router {
  /**
   * An answer in several packets does not wait for the client to acknowledge the first (Nagle's
   * algorithm).
   */
  private static final SocketOptions PROMPT = SocketOptions.builder().tcpNoDelay(true).build();

  /** A Unix socket has no options. */
  private static final SocketOptions NONE = SocketOptions.builder().tcpNoDelay(false).build();

  private final HttpConfig config;
  private final Edge plain;
  private final Mounts mounts = new Mounts();
  private final Exchanges exchanges;
  private final Watchdog watchdog;
  private final WebServer server;

  /**
   * A server that does not listen yet.
   *
   * @param failures answers for what belongs to no room
   * @param abandoned is given the thread of a handler whose client has left; what it waits for may
   *     be ended
   * @throws dev.groundwork.base.problem.ProblemException when the host is not known
   */
  public HttpServer(
      HttpConfig config, Failures failures, Observer observer, Consumer<Thread> abandoned) {
    this.config = config;
    this.plain = new Edge(failures, Optional.empty());
    this.exchanges = new Exchanges(config, mounts, plain, observer);
    this.watchdog = new Watchdog(config.timeouts(), failures, abandoned);
    this.server = build(new BrokenRequests(config.limits(), failures, observer));
  }

  /** Mounts for pages of the server's own origin; see {@link #behind} for others. */
  @Override
  public void mount(String prefix, Handler handler) {
    mounts.add(prefix, handler, () -> plain);
  }

  /**
   * A router for rooms whose failures and origins are treated in a way of their own.
   *
   * @param edge asked for each request
   */
  public Router behind(Supplier<Edge> edge) {
    return (prefix, handler) -> mounts.add(prefix, handler, edge);
  }

  /**
   * Begins to listen.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the address cannot be had
   */
  public void start() {
    ListenAddress.check(config);
    server.start();
    if (config.socket().isPresent()) {
      openSocket(config.socket().get());
    }
    watchdog.start();
  }

  private void openSocket(HttpConfig.UnixSocket socket) {
    boolean open = false;
    try {
      ListenAddress.open(socket);
      open = true;
    } finally {
      if (!open) {
        server.stop();
      }
    }
  }

  /** The port that the server listens at, if it does; after {@link #start()}. */
  public int port() {
    return server.port();
  }

  /** The number of requests that are being answered. */
  public int inFlight() {
    return exchanges.inFlight();
  }

  /** Stops to listen and lets the requests in hand finish, within the time set for it. */
  public void stop() {
    config.socket().ifPresent(ListenAddress::remove); // before another server may make its own
    server.stop();
    watchdog.close();
  }

  private WebServer build(DirectHandler broken) {
    DirectHandlers.Builder direct = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      direct.addHandler(type, broken);
    }
    HttpConfig.Limits limits = config.limits();
    return WebServer.builder()
        .shutdownHook(false)
        .bindAddress(ListenAddress.of(config))
        .connectionOptions(config.socket().isPresent() ? NONE : PROMPT)
        .useNio(config.socket().isPresent())
        .maxTcpConnections(limits.connections())
        .maxConcurrentRequests(limits.requests())
        .idleConnectionTimeout(config.timeouts().idle())
        .shutdownGracePeriod(config.timeouts().shutdown())
        .protocolsDiscoverServices(false)
        .featuresDiscoverServices(false)
        .addConnectionSelector(new WireSelector(config, http1(), watchdog))
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        .directHandlers(direct.build())
        .routing(HttpRouting.builder().addFilter(exchanges::handle))
        .build();
  }

  /**
   * HTTP/2 waits for a Helidon that bounds its work on a header line larger than its table
   * (decision 0009).
   */
  private Http1ConnectionSelector http1() {
    HttpConfig.Limits limits = config.limits();
    Http1Config http1 =
        Http1Config.builder()
            .maxPrologueLength(limits.requestLine())
            .maxHeadersSize(limits.headers())
            .sendKeepAliveHeader(false)
            .validatePath(false)
            .validatePrologue(false)
            .validateRequestHeaders(true)
            .addSendListener(new WireListener())
            .build();
    return Http1ConnectionSelector.builder().config(http1).build();
  }
}
