package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.Preparation.Prepared;
import dev.groundwork.service.rest.Preparation.Spending;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.CursorSeal;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.Inspection;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The way of a request: words, meaning, SQL, database, answer. */
final class RestService {
  private static final List<String> ABOUT_VALUES = List.of("22", "54", "23502", "23514");

  private final RestConfig config;
  private final Database database;
  private final ApiDescription description;
  private final Binder binder;
  private final ListReads lists;
  private final PageReads pages;
  private final Preparation preparation;

  RestService(
      RestConfig config,
      CallerLimits limits,
      Database database,
      Supplier<SchemaCache> schema,
      ApiDescription description,
      CursorSeal seal) {
    this.config = config;
    this.database = database;
    this.description = description;
    this.binder = new Binder(config);
    this.lists = new ListReads(database, binder);
    this.pages = new PageReads(database, binder, seal);
    this.preparation = new Preparation(config, limits, schema, binder);
  }

  Reply handle(RawRequest raw, Caller caller, Timings timings, Notes notes) {
    return switch (preparation.of(raw, caller, timings)) {
      case Prepared.ToRun prepared -> {
        notes.statement(main(prepared).sql());
        yield runEitherWay(prepared, timings);
      }
      case Prepared.ToList(ListShape shape, Request request, var context, var made) -> {
        notes.statement(shape.template().main().sql());
        yield lists.read(
            shape, new ListReads.Asked(request, caller, context, profiled(request), made, timings));
      }
      case Prepared.ToPage(PageShape shape, Request request, var context, var made, var maxCost) -> {
        notes.statement(shape.beginning().first().getFirst().sql());
        yield pages.read(
            shape,
            new PageReads.Asked(
                request, maxCost, caller, context, profiled(request), made, timings));
      }
      case Prepared.ToDescribe prepared -> describe(prepared, caller, timings);
      case Prepared.ToAllow(Plan.Allow plan) ->
          timings.during("response", () -> Replies.allow(plan));
    };
  }

  private static Template.Piece main(Prepared.ToRun prepared) {
    Template template = prepared.template();
    return prepared.otherwise().flatMap(_ -> template.byColumns()).orElse(template.main());
  }

  /**
   * Runs a script. Columns are read one after the other, JSON row by row: which of several wrong
   * values is told must not depend on that, so that JSON has the last word about values.
   */
  private Reply runEitherWay(Prepared.ToRun prepared, Timings timings) {
    try {
      return run(prepared, prepared.script(), timings);
    } catch (ProblemException failed) {
      if (prepared.otherwise().isEmpty() || !isAboutValues(failed.problem())) {
        throw failed;
      }
      return run(prepared, prepared.otherwise().get().get(), timings);
    }
  }

  /** Data exceptions, exceeded limits, and what domains refuse. */
  private static boolean isAboutValues(Problem problem) {
    return problem instanceof PgProblem.Refused refused
        && ABOUT_VALUES.stream().anyMatch(refused.state()::startsWith);
  }

  private Reply run(Prepared.ToRun prepared, Script script, Timings timings) {
    if (prepared.spending().isPresent()) {
      Spending spending = prepared.spending().get();
      return reply(
          prepared,
          timings.during("transaction", () -> runWithin(spending, script, results(prepared))),
          timings);
    }
    if (Inspection.isNeeded(prepared.plan())) {
      return timings.during(
          "transaction", () -> database.inspect(script, rows -> reply(prepared, rows, timings)));
    }
    List<Rows> rows = timings.during("transaction", () -> database.run(script));
    return reply(prepared, rows, timings);
  }

  private static int results(Prepared.ToRun prepared) {
    return prepared.template().estimate().isPresent() ? 2 : 1;
  }

  /** The last results of a script, when the planner's estimate of their cost is within a limit. */
  private List<Rows> runWithin(Spending spending, Script script, int results) {
    List<Statement> statements = new ArrayList<>(script.statements());
    int before = statements.size() - results;
    statements.add(before, spending.estimate());
    Script costed = new Script(statements, script.access(), script.isolation(), script.ending());
    return database.run(
        costed, before + 1, rows -> Replies.checkCost(rows.getLast(), spending.limit()));
  }

  private Reply reply(Prepared.ToRun prepared, List<Rows> rows, Timings timings) {
    List<Rows> last = rows.subList(rows.size() - results(prepared), rows.size());
    Request request = prepared.request();
    return timings.during(
        "response", () -> Replies.of(prepared.plan(), request, last, profiled(request)));
  }

  private Reply describe(Prepared.ToDescribe prepared, Caller caller, Timings timings) {
    Plan.Describe plan = prepared.plan();
    Script script =
        binder.reading(
            plan.schema(), caller, prepared.context(), description.queries(plan.schema()));
    List<Rows> rows = timings.during("transaction", () -> database.run(script));
    byte[] body =
        timings.during("response", () -> description.document(prepared.snapshot(), plan, rows));
    Headers headers = description.headers(plan.schema(), profiled(prepared.request()));
    return new Reply(200, headers, plan.bodyWanted() ? body : new byte[0]);
  }

  /** Whether the answer names its schema: clients may choose among several, or have named one. */
  private boolean profiled(Request request) {
    return config.schemas().size() > 1 || request.shape().profile().isPresent();
  }
}
