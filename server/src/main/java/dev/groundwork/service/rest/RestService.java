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
import dev.groundwork.service.rest.idempotency.Claim;
import dev.groundwork.service.rest.idempotency.KeptAnswers;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.CursorSeal;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.NestedProblem;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.Inspection;
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.Replies;
import dev.groundwork.service.rest.reply.ReplyProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The way of a request: words, meaning, SQL, database, answer. */
final class RestService {
  private static final List<String> ABOUT_VALUES = List.of("22", "54", "23502", "23514");

  private static final int MERGE_TRIES = 4;

  private final RestConfig config;
  private final Database database;
  private final ApiDescription description;
  private final Binder binder;
  private final ListReads lists;
  private final PageReads pages;
  private final Preparation preparation;
  private final Retries retries;

  RestService(
      RestConfig config,
      CallerLimits limits,
      Database database,
      Supplier<SchemaCache> schema,
      ApiDescription description,
      Retries retries,
      CursorSeal seal) {
    this.config = config;
    this.database = database;
    this.description = description;
    this.binder = new Binder(config);
    this.lists = new ListReads(database, binder);
    this.pages = new PageReads(database, binder, seal);
    this.preparation = new Preparation(config, limits, schema, binder);
    this.retries = retries;
  }

  Reply handle(RawRequest raw, Caller caller, Timings timings, Notes notes) {
    Optional<Claim> claim = retries.claim(raw, caller);
    return retries.orKept(claim, () -> handle(raw, caller, claim, timings, notes));
  }

  private Reply handle(
      RawRequest raw, Caller caller, Optional<Claim> claim, Timings timings, Notes notes) {
    return switch (preparation.of(raw, caller, claim.isPresent(), timings)) {
      case Prepared.ToRun prepared -> {
        notes.statement(main(prepared).sql());
        retries.check(prepared.plan(), claim);
        Run run =
            claim.isPresent() && !prepared.plan().reads()
                ? kept(prepared, claim.get(), caller)
                : Run.of(prepared);
        yield telling(run, caller, () -> runEitherWay(run, timings));
      }
      case Prepared.ToList(ListShape shape, Request request, var context, var made) -> {
        notes.statement(shape.template().main().sql());
        yield lists.read(
            shape, new ListReads.Asked(request, caller, context, profiled(request), made, timings));
      }
      case Prepared.ToPage(
              PageShape shape,
              Request request,
              var context,
              var made,
              var maxCost) -> {
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

  /** Who is refused because a row has another state is told of that state. */
  private Reply telling(Run run, Caller caller, Supplier<Reply> work) {
    Prepared.ToRun prepared = run.prepared();
    if (!run.isConditional()) {
      return work.get();
    }
    try {
      return work.get();
    } catch (ProblemException failed) {
      throw failed.problem() instanceof ReplyProblem.OtherState
          ? otherState(prepared, caller).raise()
          : failed;
    }
  }

  private ReplyProblem otherState(Prepared.ToRun prepared, Caller caller) {
    Request request = prepared.request();
    Optional<String> current =
        QueryWriter.currentVersion(prepared.plan())
            .map(query -> List.of(Binder.statement(query, request)))
            .map(query ->
                binder.reading(prepared.plan().schema(), caller, prepared.context(), query))
            .flatMap(script -> Replies.version(database.run(script).getLast()));
    return Replies.unmatched(request, current);
  }

  /**
   * A script to run, and what says the same otherwise.
   *
   * @param after how many statements stand after those that answer
   */
  private record Run(
      Prepared.ToRun prepared, Script script, Optional<Supplier<Script>> otherwise, int after) {

    /** What fails a condition has changed nothing, but must not be kept either. */
    boolean isConditional() {
      return prepared.plan().tagging().matched().isPresent();
    }

    static Run of(Prepared.ToRun prepared) {
      return new Run(prepared, prepared.script(), prepared.otherwise(), 0);
    }
  }

  private Run kept(Prepared.ToRun prepared, Claim claim, Caller caller) {
    Request request = prepared.request();
    String form = Replies.formOf(prepared.plan(), request, profiled(request));
    UnaryOperator<Script> keeping = script -> retries.keeping(script, claim, form, caller.role());
    return new Run(
        prepared,
        keeping.apply(prepared.script()),
        prepared.otherwise().map(script -> () -> keeping.apply(script.get())),
        KeptAnswers.AFTER);
  }

  /**
   * Runs a script. Columns are read one after the other, JSON row by row: which of several wrong
   * values is told must not depend on that, so that JSON has the last word about values.
   */
  private Reply runEitherWay(Run run, Timings timings) {
    try {
      return runAgain(run, timings);
    } catch (ProblemException failed) {
      if (run.otherwise().isEmpty() || !isAboutValues(failed.problem())) {
        throw failed;
      }
      return run(run, run.otherwise().get().get(), timings);
    }
  }

  /**
   * Runs a script; again, when it inserts a row that somebody else has inserted at the same time
   * and that it would have merged a moment later: nothing was changed by the first try.
   */
  private Reply runAgain(Run run, Timings timings) {
    boolean merges =
        run.prepared().plan() instanceof Plan.Write write
            && write.mutation() instanceof Mutation.Nest nest
            && nest.top().anyMerges();
    for (int left = merges ? MERGE_TRIES : 1; ; left--) {
      try {
        return run(run, run.script(), timings);
      } catch (ProblemException failed) {
        if (merges && isTwice(failed.problem())) {
          throw new NestedProblem.Twice().raise();
        }
        if (left == 1 || !isDuplicate(failed.problem())) {
          throw failed;
        }
      }
    }
  }

  /** Of a cardinality that is violated, only what {@code merge} says, not what a trigger does. */
  private static boolean isTwice(Problem problem) {
    return problem instanceof PgProblem.Refused refused
        && refused.state().equals("21000")
        && refused.message().startsWith("MERGE");
  }

  private static boolean isDuplicate(Problem problem) {
    return problem instanceof PgProblem.Refused refused && refused.state().equals("23505");
  }

  /** Data exceptions, exceeded limits, and what domains refuse. */
  private static boolean isAboutValues(Problem problem) {
    return problem instanceof PgProblem.Refused refused
        && ABOUT_VALUES.stream().anyMatch(refused.state()::startsWith);
  }

  private Reply run(Run run, Script script, Timings timings) {
    Prepared.ToRun prepared = run.prepared();
    if (prepared.spending().isPresent()) {
      Spending spending = prepared.spending().get();
      return reply(
          run,
          timings.during("transaction", () -> runWithin(spending, script, results(prepared))),
          timings);
    }
    if (Inspection.isNeeded(prepared.plan()) || (run.after() > 0 && run.isConditional())) {
      return timings.during(
          "transaction", () -> database.inspect(script, rows -> reply(run, rows, timings)));
    }
    List<Rows> rows = timings.during("transaction", () -> database.run(script));
    return reply(run, rows, timings);
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

  private Reply reply(Run run, List<Rows> rows, Timings timings) {
    Prepared.ToRun prepared = run.prepared();
    int end = rows.size() - run.after();
    List<Rows> last = rows.subList(end - results(prepared), end);
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
