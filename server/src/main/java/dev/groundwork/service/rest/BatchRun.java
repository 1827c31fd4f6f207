package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.Preparation.Prepared;
import dev.groundwork.service.rest.Preparation.Spending;
import dev.groundwork.service.rest.batch.Batch;
import dev.groundwork.service.rest.batch.BatchAnswer;
import dev.groundwork.service.rest.batch.BatchProblem;
import dev.groundwork.service.rest.batch.Budget;
import dev.groundwork.service.rest.batch.PartResult;
import dev.groundwork.service.rest.config.BatchLimits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.idempotency.Claim;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.PartSql;
import dev.groundwork.service.rest.query.PartSql.Surroundings;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** One try to do a batch: its parts one after the other in a transaction. */
final class BatchRun {
  /** Headers of the batch that say nothing of its parts; each has its own. */
  private static final List<String> OWN =
      List.of(
          "accept", "content-", "prefer", "range", "if-", "idempotency-key", "nested", "transfer-");

  private static final String CANCELED = "57014";

  private final Floor floor;
  private final Asked asked;
  private final Budget budget;
  private final List<PartResult> done = new ArrayList<>();
  private final Set<String> settings = new TreeSet<>();
  private Optional<String> isolation;
  private boolean begun;

  /** What is the same for all batches. */
  record Floor(
      RestConfig config,
      BatchLimits limits,
      Preparation preparation,
      Binder binder,
      Retries retries) {}

  /**
   * A batch, who asks for it, and how it came.
   *
   * @param claim to its key, if it has one
   * @param undo whether all is undone in the end, as the client wished
   * @param deadline in the time of {@code System.nanoTime}
   */
  record Asked(
      Batch batch,
      Headers headers,
      Caller caller,
      Optional<Claim> claim,
      boolean undo,
      long deadline,
      Notes notes) {}

  BatchRun(Floor floor, Asked asked) {
    this.floor = floor;
    this.asked = asked;
    this.budget = new Budget(floor.limits().bytes());
    this.isolation = asked.batch().isolation();
  }

  /** Does the parts, and keeps the answer where it has a key. */
  Reply work(Transaction transaction) {
    for (Batch.Part part : asked.batch().parts()) {
      try {
        PartResult result = result(transaction, part);
        budget.use(result.body().map(body -> body.length).orElse(0));
        done.add(result);
      } catch (ProblemException failed) {
        throw undone(failed, OptionalInt.of(done.size()));
      }
    }
    if (asked.undo()) {
      transaction.undo();
    }
    Reply reply = BatchAnswer.of(done);
    asked.claim().ifPresent(claim -> transaction.run(keeping(claim, reply)));
    return reply;
  }

  private Script keeping(Claim claim, Reply reply) {
    List<Statement> statements = Retries.keeping(claim, reply, asked.caller().role());
    return new Script(statements, Script.Access.READ_WRITE, Optional.empty(), Script.Ending.COMMIT);
  }

  /** What a client is told about a failure. */
  ProblemException undone(ProblemException failed, OptionalInt index) {
    if (failed.problem() instanceof BatchProblem.Undone) {
      return failed;
    }
    boolean late =
        failed.problem() instanceof PgProblem known
            && known.sqlState().equals(Optional.of(CANCELED))
            && milliseconds() <= 1;
    Problem cause =
        late ? new BatchProblem.TooSlow(floor.limits().time().toSeconds()) : failed.problem();
    List<Integer> statuses = done.stream().map(PartResult::status).toList();
    BatchProblem told = new BatchProblem.Undone(cause, index, statuses);
    return late || failed.getCause() == null
        ? new ProblemException(told)
        : new ProblemException(told, failed.getCause());
  }

  private long milliseconds() {
    return Duration.ofNanos(asked.deadline() - System.nanoTime()).toMillis();
  }

  private PartResult result(Transaction transaction, Batch.Part part) {
    return switch (floor.preparation().of(raw(part), asked.caller(), false, Timings.NONE)) {
      case Prepared.ToRun prepared ->
          run(
              transaction,
              new Ready(
                  prepared.plan(),
                  prepared.template(),
                  prepared.request(),
                  prepared.otherwise().map(json -> json.get()).orElse(prepared.script()),
                  prepared.spending()));
      case Prepared.ToList(ListShape shape, Request request, var context, _) -> {
        Template whole = shape.whole();
        Script script = floor.binder().bind(shape.plan(), whole, request, asked.caller(), context);
        yield run(transaction, new Ready(shape.plan(), whole, request, script, Optional.empty()));
      }
      case Prepared.ToPage _ ->
          throw new BatchProblem.NotInBatch("pages by cursor", "Ask for limit and offset here.")
              .raise();
      case Prepared.ToDescribe _ ->
          throw new BatchProblem.NotInBatch(
                  "the description of the API", "Ask for it in a request of its own.")
              .raise();
      case Prepared.ToAllow(Plan.Allow plan) -> PartResult.of(Replies.allow(plan));
    };
  }

  /** A part of which all is known that can be known without the database. */
  private record Ready(
      Plan.Execution plan,
      Template template,
      Request request,
      Script script,
      Optional<Spending> spending) {

    /** How many results are those of the request itself, at the end. */
    int results() {
      return template.estimate().isPresent() ? 2 : 1;
    }
  }

  private RawRequest raw(Batch.Part part) {
    String target = part.path().fill(done, budget);
    int question = target.indexOf('?');
    return new RawRequest(
        part.method(),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers(part),
        part.body().fill(done, budget));
  }

  /** SQL sees the headers of the batch in each part, but for those that say how to answer. */
  private Headers headers(Batch.Part part) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (Map.Entry<String, String> line : asked.headers().lines()) {
      String name = line.getKey().toLowerCase(Locale.ROOT);
      if (OWN.stream().noneMatch(name::startsWith) && part.headers().first(name).isEmpty()) {
        lines.add(line);
      }
    }
    lines.addAll(part.headers().lines());
    return new Headers(lines);
  }

  private PartResult run(Transaction transaction, Ready ready) {
    asked.notes().statement(ready.template().main().sql());
    floor.retries().check(ready.plan(), asked.claim());
    Surroundings around = surroundings(ready);
    boolean reads = PartSql.reads(ready.plan());
    if (milliseconds() < 1) {
      throw new BatchProblem.TooSlow(floor.limits().time().toSeconds()).raise();
    }
    int results = ready.results();
    Script beginning = PartSql.beginning(ready.script(), results, reads, around, milliseconds());
    Script end = PartSql.end(ready.script(), results, reads, around);
    if (!begun) {
      beginning = keyFirst(beginning);
    }
    begun = true;
    settings.addAll(PartSql.settings(ready.plan()));
    List<Rows> rows;
    if (ready.spending().isPresent()) {
      Spending spending = ready.spending().get();
      Script estimate = Script.of(spending.estimate());
      Replies.checkCost(
          transaction.run(PartSql.joined(beginning, estimate)).getLast(), spending.limit());
      rows = transaction.run(end).subList(0, results);
    } else {
      int before = beginning.statements().size();
      rows = transaction.run(PartSql.joined(beginning, end)).subList(before, before + results);
    }
    return PartResult.of(reply(ready, rows));
  }

  private Script keyFirst(Script beginning) {
    return asked
        .claim()
        .map(claim -> PartSql.after(floor.retries().taking(claim), beginning))
        .orElse(beginning);
  }

  private Surroundings surroundings(Ready ready) {
    if (begun) {
      checkIsolation(ready.script().isolation());
    } else {
      isolation = isolation.or(ready.script()::isolation);
      checkIsolation(ready.script().isolation());
    }
    return new Surroundings(!begun, asked.batch().deferred(), isolation, settings);
  }

  private void checkIsolation(Optional<String> demanded) {
    String actual = isolation.orElse(Batch.LEVELS.getFirst());
    int least = Batch.LEVELS.indexOf(demanded.orElse(Batch.LEVELS.getFirst()));
    if (Batch.LEVELS.indexOf(actual) < least) {
      throw new BatchProblem.TooLittleIsolation(demanded.orElseThrow(), actual).raise();
    }
  }

  private Reply reply(Ready ready, List<Rows> rows) {
    boolean counted =
        !(ready.plan() instanceof Plan.Write)
            && !(ready.plan().media() instanceof MediaType.ExecutionPlan);
    if (counted && page(rows.getFirst()) > ListReads.WHOLE) {
      throw new BatchProblem.TooManyRows(ListReads.WHOLE).raise();
    }
    boolean profiled =
        floor.config().schemas().size() > 1 || ready.request().shape().profile().isPresent();
    return Replies.of(ready.plan(), ready.request(), rows, profiled);
  }

  private static long page(Rows rows) {
    return rows.text(0, Template.Columns.PAGE).map(Long::parseLong).orElse(0L);
  }
}
