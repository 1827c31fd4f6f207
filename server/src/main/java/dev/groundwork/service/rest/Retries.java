package dev.groundwork.service.rest;

import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.batch.BatchProblem;
import dev.groundwork.service.rest.config.RestConfig.Idempotency;
import dev.groundwork.service.rest.idempotency.Claim;
import dev.groundwork.service.rest.idempotency.IdempotencyProblem;
import dev.groundwork.service.rest.idempotency.KeptAnswers;
import dev.groundwork.service.rest.idempotency.KeySweeper;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.reply.Replies;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What becomes of requests with {@code Idempotency-Key}; nothing where no answers are kept. */
final class Retries implements AutoCloseable {
  private final Optional<Kept> kept;
  private final Optional<String> anonymousRole;

  private record Kept(KeptAnswers answers, KeySweeper sweeper, boolean required) {}

  private Retries(Optional<Kept> kept, Optional<String> anonymousRole) {
    this.kept = kept;
    this.anonymousRole = anonymousRole;
  }

  /**
   * Begins to keep answers.
   *
   * @param settings empty: the header says nothing
   * @param anonymousRole the role of callers without a token
   */
  static Retries start(
      Optional<Idempotency> settings,
      Database database,
      Optional<String> anonymousRole,
      Observer observer) {
    return new Retries(
        settings.map(how ->
            new Kept(
                new KeptAnswers(database, how.lifetime()),
                KeySweeper.start(database, observer),
                how.required())),
        anonymousRole);
  }

  /** What a request lays claim to, if it has a key that counts. */
  Optional<Claim> claim(RawRequest raw, Caller caller) {
    return kept.isPresent() ? Claim.of(raw, caller, anonymousRole) : Optional.empty();
  }

  /** Refuses a write without a key where there must be one, and a key where nothing is kept. */
  void check(Plan.Execution plan, Optional<Claim> claim) {
    if (kept.isEmpty() || plan.reads()) {
      return;
    }
    boolean explained = plan.media() instanceof MediaType.ExecutionPlan;
    if (explained && claim.isPresent()) {
      throw new IdempotencyProblem.PlanNotKept().raise();
    }
    if (!explained && claim.isEmpty() && kept.get().required()) {
      throw new IdempotencyProblem.KeyMissing().raise();
    }
  }

  /** What takes the key of a batch, in the transaction of its parts. */
  Statement taking(Claim claim) {
    return kept.orElseThrow().answers().taking(claim);
  }

  /** What keeps the answer to a batch. */
  static List<Statement> keeping(Claim claim, Reply reply, String role) {
    return KeptAnswers.keeping(
        claim, Replies.formOf(reply), Replies.WITHOUT_ROWS, reply.body(), role);
  }

  /** The script with what takes the key and keeps the answer. */
  Script keeping(Script script, Claim claim, String form, String role) {
    return kept.orElseThrow().answers().around(script, claim, form, role);
  }

  /**
   * The answer of a request, or the kept one when the request has had its effect. That is so, too,
   * when the schema has changed and the request would make no sense any more.
   */
  Reply orKept(Optional<Claim> claim, Supplier<Reply> request) {
    if (claim.isEmpty()) {
      return request.get();
    }
    try {
      return request.get();
    } catch (ProblemException failed) {
      return inPlaceOf(failed, claim.get());
    }
  }

  private Reply inPlaceOf(ProblemException failed, Claim claim) {
    KeptAnswers answers = kept.orElseThrow().answers();
    return switch (failed.problem()) {
      case PgProblem cause -> answers.inPlaceOf(failed, cause, claim);
      case BatchProblem.Undone(PgProblem cause, _, _) -> answers.inPlaceOf(failed, cause, claim);
      default -> answers.find(claim).orElseThrow(() -> failed);
    };
  }

  @Override
  public void close() {
    kept.ifPresent(each -> each.sweeper().close());
  }
}
