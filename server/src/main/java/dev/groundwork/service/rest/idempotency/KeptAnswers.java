package dev.groundwork.service.rest.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.query.Keeping;
import dev.groundwork.service.rest.reply.Replies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers that are kept in the database, and how they get there and back. */
public final class KeptAnswers {
  /** Says that an answer is that of an earlier request; the name that Stripe gives it. */
  public static final String REPLAYED = "Idempotent-Replayed";

  /** Statements that stand after the one that answers. */
  public static final int AFTER = 2;

  private static final String USED = "GWK01";
  private static final String LOCK_TIMEOUT = "55P03";

  /** At a higher isolation, PostgreSQL cannot go on when the key was used meanwhile. */
  private static final String NOT_SERIALIZABLE = "40001";

  /** Takes the key, or waits for who has it; what else is selected comes after. */
  private static final String TAKE =
      """
      with taken as (
        insert into groundwork.idempotency_keys as kept (id, fingerprint, expires_at)
        select ?, ?, clock_timestamp() + ?::interval
        where set_config('lock_timeout',
          case when set_config('groundwork.lock_timeout', current_setting('lock_timeout'), true) <> ''
            then ? end, true) <> ''
        on conflict (id) do update
          set fingerprint = excluded.fingerprint, expires_at = excluded.expires_at,
            form = null, outcome = null, body = null
          where kept.expires_at <= clock_timestamp()
        returning 1)
      select case when exists (select from taken)
        then set_config('lock_timeout', current_setting('groundwork.lock_timeout'), true)
        else groundwork.idempotency_key_used() end\
      """;

  private static final String WAIT = "2s";
  private static final String NO_WAIT = "1ms";
  private static final String SELECT = "select ";

  /** So many texts of settings there are about, as {@code query.Prologue} writes them. */
  private static final int TEXTS = 1_000;

  /** The login's role; requests have not yet that of their caller, or have it no more. */
  private static final Statement OWN_ROLE =
      Statement.of("select pg_catalog.set_config('role', 'none', true)");

  /** Ends with the role of the caller, whom triggers that wait for the commit expect. */
  private static final String KEEP =
      "update groundwork.idempotency_keys set form = ?, outcome = pg_catalog.current_setting('"
          + Keeping.OUTCOME
          + "'), body = pg_catalog.current_setting('"
          + Keeping.BODY
          + "') where id = ? returning pg_catalog.set_config('role', ?, true)";

  private static final String KEEP_GIVEN =
      "update groundwork.idempotency_keys set form = ?, outcome = ?, body = ?"
          + " where id = ? returning pg_catalog.set_config('role', ?, true)";

  private static final String FIND =
      "select fingerprint, form, outcome, case when "
          + Keeping.BINARY
          + " then body::bytea else convert_to(body, 'UTF8') end"
          + " from groundwork.idempotency_keys"
          + " where id = ? and expires_at > clock_timestamp() and outcome is not null";

  private final Database database;
  private final String lifetime;

  /** With a key before, by the settings that a request begins with. */
  private final Cache<String, String> beginnings = Caffeine.newBuilder().maximumSize(TEXTS).build();

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
   * @param script begins with a statement of settings, of which the role is one; its main statement
   *     is the last, and leaves its row to {@link Keeping}
   * @param form of the answer
   */
  public Script around(Script script, Claim claim, String form, String role) {
    List<Statement> given = script.statements();
    List<Statement> statements = new ArrayList<>(given.size() + AFTER);
    statements.add(taking(claim, given.getFirst()));
    statements.addAll(given.subList(1, given.size()));
    statements.add(OWN_ROLE);
    statements.add(new Statement(KEEP, List.of(form, claim.id(), role)));
    return new Script(statements, script.access(), script.isolation(), script.ending());
  }

  /** What takes the key by itself, before anything else in its transaction. */
  public Statement taking(Claim claim) {
    return new Statement(TAKE, List.copyOf(taking(claim, WAIT)));
  }

  /**
   * What keeps an answer that is made here, after all else in its transaction.
   *
   * @param form of the answer
   * @param outcome what the answer says beside its body, as {@link Replies} has it
   */
  public static List<Statement> keeping(
      Claim claim, String form, String outcome, byte[] body, String role) {
    String text = new String(body, StandardCharsets.UTF_8);
    return List.of(
        OWN_ROLE, new Statement(KEEP_GIVEN, List.of(form, outcome, text, claim.id(), role)));
  }

  /** The key is taken with the rights of the login: they are looked at before the role is set. */
  private Statement taking(Claim claim, Statement settings) {
    List<@Nullable Object> values = new ArrayList<>(taking(claim, WAIT));
    values.addAll(settings.values());
    return new Statement(beginnings.get(settings.sql(), KeptAnswers::beginning), values);
  }

  private static String beginning(String settings) {
    return TAKE + ", " + settings.substring(SELECT.length());
  }

  private List<Object> taking(Claim claim, String wait) {
    return List.of(claim.id(), claim.fingerprint(), lifetime, wait);
  }

  /**
   * The answer in the place of a failure, when it failed because there is an answer.
   *
   * @param cause of the failure, where it is one of the database
   * @throws ProblemException the same failure when that has nothing to do with the key
   */
  public Reply inPlaceOf(ProblemException failure, PgProblem cause, Claim claim) {
    return switch (cause.sqlState().orElse("")) {
      case USED -> find(claim).orElseThrow(() -> new IdempotencyProblem.KeyInUse().raise());
      case LOCK_TIMEOUT -> find(claim).orElseThrow(() -> inUse(claim, failure));
      case NOT_SERIALIZABLE -> find(claim).orElseThrow(() -> failure);
      default -> throw failure;
    };
  }

  /** Whether it was the key that was waited for: a statement may have its own limit of waiting. */
  private ProblemException inUse(Claim claim, ProblemException failure) {
    Statement take = new Statement(TAKE, List.copyOf(taking(claim, NO_WAIT)));
    try {
      database.run(
          new Script(
              List.of(take), Script.Access.READ_WRITE, Optional.empty(), Script.Ending.ROLLBACK));
      return failure;
    } catch (ProblemException refused) {
      return new IdempotencyProblem.KeyInUse().raise();
    }
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
