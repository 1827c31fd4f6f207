package dev.groundwork.service.rest;

import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.rest.batch.Batch;
import dev.groundwork.service.rest.batch.BatchProblem;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.reply.Refusals;
import java.util.Optional;

/** From HTTP to the service and back: who calls, and what the log wants to know. */
final class RestRoutes implements Handler {
  private final String rootRoute;
  private final String tableRoute;
  private final String functionRoute;
  private final String batchRoute;
  private final RestConfig config;
  private final Authenticator authenticator;
  private final Optional<String> anonymousRole;
  private final RestService service;
  private final Batches batches;
  private final Failures failures;

  RestRoutes(
      String prefix,
      RestConfig config,
      Authenticator authenticator,
      Optional<String> anonymousRole,
      RestService service,
      Batches batches,
      Failures failures) {
    this.rootRoute = prefix + "/";
    this.tableRoute = prefix + "/{table}";
    this.functionRoute = prefix + "/rpc/{function}";
    this.batchRoute = prefix + Batch.PATH;
    this.config = config;
    this.authenticator = authenticator;
    this.anonymousRole = anonymousRole;
    this.service = service;
    this.batches = batches;
    this.failures = failures;
  }

  @Override
  public Reply handle(RawRequest request, Notes notes) {
    notes.route(batches.areAsked(request) ? batchRoute : route(request.path()));
    Timings timings = config.serverTiming() ? Timings.measuring() : Timings.NONE;
    Reply reply = answer(request, timings, notes);
    return timings.header().map(value -> reply.with("Server-Timing", value)).orElse(reply);
  }

  private Reply answer(RawRequest request, Timings timings, Notes notes) {
    try {
      return varying(answerOrThrow(request, timings, notes));
    } catch (RuntimeException | StackOverflowError thrown) {
      return failures.reply(thrown, notes.requestId());
    }
  }

  /** What else than the URL an answer depends on, unless SQL has said so; errors are not kept. */
  private static Reply varying(Reply reply) {
    return reply.headers().first("Vary").isPresent()
        ? reply
        : reply.with("Vary", "Accept, Prefer, Range");
  }

  private Reply answerOrThrow(RawRequest request, Timings timings, Notes notes) {
    Headers headers = request.headers();
    Caller caller =
        timings.during(
            "jwt",
            () -> authenticator.identify(headers.first("Authorization"), headers.first("apikey")));
    notes.role(caller.role());
    try {
      return batches.areAsked(request)
          ? timings.during("transaction", () -> batches.handle(request, caller, notes))
          : service.handle(request, caller, timings, notes);
    } catch (ProblemException e) {
      boolean anonymous = anonymousRole.equals(Optional.of(caller.role()));
      Problem told = told(e.problem(), anonymous);
      throw told.equals(e.problem()) ? e : new ProblemException(told, e);
    }
  }

  private static Problem told(Problem problem, boolean anonymous) {
    return switch (problem) {
      case BatchProblem.Undone(Problem cause, var index, var undone) ->
          new BatchProblem.Undone(told(cause, anonymous), index, undone);
      case PgProblem known when anonymous -> Refusals.told(known.forAnonymous());
      default -> Refusals.told(problem);
    };
  }

  private String route(String path) {
    if (path.startsWith("/rpc/")) {
      return functionRoute;
    }
    return path.length() <= 1 ? rootRoute : tableRoute;
  }
}
