package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.sql.Script;
import dev.groundwork.service.rest.batch.Batch;
import dev.groundwork.service.rest.batch.BatchParser;
import dev.groundwork.service.rest.batch.BatchProblem;
import dev.groundwork.service.rest.config.BatchLimits;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.idempotency.Claim;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.query.Binder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Does the requests of a batch in one transaction, again when others were in its way. */
final class Batches {
  /** Serialization failure and deadlock: the same may succeed when it is done anew. */
  private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01");

  /** What has been prepared is out of date; connections opened from now on know nothing of it. */
  private static final String STALE_PLAN = "cached plan must not change result type";

  /** So long, about, before the first retry; twice as long before each further one. */
  private static final int PAUSE_MILLISECONDS = 5;

  private final Database database;
  private final Retries retries;
  private final BatchRun.Floor floor;

  Batches(
      RestConfig config,
      CallerLimits callerLimits,
      BatchLimits limits,
      Database database,
      Supplier<SchemaCache> schema,
      Retries retries) {
    Binder binder = new Binder(config);
    long most = Math.min(config.maxRows().orElse(Long.MAX_VALUE), ListReads.WHOLE + 1L);
    RestConfig bounded = config.withMaxRows(OptionalLong.of(most));
    this.database = database;
    this.retries = retries;
    this.floor =
        new BatchRun.Floor(
            config,
            limits,
            new Preparation(bounded, callerLimits, schema, binder),
            binder,
            retries);
  }

  /** Whether a request is for this. */
  boolean areAsked(RawRequest raw) {
    return floor.limits().requests() > 0 && Batch.isAsked(raw);
  }

  Reply handle(RawRequest raw, Caller caller, Notes notes) {
    Optional<Claim> claim = retries.claim(raw, caller);
    return retries.orKept(claim, () -> handle(raw, caller, claim, notes));
  }

  private Reply handle(RawRequest raw, Caller caller, Optional<Claim> claim, Notes notes) {
    Batch batch = BatchParser.parse(raw.body(), floor.limits().requests());
    long deadline = System.nanoTime() + floor.limits().time().toNanos();
    return untilDone(
        new BatchRun.Asked(
            batch, raw.headers(), caller, claim, undo(raw.headers()), deadline, notes));
  }

  private Reply untilDone(BatchRun.Asked asked) {
    int left = asked.batch().retries();
    boolean renewed = false;
    for (int tried = 0; ; tried++) {
      BatchRun run = new BatchRun(floor, asked);
      try {
        return database.transact(run::work);
      } catch (ProblemException failed) {
        ProblemException told = run.undone(failed, OptionalInt.empty());
        if (!renewed && isStale(told)) {
          renewed = true;
          database.renew();
        } else if (left == 0 || !isInTheWay(told) || !paused(tried, asked.deadline())) {
          throw told;
        } else {
          left--;
        }
      }
    }
  }

  private boolean undo(Headers headers) {
    return floor.binder().ending(Parser.preferences(headers)) == Script.Ending.ROLLBACK;
  }

  private static Optional<PgProblem.Refused> refused(ProblemException failed) {
    return failed.problem() instanceof BatchProblem.Undone undone
            && undone.cause() instanceof PgProblem.Refused refused
        ? Optional.of(refused)
        : Optional.empty();
  }

  private static boolean isInTheWay(ProblemException failed) {
    return refused(failed).filter(known -> IN_THE_WAY.contains(known.state())).isPresent();
  }

  private static boolean isStale(ProblemException failed) {
    return refused(failed)
        .filter(known -> known.state().equals("26000") || known.message().equals(STALE_PLAN))
        .isPresent();
  }

  /** Waits a while, not as long as others do; false when there is no time for that. */
  private static boolean paused(int tried, long deadline) {
    long longest = (long) PAUSE_MILLISECONDS << Math.min(tried, 8);
    long pause = ThreadLocalRandom.current().nextLong(longest / 2, longest * 3 / 2 + 1);
    if (System.nanoTime() + pause * 1_000_000 >= deadline) {
      return false;
    }
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
