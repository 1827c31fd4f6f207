package dev.groundwork.service.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.base.sql.Script;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.Binder.Context;
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import java.util.function.Supplier;

/**
 * The way of a request to the database: words, meaning, SQL with values. Plans and their SQL are
 * kept by the shape of a request, so that one like an earlier one costs little.
 */
public final class Preparation {
  /** Characters of SQL that are kept with their plans; an application has some hundred shapes. */
  private static final long KEPT_SQL = 10_000_000;

  private final RestConfig config;
  private final Supplier<SchemaCache> schema;
  private final Binder binder;
  private final Cache<Key, Ready> ready =
      Caffeine.newBuilder().maximumWeight(KEPT_SQL).weigher(Preparation::weight).build();

  /**
   * Preparation of an API's requests.
   *
   * @param schema the current snapshot; throws a problem while there is none
   */
  public Preparation(RestConfig config, Supplier<SchemaCache> schema, Binder binder) {
    this.config = config;
    this.schema = schema;
    this.binder = binder;
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

  /** A request of which all is known that can be known without the database. */
  sealed interface Prepared {
    record ToRun(Plan.Execution plan, Template template, Request request, Script script)
        implements Prepared {}

    record ToList(ListShape shape, Request request, Context context, TextTypes made)
        implements Prepared {}

    record ToDescribe(Plan.Describe plan, Request request, SchemaCache snapshot, Context context)
        implements Prepared {}

    record ToAllow(Plan.Allow plan) implements Prepared {}
  }

  /** Large shapes make room for themselves; a plan is about as large as its SQL. */
  private static int weight(Key key, Ready ready) {
    return switch (ready) {
      case Ready.ToRun(_, Template template) -> 1_000 + template.main().sql().length();
      case Ready.ToList(ListShape shape) -> 1_000 + shape.template().main().sql().length();
      case Ready.ToDescribe _, Ready.ToAllow _ -> 1_000;
    };
  }

  /**
   * Prepares a request.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it makes no sense
   */
  Prepared of(RawRequest raw, Caller caller, Timings timings) {
    Request request = timings.during("parse", () -> Parser.parse(raw));
    SchemaCache snapshot = schema.get();
    Ready known = timings.during("plan", () -> ready(request, snapshot));
    Context context = RequestContext.of(raw, snapshot.roleSettings(caller.role()));
    return switch (known) {
      case Ready.ToRun(Plan.Execution plan, Template template) ->
          new Prepared.ToRun(
              plan, template, request, binder.bind(plan, template, request, caller, context));
      case Ready.ToList(ListShape shape) ->
          new Prepared.ToList(shape, request, context, snapshot.textTypes());
      case Ready.ToDescribe(Plan.Describe plan) ->
          new Prepared.ToDescribe(plan, request, snapshot, context);
      case Ready.ToAllow(Plan.Allow plan) -> new Prepared.ToAllow(plan);
    };
  }

  /**
   * What a request that runs on the database sends there, for those who measure it.
   *
   * @throws IllegalArgumentException for a request that sends nothing of its own
   */
  public Script script(RawRequest raw, Caller caller) {
    return switch (of(raw, caller, Timings.NONE)) {
      case Prepared.ToRun prepared -> prepared.script();
      case Prepared.ToList(ListShape shape, Request request, Context context, _) ->
          binder.bind(shape.plan(), shape.template(), request, caller, context);
      case Prepared.ToDescribe _, Prepared.ToAllow _ ->
          throw new IllegalArgumentException(raw.path() + " has no SQL of its own");
    };
  }

  private Ready ready(Request request, SchemaCache snapshot) {
    Ready known =
        ready.get(
            new Key(request.shape(), snapshot.version()), key -> prepare(key.shape(), snapshot));
    Planner.checkPreferences(request.shape().preferences(), request.invalidPreferences());
    return known;
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
}
