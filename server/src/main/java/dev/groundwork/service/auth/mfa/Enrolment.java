package dev.groundwork.service.auth.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Adds factors to an account, and takes them away. */
final class Enrolment {
  private final Floor floor;
  private final Map<Kind, Proving> ways;

  Enrolment(Floor floor, Map<Kind, Proving> ways) {
    this.floor = floor;
    this.ways = ways;
  }

  /** A factor that is to be added. */
  private record Wish(String id, Kind kind, String name, Proving.Setup setup) {}

  /** Sets a factor up; it counts once it was verified. */
  Reply enroll(Call call) {
    Bearers.Bearer bearer = floor.bearers().person(call);
    Kind kind =
        Kind.named(call.find("factor_type").orElse(""))
            .orElseThrow(() ->
                AuthCode.VALIDATION_FAILED
                    .because("factor_type needs to be totp, phone, or webauthn")
                    .raise());
    kind.requireEnrolling(floor.config().mfa());
    String id = UUID.randomUUID().toString();
    Proving.Setup setup = way(kind).enroll(call, bearer.user(), id);
    Wish wish = new Wish(id, kind, call.find("friendly_name").orElse("").strip(), setup);
    Row row = floor.database().transact(tx -> add(tx, call, bearer, wish));
    ObjectNode json = Json.object();
    json.put("id", row.text("id")).put("type", kind.text());
    json.put("friendly_name", row.text("friendly_name"));
    return Replies.json(json.setAll(setup.answer()));
  }

  private Proving way(Kind kind) {
    return java.util.Objects.requireNonNull(ways.get(kind));
  }

  private Row add(Transaction tx, Call call, Bearers.Bearer bearer, Wish wish) {
    Users users = new Users(tx);
    User user = users.locked(bearer.user().id()).orElseThrow();
    Factors factors = new Factors(tx);
    Instant now = floor.clock().instant();
    factors.removeAbandoned(user, now.minus(MfaRoutes.LIFE_OF_A_CHALLENGE));
    List<Row> known = users.factors(user);
    requireLevel(bearer, known);
    if (known.size() >= floor.config().mfa().most()) {
      throw AuthCode.TOO_MANY_ENROLLED_MFA_FACTORS
          .because("Maximum number of verified factors reached, unenroll to continue")
          .raise();
    }
    requireName(known, wish.name);
    if (wish.kind == Kind.PHONE) {
      makeRoom(factors, known, wish.setup.answer().path("phone").asText());
    }
    Change row =
        new Change()
            .set("id", wish.id)
            .set("user_id", user.id())
            .set("friendly_name", wish.name)
            .set("factor_type", wish.kind.text())
            .set("status", "unverified")
            .set("created_at", now)
            .set("updated_at", now);
    Audit.note(tx, "factor_in_progress", user, call.client());
    return factors.add(row.with(wish.setup.columns()));
  }

  private static void requireLevel(Bearers.Bearer bearer, List<Row> known) {
    if (known.stream().anyMatch(Factors::isVerified) && !bearer.level().equals("aal2")) {
      throw AuthCode.INSUFFICIENT_AAL
          .because("AAL2 required to enroll a new factor")
          .at(403)
          .raise();
    }
  }

  private static void requireName(List<Row> known, String name) {
    if (!name.isEmpty()
        && known.stream().anyMatch(factor -> factor.text("friendly_name").equals(name))) {
      throw AuthCode.MFA_FACTOR_NAME_CONFLICT
          .because("A factor with the friendly name \"" + name + "\" for this user already exists")
          .raise();
    }
  }

  /** A phone is one factor; one that was not verified gives way. */
  private static void makeRoom(Factors factors, List<Row> known, String number) {
    Optional<Row> same =
        known.stream().filter(factor -> factor.text("phone").equals(number)).findFirst();
    if (same.filter(Factors::isVerified).isPresent()) {
      throw AuthCode.MFA_VERIFIED_FACTOR_EXISTS
          .because(
              "A verified phone factor already exists, unenroll the existing factor to continue")
          .raise();
    }
    same.ifPresent(factor -> factors.remove(factor.text("id")));
  }

  /** Takes a factor away; sessions that it has raised are what they were before. */
  Reply unenroll(Call call) {
    Bearers.Bearer bearer = floor.bearers().person(call);
    Row gone = floor.database().transact(tx -> remove(tx, call, bearer));
    return Replies.json(Json.object().put("id", gone.text("id")));
  }

  private static Row remove(Transaction tx, Call call, Bearers.Bearer bearer) {
    Factors factors = new Factors(tx);
    Row factor = factors.of(bearer.user(), call.place("id"));
    if (Factors.isVerified(factor) && !bearer.level().equals("aal2")) {
      throw AuthCode.INSUFFICIENT_AAL
          .because("AAL2 required to unenroll verified factor")
          .at(422)
          .raise();
    }
    new SessionStore(tx).lower(factor.text("id"));
    factors.remove(factor.text("id"));
    Audit.note(tx, "factor_unenrolled", bearer.user(), call.client());
    return factor;
  }
}
