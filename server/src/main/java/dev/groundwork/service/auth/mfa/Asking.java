package dev.groundwork.service.auth.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks somebody to prove a factor, and looks at the proof. */
final class Asking {
  /** For so long it can still be told that a challenge has expired. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private static final String NO_ADDRESS = "0.0.0.0";

  private final Floor floor;
  private final Map<Kind, Proving> ways;

  Asking(Floor floor, Map<Kind, Proving> ways) {
    this.floor = floor;
    this.ways = ways;
  }

  /** Asks for a proof. */
  Reply challenge(Call call) {
    User user = floor.bearers().person(call).user();
    Row factor = factor(call, user);
    Kind kind = Kind.of(factor);
    kind.requireVerifying(floor.config().mfa());
    String id = UUID.randomUUID().toString();
    Proving.Question question = way(kind).ask(call, user, factor, id);
    Instant now = floor.clock().instant();
    Change row =
        new Change()
            .set("id", id)
            .set("factor_id", factor.text("id"))
            .set("created_at", now)
            .set("ip_address", address(call))
            .with(question.columns());
    floor.database().transact(tx -> note(tx, call, user, factor, row));
    question.sending().run();
    ObjectNode json = Json.object();
    json.put("id", id).put("type", kind.text());
    json.put("expires_at", now.plus(MfaRoutes.LIFE_OF_A_CHALLENGE).getEpochSecond());
    return Replies.json(json.setAll(question.answer()));
  }

  private Row factor(Call call, User user) {
    return floor.database().transact(tx -> new Factors(tx).of(user, call.place("id")));
  }

  private Proving way(Kind kind) {
    return java.util.Objects.requireNonNull(ways.get(kind));
  }

  private static String address(Call call) {
    return call.client().address().orElse(NO_ADDRESS);
  }

  private Row note(Transaction tx, Call call, User user, Row factor, Change row) {
    Instant longAgo = floor.clock().instant().minus(REMEMBERED);
    new Factors(tx).challenge(factor.text("id"), row, longAgo);
    Audit.note(tx, "challenge_created", user, call.client());
    return factor;
  }

  /** The code that somebody entered. */
  static String code(Call call) {
    return call.find("code")
        .orElseThrow(
            () -> AuthCode.VALIDATION_FAILED.because("Code needs to be non-empty").raise());
  }

  /** Looks at a proof: when it is right the session is a level higher. */
  Reply verify(Call call) {
    Bearers.Bearer bearer = floor.bearers().person(call);
    if (bearer.session().isEmpty()) {
      throw AuthCode.SESSION_NOT_FOUND.because("The token belongs to no session").raise();
    }
    Row factor = factor(call, bearer.user());
    Kind kind = Kind.of(factor);
    kind.requireVerifying(floor.config().mfa());
    floor.guard().guess("factor", factor.text("id"));
    Proving way = way(kind);
    Row challenge = challengeOf(call, factor, way.tries());
    Optional<Change> proved = way.check(call, factor, challenge);
    floor
        .extensions()
        .factorAttempt(bearer.user(), factor.text("id"), kind.text(), proved.isPresent());
    Change columns = proved.orElseThrow(() -> refused(way));
    Passed passed = new Passed(bearer, factor, challenge, columns);
    Sessions.Begun raised = floor.database().transact(tx -> raise(tx, call, passed));
    return Replies.json(floor.sessions().answer(raised));
  }

  private static ProblemException refused(Proving way) {
    return AuthCode.MFA_VERIFICATION_FAILED.because(way.refusal()).raise();
  }

  /** A challenge that was answered, and what the factor's row then says. */
  private record Passed(Bearers.Bearer bearer, Row factor, Row challenge, Change columns) {}

  /** Counts the try before the answer is looked at, so that it counts whatever comes of it. */
  private Row challengeOf(Call call, Row factor, int tries) {
    String id = call.text("challenge_id");
    String owner = factor.text("id");
    if (!Users.isId(id)) {
      throw unknown();
    }
    Row challenge =
        floor
            .database()
            .transact(tx -> new Factors(tx).attempt(id, owner, tries))
            .orElseThrow(() -> isKnown(id, owner) ? expired(id) : unknown());
    Instant oldest = floor.clock().instant().minus(MfaRoutes.LIFE_OF_A_CHALLENGE);
    if (challenge.time("created_at").filter(oldest::isBefore).isEmpty()) {
      throw expired(id);
    }
    if (!floor.database().transact(tx -> new Factors(tx).isFrom(id, address(call)))) {
      throw AuthCode.MFA_IP_ADDRESS_MISMATCH
          .because("Challenge and verify IP addresses mismatch.")
          .raise();
    }
    return challenge;
  }

  private boolean isKnown(String challenge, String factor) {
    return floor.database().transact(tx -> new Factors(tx).isKnown(challenge, factor));
  }

  private static ProblemException unknown() {
    return AuthCode.MFA_FACTOR_NOT_FOUND
        .because("MFA factor with the provided challenge ID not found")
        .at(422)
        .raise();
  }

  private static ProblemException expired(String id) {
    return AuthCode.MFA_CHALLENGE_EXPIRED
        .because(
            "MFA challenge "
                + id
                + " has expired, verify against another challenge or create a new challenge.")
        .raise();
  }

  private Sessions.Begun raise(Transaction tx, Call call, Passed passed) {
    Users users = new Users(tx);
    User user = users.locked(passed.bearer.user().id()).orElseThrow();
    Factors factors = new Factors(tx);
    String factor = passed.factor.text("id");
    Kind kind = Kind.of(passed.factor);
    if (!factors.answer(passed.challenge.text("id"))) {
      throw expired(passed.challenge.text("id"));
    }
    if (!factors.prove(passed.factor, passed.columns)) {
      throw refused(way(kind));
    }
    factors.removeUnverified(user);
    Audit.note(tx, "factor_verified", user, call.client());
    String session = passed.bearer.sessionId();
    new SessionStore(tx).endLower(user, session);
    return floor.sessions().raised(tx, user, session, new Sessions.Raise(kind.method(), factor));
  }
}
