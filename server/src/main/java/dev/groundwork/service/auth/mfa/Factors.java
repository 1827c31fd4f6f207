package dev.groundwork.service.auth.mfa;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of factors and of their challenges, in a transaction. */
final class Factors {
  private static final String VERIFIED = "verified";

  private final Transaction tx;
  private final Table factors;
  private final Table challenges;

  Factors(Transaction tx) {
    this.tx = tx;
    this.factors = new Table(tx, "mfa_factors");
    this.challenges = new Table(tx, "mfa_challenges");
  }

  static boolean isVerified(Row factor) {
    return factor.text("status").equals(VERIFIED);
  }

  /**
   * One of a person.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is none of theirs
   */
  Row of(User user, String id) {
    Optional<Row> found =
        Users.isId(id)
            ? factors.first("t.id = ? and t.user_id = ?", id, user.id())
            : Optional.empty();
    return found.orElseThrow(
        () -> AuthCode.MFA_FACTOR_NOT_FOUND.because("Factor not found").raise());
  }

  Row add(Change row) {
    return factors.insert(row);
  }

  void remove(String id) {
    factors.delete("t.id = ?", id);
  }

  /** Removes those of a person that nobody has finished setting up. */
  void removeAbandoned(User user, Instant before) {
    factors.delete(
        "t.user_id = ? and t.status = 'unverified' and t.created_at < ?",
        user.id(),
        before.toString());
  }

  /** Removes all of a person that were not verified. */
  void removeUnverified(User user) {
    factors.delete("t.user_id = ? and t.status = 'unverified'", user.id());
  }

  /**
   * Notes that a factor was proved.
   *
   * @return whether it was: not when it was proved otherwise since it was read
   */
  boolean prove(Row read, Change columns) {
    return !factors
        .update(
            columns.set("status", VERIFIED).now("updated_at"),
            "t.id = ? and t.updated_at = ?",
            read.text("id"),
            read.text("updated_at"))
        .isEmpty();
  }

  /** A new challenge; those of the factor from long ago go. */
  void challenge(String factor, Change row, Instant longAgo) {
    challenges.delete("t.factor_id = ? and t.created_at < ?", factor, longAgo.toString());
    challenges.insert(row);
    factors.update(new Change().now("last_challenged_at"), "t.id = ?", factor);
  }

  /** Counts a try to answer a challenge; empty when there may be none. */
  Optional<Row> attempt(String challenge, String factor, int most) {
    Statement statement =
        Statement.of(
            """
            update auth.mfa_challenges as t set tries = t.tries + 1
            where t.id = ? and t.factor_id = ? and t.verified_at is null and t.tries < ?::integer
            returning to_jsonb(t)
            """,
            challenge,
            factor,
            String.valueOf(most));
    return Row.first(tx.run(statement));
  }

  boolean isKnown(String challenge, String factor) {
    return challenges.first("t.id = ? and t.factor_id = ?", challenge, factor).isPresent();
  }

  /** Whether a challenge was given to an address. */
  boolean isFrom(String challenge, String address) {
    return challenges.first("t.id = ? and t.ip_address = ?::inet", challenge, address).isPresent();
  }

  /** Notes that a challenge was answered; not when it was already. */
  boolean answer(String challenge) {
    List<Row> rows =
        challenges.update(
            new Change().now("verified_at"), "t.id = ? and t.verified_at is null", challenge);
    return !rows.isEmpty();
  }
}
