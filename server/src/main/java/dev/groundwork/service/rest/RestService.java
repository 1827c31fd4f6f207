package dev.groundwork.service.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.Limits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.Binder.Context;
import dev.groundwork.service.rest.query.Inspection;
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The way of a request: words, meaning, SQL, database, answer. */
final class RestService {
  /** Characters of SQL that are kept with their plans; an application has some hundred shapes. */
  private static final long KEPT_SQL = 10_000_000;

  private final RestConfig config;
  private final CallerLimits callerLimits;
  private final Database database;
  private final Supplier<SchemaCache> schema;
  private final ApiDescription description;
  private final Binder binder;
  private final Cache<Key, Ready> ready =
      Caffeine.newBuilder().maximumWeight(KEPT_SQL).weigher(RestService::weight).build();

  RestService(
      RestConfig config,
      CallerLimits callerLimits,
      Database database,
      Supplier<SchemaCache> schema,
      ApiDescription description) {
    this.config = config;
    this.callerLimits = callerLimits;
    this.database = database;
    this.schema = schema;
    this.description = description;
    this.binder = new Binder(config);
  }

  /**
   * What a plan depends on.
   *
   * @param costly whether the caller may not spend as much as it likes
   */
  private record Key(Shape shape, long schemaVersion, OptionalLong maxRows, boolean costly) {}

  /** A shape planned and, when it runs on the database, written. */
  private sealed interface Ready {
    /**
     * @param cost asks what it would cost, when that matters
     */
    record ToRun(Plan.Execution plan, Template template, Optional<Template.Piece> cost)
        implements Ready {}

    record ToDescribe(Plan.Describe plan) implements Ready {}

    record ToAllow(Plan.Allow plan) implements Ready {}
  }

  /** Large shapes make room for themselves; a plan is about as large as its SQL. */
  private static int weight(Key key, Ready ready) {
    return switch (ready) {
      case Ready.ToRun(_, Template template, var cost) ->
          1_000 + template.main().sql().length() * (cost.isPresent() ? 2 : 1);
      case Ready.ToDescribe _, Ready.ToAllow _ -> 1_000;
    };
  }

  Reply handle(RawRequest raw, Caller caller, Timings timings, Notes notes) {
    Request request = timings.during("parse", () -> Parser.parse(raw));
    SchemaCache snapshot = schema.get();
    Limits limits = callerLimits.of(caller);
    Ready prepared = timings.during("plan", () -> prepared(request, snapshot, limits));
    Context context = RequestContext.of(raw, settings(snapshot, caller, limits));
    return switch (prepared) {
      case Ready.ToRun run -> {
        notes.statement(run.template().main().sql());
        Script script = binder.bind(run.plan(), run.template(), request, caller, context);
        yield run(run, request, script, limits, timings);
      }
      case Ready.ToDescribe(Plan.Describe plan) ->
          describe(plan, snapshot, request, caller, context, timings);
      case Ready.ToAllow(Plan.Allow plan) -> timings.during("response", () -> Replies.allow(plan));
    };
  }

  private static RoleSettings settings(SchemaCache snapshot, Caller caller, Limits limits) {
    RoleSettings settings = snapshot.roleSettings(caller.role());
    return limits
        .statementTimeout()
        .map(timeout -> settings.with("statement_timeout", timeout))
        .orElse(settings);
  }

  private Ready prepared(Request request, SchemaCache snapshot, Limits limits) {
    OptionalLong maxRows = limits.lower(config.maxRows());
    boolean costly = limits.maxCost().isPresent();
    Ready prepared =
        ready.get(
            new Key(request.shape(), snapshot.version(), maxRows, costly),
            key -> prepare(key, snapshot));
    Planner.checkPreferences(request.shape().preferences(), request.invalidPreferences());
    return prepared;
  }

  private Ready prepare(Key key, SchemaCache snapshot) {
    return switch (Planner.plan(key.shape(), snapshot, config.withMaxRows(key.maxRows()))) {
      case Plan.Execution plan ->
          new Ready.ToRun(
              plan,
              QueryWriter.write(plan),
              key.costly() ? QueryWriter.cost(plan) : Optional.empty());
      case Plan.Describe plan -> new Ready.ToDescribe(plan);
      case Plan.Allow plan -> new Ready.ToAllow(plan);
    };
  }

  private Reply run(
      Ready.ToRun ready, Request request, Script script, Limits limits, Timings timings) {
    Plan.Execution plan = ready.plan();
    int results = ready.template().estimate().isPresent() ? 2 : 1;
    if (ready.cost().isPresent() && limits.maxCost().isPresent()) {
      Statement cost = Binder.statement(ready.cost().get(), request);
      long limit = limits.maxCost().getAsLong();
      List<Rows> rows =
          timings.during("transaction", () -> runWithin(limit, cost, script, results));
      return reply(plan, request, rows, timings);
    }
    if (Inspection.isNeeded(plan)) {
      return timings.during(
          "transaction",
          () ->
              database.inspect(script, rows -> reply(plan, request, last(rows, results), timings)));
    }
    List<Rows> rows = timings.during("transaction", () -> database.run(script));
    return reply(plan, request, last(rows, results), timings);
  }

  /** The last results of a script, when the planner's estimate of their cost is within a limit. */
  private List<Rows> runWithin(long limit, Statement cost, Script script, int results) {
    List<Statement> statements = new ArrayList<>(script.statements());
    int before = statements.size() - results;
    statements.add(before, cost);
    Script costed = new Script(statements, script.access(), script.isolation(), script.ending());
    return database.run(costed, before + 1, rows -> Replies.checkCost(rows.getLast(), limit));
  }

  private static List<Rows> last(List<Rows> rows, int count) {
    return rows.subList(rows.size() - count, rows.size());
  }

  private Reply reply(Plan.Execution plan, Request request, List<Rows> rows, Timings timings) {
    return timings.during("response", () -> Replies.of(plan, request, rows, profiled(request)));
  }

  private Reply describe(
      Plan.Describe plan,
      SchemaCache snapshot,
      Request request,
      Caller caller,
      Context context,
      Timings timings) {
    Script script =
        binder.reading(plan.schema(), caller, context, description.queries(plan.schema()));
    List<Rows> rows = timings.during("transaction", () -> database.run(script));
    byte[] body = timings.during("response", () -> description.document(snapshot, plan, rows));
    Headers headers = description.headers(plan.schema(), profiled(request));
    return new Reply(200, headers, plan.bodyWanted() ? body : new byte[0]);
  }

  /** Whether the answer names its schema: clients may choose among several, or have named one. */
  private boolean profiled(Request request) {
    return config.schemas().size() > 1 || request.shape().profile().isPresent();
  }
}
