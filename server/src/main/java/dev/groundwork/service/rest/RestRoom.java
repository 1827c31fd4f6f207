package dev.groundwork.service.rest;

import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Router;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.Room;
import dev.groundwork.service.rest.config.BatchLimits;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.openapi.Extras;
import dev.groundwork.service.rest.openapi.OpenApiSettings;
import dev.groundwork.service.rest.plan.CursorSeal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves tables, views and functions as PostgREST does. */
public final class RestRoom implements Room {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** The server repeats it by itself, or makes one. */
  private static final String REQUEST_ID = "X-Request-Id";

  private final String prefix;
  private final RestRoutes routes;
  private final Optional<String> traceHeader;
  private final Retries retries;

  /**
   * What the room needs of the ground floor.
   *
   * @param anonymousRole the role of callers without a token
   * @param address where clients reach the API, for its description
   * @param cursors makes the cursors of pages
   * @param schema the current snapshot; throws a problem while there is none
   */
  public record Floor(
      Database database,
      Supplier<SchemaCache> schema,
      Authenticator authenticator,
      Optional<String> anonymousRole,
      Observer observer,
      Supplier<OpenApiSettings> address,
      CursorSeal cursors) {}

  /**
   * A room at a path.
   *
   * @param prefix such as {@code /rest/v1}; empty for the root
   */
  public RestRoom(String prefix, RestConfig config, Floor floor) {
    this(prefix, config, CallerLimits.NONE, BatchLimits.STANDARD, floor);
  }

  /** A room that allows different callers differently much. */
  public RestRoom(
      String prefix, RestConfig config, CallerLimits limits, BatchLimits batches, Floor floor) {
    this.prefix = prefix;
    this.retries =
        Retries.start(
            config.idempotency(), floor.database(), floor.anonymousRole(), floor.observer());
    RestService service =
        new RestService(
            config,
            limits,
            floor.database(),
            floor.schema(),
            new ApiDescription(
                config, new Extras(batches.requests() > 0, config.idempotency()), floor.address()),
            retries,
            floor.cursors());
    this.routes =
        new RestRoutes(
            prefix,
            config,
            floor.authenticator(),
            floor.anonymousRole(),
            service,
            new Batches(config, limits, batches, floor.database(), floor.schema(), retries),
            new Failures(verbosity(config), true, floor.observer()));
    this.traceHeader = config.traceHeader().filter(name -> !name.equalsIgnoreCase(REQUEST_ID));
  }

  private static Failures.Verbosity verbosity(RestConfig config) {
    return switch (config.errorVerbosity()) {
      case VERBOSE -> Failures.Verbosity.VERBOSE;
      case MINIMAL -> Failures.Verbosity.MINIMAL;
    };
  }

  @Override
  public void mount(Router router) {
    router.mount(prefix, traced(prefix.isEmpty() ? routes : forwarded(routes)));
  }

  @Override
  public void close() {
    retries.close();
  }

  /**
   * A project's SQL looks for the client's address where a gateway puts it: at the end of what
   * proxies before us have said.
   */
  private static Handler forwarded(Handler handler) {
    return (request, notes) ->
        handler.handle(
            notes.remoteAddress().isEmpty() ? request : from(request, notes.remoteAddress()),
            notes);
  }

  private static RawRequest from(RawRequest request, String address) {
    List<String> hops = new ArrayList<>(request.headers().all(FORWARDED_FOR));
    hops.add(address);
    Headers headers = request.headers().with(FORWARDED_FOR, String.join(", ", hops));
    return new RawRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  /** Answers, errors too, repeat the header by which the request can be told from others. */
  private Handler traced(Handler handler) {
    return traceHeader.isEmpty()
        ? handler
        : (request, notes) ->
            handler
                .handle(request, notes)
                .with(traceHeader.get(), request.headers().first(traceHeader.get()).orElse(""));
  }
}
