package dev.groundwork.service.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.TextTypes;
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
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The way of a request to the database: words, meaning, SQL with values. Plans and their SQL are
 * kept by the shape of a request, so that one like an earlier one costs little.
 */
public final class Preparation {
  /** Characters of SQL that are kept with their plans; an application has some hundred shapes. */
  private static final long KEPT_SQL = 10_000_000;

  /** Characters of SQL that the pages of a list may have, about. */
  private static final int PAGES = 10_000;

  private final RestConfig config;
  private final CallerLimits callerLimits;
  private final Supplier<SchemaCache> schema;
  private final Binder binder;
  private final Cache<Key, Ready> ready =
      Caffeine.newBuilder().maximumWeight(KEPT_SQL).weigher(Preparation::weight).build();

  /**
   * Preparation of an API's requests.
   *
   * @param callerLimits what different callers may use
   * @param schema the current snapshot; throws a problem while there is none
   */
  public Preparation(
      RestConfig config, CallerLimits callerLimits, Supplier<SchemaCache> schema, Binder binder) {
    this.config = config;
    this.callerLimits = callerLimits;
    this.schema = schema;
    this.binder = binder;
  }

  /**
   * What a plan depends on.
   *
   * @param costly whether the caller may not spend as much as it likes
   * @param kept whether the answer to a write is kept
   */
  private record Key(
      Shape shape, long schemaVersion, OptionalLong maxRows, boolean costly, boolean kept) {}

  /** A shape planned and, when it runs on the database, written. */
  private sealed interface Ready {
    /** With what asks for its cost, when that matters. */
    record ToRun(Plan.Execution plan, Template template, Optional<Template.Piece> cost)
        implements Ready {}

    record ToList(ListShape shape) implements Ready {}

    record ToPage(PageShape shape) implements Ready {}

    record ToDescribe(Plan.Describe plan) implements Ready {}

    record ToAllow(Plan.Allow plan) implements Ready {}
  }

  /** A limit of what a read may cost, and the statement that asks for the planner's estimate. */
  record Spending(Statement estimate, long limit) {}

  /** A request of which all is known that can be known without the database. */
  sealed interface Prepared {
    /**
     * A script to run.
     *
     * @param otherwise what says the same with the body as JSON, when the script has it by columns
     */
    record ToRun(
        Plan.Execution plan,
        Template template,
        Request request,
        Script script,
        Optional<Supplier<Script>> otherwise,
        Optional<Spending> spending,
        Context context)
        implements Prepared {}

    record ToList(ListShape shape, Request request, Context context, TextTypes made)
        implements Prepared {}

    record ToPage(
        PageShape shape, Request request, Context context, TextTypes made, OptionalLong maxCost)
        implements Prepared {}

    record ToDescribe(Plan.Describe plan, Request request, SchemaCache snapshot, Context context)
        implements Prepared {}

    record ToAllow(Plan.Allow plan) implements Prepared {}
  }

  /** Large shapes make room for themselves; a plan is about as large as its SQL. */
  private static int weight(Key key, Ready ready) {
    return switch (ready) {
      case Ready.ToRun(_, Template template, var cost) ->
          1_000
              + template.main().sql().length() * (cost.isPresent() ? 2 : 1)
              + template.before().stream().mapToInt(piece -> piece.sql().length()).sum();
      case Ready.ToList(ListShape shape) -> 1_000 + shape.template().main().sql().length();
      case Ready.ToPage _ -> PAGES;
      case Ready.ToDescribe _, Ready.ToAllow _ -> 1_000;
    };
  }

  /**
   * Prepares a request.
   *
   * @param kept whether its answer is to be kept, if it writes
   * @throws dev.groundwork.base.problem.ProblemException when it makes no sense
   */
  Prepared of(RawRequest raw, Caller caller, boolean kept, Timings timings) {
    Request request = timings.during("parse", () -> Parser.parse(raw));
    Planner.checkNested(request.body(), config.nesting().rows());
    SchemaCache snapshot = schema.get();
    Limits limits = callerLimits.of(caller);
    Ready known = timings.during("plan", () -> ready(request, snapshot, limits, kept));
    Context context = RequestContext.of(raw, settings(snapshot, caller, limits));
    return switch (known) {
      case Ready.ToRun(Plan.Execution plan, Template template, var cost) -> {
        Supplier<Script> whole = () -> binder.bind(plan, template, request, caller, context);
        Optional<Script> byColumns = binder.bindByColumns(plan, template, request, caller, context);
        yield new Prepared.ToRun(
            plan,
            template,
            request,
            byColumns.orElseGet(whole),
            byColumns.map(_ -> whole),
            cost.flatMap(piece -> spending(piece, request, limits)),
            context);
      }
      case Ready.ToList(ListShape shape) ->
          new Prepared.ToList(shape, request, context, snapshot.textTypes());
      case Ready.ToPage(PageShape shape) ->
          new Prepared.ToPage(shape, request, context, snapshot.textTypes(), limits.maxCost());
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
    return switch (of(raw, caller, false, Timings.NONE)) {
      case Prepared.ToRun prepared -> prepared.script();
      case Prepared.ToList(ListShape shape, Request request, Context context, _) ->
          binder.bind(shape.plan(), shape.template(), request, caller, context);
      case Prepared.ToPage(PageShape shape, Request request, Context context, _, _) ->
          binder.page(shape.plan(), shape.beginning().first(), request, caller, context);
      case Prepared.ToDescribe _, Prepared.ToAllow _ ->
          throw new IllegalArgumentException(raw.path() + " has no SQL of its own");
    };
  }

  private static RoleSettings settings(SchemaCache snapshot, Caller caller, Limits limits) {
    RoleSettings settings = snapshot.roleSettings(caller.role());
    return limits
        .statementTimeout()
        .map(timeout -> settings.with("statement_timeout", timeout))
        .orElse(settings);
  }

  private static Optional<Spending> spending(Template.Piece cost, Request request, Limits limits) {
    return limits.maxCost().isPresent()
        ? Optional.of(new Spending(Binder.statement(cost, request), limits.maxCost().getAsLong()))
        : Optional.empty();
  }

  private Ready ready(Request request, SchemaCache snapshot, Limits limits, boolean kept) {
    Key wanted =
        new Key(
            request.shape(),
            snapshot.version(),
            limits.lower(config.maxRows()),
            limits.maxCost().isPresent(),
            kept);
    Ready known = ready.get(wanted, key -> prepare(key, snapshot));
    Planner.checkPreferences(request.shape().preferences(), request.invalidPreferences());
    return known;
  }

  private Ready prepare(Key key, SchemaCache snapshot) {
    return switch (Planner.plan(key.shape(), snapshot, config.withMaxRows(key.maxRows()))) {
      case Plan.Read plan when plan.keyset().isPresent() -> new Ready.ToPage(new PageShape(plan));
      case Plan.Execution plan when key.kept() && !plan.reads() ->
          new Ready.ToRun(plan, QueryWriter.keptRow(plan), Optional.empty());
      case Plan.Execution plan -> key.costly() ? costly(plan) : ready(plan);
      case Plan.Describe plan -> new Ready.ToDescribe(plan);
      case Plan.Allow plan -> new Ready.ToAllow(plan);
    };
  }

  /** What is asked for its cost first is answered whole. */
  private static Ready costly(Plan.Execution plan) {
    return new Ready.ToRun(plan, QueryWriter.oneRow(plan), QueryWriter.cost(plan));
  }

  private static Ready ready(Plan.Execution plan) {
    Template template = QueryWriter.write(plan);
    return plan instanceof Plan.Read read && template.layout() == Template.Layout.ROWS
        ? new Ready.ToList(new ListShape(read, template))
        : new Ready.ToRun(plan, template, Optional.empty());
  }
}
