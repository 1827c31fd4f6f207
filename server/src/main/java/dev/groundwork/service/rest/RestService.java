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
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.sql.Script;
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
import java.util.List;
import java.util.function.Supplier;

/** The way of a request: words, meaning, SQL, database, answer. */
final class RestService {
  /** Characters of SQL that are kept with their plans; an application has some hundred shapes. */
  private static final long KEPT_SQL = 10_000_000;

  private final RestConfig config;
  private final Database database;
  private final Supplier<SchemaCache> schema;
  private final ApiDescription description;
  private final Binder binder;
  private final ListReads lists;
  private final Cache<Key, Ready> ready =
      Caffeine.newBuilder().maximumWeight(KEPT_SQL).weigher(RestService::weight).build();

  RestService(
      RestConfig config,
      Database database,
      Supplier<SchemaCache> schema,
      ApiDescription description) {
    this.config = config;
    this.database = database;
    this.schema = schema;
    this.description = description;
    this.binder = new Binder(config);
    this.lists = new ListReads(database, binder);
  }

  /** What a plan depends on. */
  private record Key(Shape shape, long schemaVersion) {}

  /** A shape planned and, when it runs on the database, written. */
  private sealed interface Ready {
    record ToRun(Plan.Execution plan, Template template) implements Ready {}

    record ToList(ListShape shape) implements Ready {}

    record ToDescribe(Plan.Describe plan) implements Ready {}

    record ToAllow(Plan.Allow plan) implements Ready {}
  }

  /** Large shapes make room for themselves; a plan is about as large as its SQL. */
  private static int weight(Key key, Ready ready) {
    return switch (ready) {
      case Ready.ToRun(_, Template template) -> 1_000 + template.main().sql().length();
      case Ready.ToList(ListShape shape) -> 1_000 + shape.template().main().sql().length();
      case Ready.ToDescribe _, Ready.ToAllow _ -> 1_000;
    };
  }

  Reply handle(RawRequest raw, Caller caller, Timings timings, Notes notes) {
    Request request = timings.during("parse", () -> Parser.parse(raw));
    SchemaCache snapshot = schema.get();
    Ready prepared = timings.during("plan", () -> prepared(request, snapshot));
    Context context = RequestContext.of(raw, snapshot.roleSettings(caller.role()));
    return switch (prepared) {
      case Ready.ToRun(Plan.Execution plan, Template template) -> {
        notes.statement(template.main().sql());
        Script script = binder.bind(plan, template, request, caller, context);
        yield run(plan, template, request, script, timings);
      }
      case Ready.ToList(ListShape shape) -> {
        notes.statement(shape.template().main().sql());
        yield lists.read(
            shape,
            new ListReads.Asked(
                request, caller, context, profiled(request), snapshot.textTypes(), timings));
      }
      case Ready.ToDescribe(Plan.Describe plan) ->
          describe(plan, snapshot, request, caller, context, timings);
      case Ready.ToAllow(Plan.Allow plan) -> timings.during("response", () -> Replies.allow(plan));
    };
  }

  private Ready prepared(Request request, SchemaCache snapshot) {
    Ready prepared =
        ready.get(
            new Key(request.shape(), snapshot.version()), key -> prepare(key.shape(), snapshot));
    Planner.checkPreferences(request.shape().preferences(), request.invalidPreferences());
    return prepared;
  }

  private Ready prepare(Shape shape, SchemaCache snapshot) {
    return switch (Planner.plan(shape, snapshot, config)) {
      case Plan.Execution plan -> ready(plan, QueryWriter.write(plan));
      case Plan.Describe plan -> new Ready.ToDescribe(plan);
      case Plan.Allow plan -> new Ready.ToAllow(plan);
    };
  }

  private static Ready ready(Plan.Execution plan, Template template) {
    return plan instanceof Plan.Read read && template.layout() == Template.Layout.ROWS
        ? new Ready.ToList(new ListShape(read, template))
        : new Ready.ToRun(plan, template);
  }

  private Reply run(
      Plan.Execution plan, Template template, Request request, Script script, Timings timings) {
    int results = template.estimate().isPresent() ? 2 : 1;
    if (Inspection.isNeeded(plan)) {
      return timings.during(
          "transaction",
          () ->
              database.inspect(script, rows -> reply(plan, request, last(rows, results), timings)));
    }
    List<Rows> rows = timings.during("transaction", () -> database.run(script));
    return reply(plan, request, last(rows, results), timings);
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
