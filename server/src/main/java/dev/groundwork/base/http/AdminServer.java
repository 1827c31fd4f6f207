package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The port for those who run the server: whether it lives and is ready, what it counts, and what
 * PostgREST shows there. Not for clients: listen where only operators and probes reach it.
 */
public final class AdminServer {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Sources sources;
  private final HttpServer server;

  /**
   * Where the answers come from; each is asked on each request.
   *
   * @param metrics in Prometheus' text format
   * @param config the effective settings, without secrets
   * @param schema the schema cache as JSON
   */
  public record Sources(
      Supplier<Health> health,
      Supplier<String> metrics,
      Optional<Supplier<String>> config,
      Optional<Supplier<String>> schema) {}

  /** A server that does not listen yet. Its own requests are not reported. */
  public AdminServer(HttpConfig config, Sources sources, Observer observer) {
    this.sources = sources;
    Observer quiet = event -> reportUnlessServed(event, observer);
    Failures failures = new Failures(Failures.Verbosity.VERBOSE, false, quiet);
    this.server =
        new HttpServer(config.withRequestIdHeader(Optional.empty()), failures, quiet, _ -> {});
    server.mount("", this::answer);
  }

  private static void reportUnlessServed(Event event, Observer observer) {
    if (!(event instanceof Event.RequestServed)) {
      observer.report(event);
    }
  }

  /** For pages of rooms; everything else is answered here. */
  public Router router() {
    return server;
  }

  /**
   * Begins to listen.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the address cannot be had
   */
  public void start() {
    server.start();
  }

  public int port() {
    return server.port();
  }

  public void stop() {
    server.stop();
  }

  private Reply answer(RawRequest request, Notes notes) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw new HttpProblem.NoMethod(request.method(), "GET, HEAD").raise();
    }
    return switch (request.path()) {
      case "/health/live", "/live" -> Reply.text(200, JSON, "{\"status\":\"up\"}");
      case "/health/ready", "/ready" -> ready(sources.health().get());
      case "/metrics" ->
          Reply.text(200, "text/plain; version=0.0.4; charset=utf-8", sources.metrics().get());
      case "/config" -> shown(sources.config(), TEXT, request);
      case "/schema_cache" -> shown(sources.schema(), JSON, request);
      default -> throw new HttpProblem.NoRoute(request.path()).raise();
    };
  }

  private static Reply ready(Health health) {
    return Reply.text(health.ready() ? 200 : 503, JSON, health.json());
  }

  private static Reply shown(Optional<Supplier<String>> source, String type, RawRequest request) {
    return source
        .map(each -> Reply.text(200, type, each.get()))
        .orElseThrow(() -> new HttpProblem.NoRoute(request.path()).raise());
  }
}
