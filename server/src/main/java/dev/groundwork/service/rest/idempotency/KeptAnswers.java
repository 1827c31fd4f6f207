package dev.groundwork.service.rest.idempotency;

import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.query.Keeping;
import dev.groundwork.service.rest.reply.Replies;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers that are kept in the database, and how they get there and back. */
public final class KeptAnswers {
  /** Says that an answer is that of an earlier request; the name that Stripe gives it. */
  public static final String REPLAYED = "Idempotent-Replayed";

  /** Statements that stand after the one that answers. */
  public static final int AFTER = 2;

  private static final String USED = "GWK01";
  private static final String IN_USE = "GWK02";

  /** At a higher isolation, PostgreSQL cannot go on when the key was used meanwhile. */
  private static final String NOT_SERIALIZABLE = "40001";

  private static final String TAKE = "select groundwork.take_idempotency_key(?, ?, ?, ?)";

  /** The login's role; requests have not yet that of their caller, or have it no more. */
  private static final Statement OWN_ROLE =
      Statement.of("select pg_catalog.set_config('role', 'none', true)");

  /** Ends with the role of the caller, whom triggers that wait for the commit expect. */
  private static final String KEEP =
      "update groundwork.idempotency_keys set outcome = pg_catalog.current_setting('"
          + Keeping.OUTCOME
          + "'), body = pg_catalog.current_setting('"
          + Keeping.BODY
          + "') where id = ? returning pg_catalog.set_config('role', ?, true)";

  private static final String FIND =
      "select fingerprint, form, outcome, case when "
          + Keeping.BINARY
          + " then body::bytea else convert_to(body, 'UTF8') end"
          + " from groundwork.idempotency_keys"
          + " where id = ? and expires_at > clock_timestamp() and outcome is not null";

  private final Database database;
  private final String lifetime;

  /**
   * Answers in a database whose login may read and write them.
   *
   * @param lifetime how long they are kept
   */
  public KeptAnswers(Database database, Duration lifetime) {
    this.database = database;
    this.lifetime = lifetime.toSeconds() + " seconds";
  }

  /**
   * A script that takes the key before anything else, and keeps the answer in the end.
   *
   * @param script whose main statement is the last, and leaves its row to {@link Keeping}
   * @param form of the answer
   */
  public Script around(Script script, Claim claim, String form, String role) {
    List<Statement> statements = new ArrayList<>(script.statements().size() + 1 + AFTER);
    statements.add(new Statement(TAKE, List.of(claim.id(), claim.fingerprint(), form, lifetime)));
    statements.addAll(script.statements());
    statements.add(OWN_ROLE);
    statements.add(new Statement(KEEP, List.of(claim.id(), role)));
    return new Script(statements, script.access(), script.isolation(), script.ending());
  }

  /**
   * The answer in the place of a failure, when it failed because there is an answer.
   *
   * @throws ProblemException the same failure when that has nothing to do with the key
   */
  public Reply inPlaceOf(ProblemException failure, Claim claim) {
    return switch (state(failure)) {
      case USED -> find(claim).orElseThrow(() -> new IdempotencyProblem.KeyInUse().raise());
      case IN_USE -> throw new IdempotencyProblem.KeyInUse().raise();
      case NOT_SERIALIZABLE -> find(claim).orElseThrow(() -> failure);
      default -> throw failure;
    };
  }

  private static String state(ProblemException failure) {
    return failure.problem() instanceof PgProblem.Refused refused ? refused.state() : "";
  }

  /**
   * The answer that was given; empty when there is none.
   *
   * @throws ProblemException with {@link IdempotencyProblem.KeyReused} when it is one to another
   *     request
   */
  public Optional<Reply> find(Claim claim) {
    Statement query = new Statement(FIND, List.of(claim.id()));
    Rows rows = database.run(Script.of(query)).getFirst();
    if (rows.size() == 0) {
      return Optional.empty();
    }
    if (!MessageDigest.isEqual(rows.bytes(0, 0).orElseThrow(), claim.fingerprint())) {
      throw new IdempotencyProblem.KeyReused().raise();
    }
    String form = rows.text(0, 1).orElseThrow();
    String outcome = rows.text(0, 2).orElseThrow();
    byte[] body = rows.bytes(0, 3).orElseThrow();
    return Optional.of(Replies.again(form, outcome, body).with(REPLAYED, "true"));
  }
}
