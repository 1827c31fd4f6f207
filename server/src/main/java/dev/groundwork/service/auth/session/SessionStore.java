package dev.groundwork.service.auth.session;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of sessions and of how they were proved, in a transaction. */
public final class SessionStore {
  private static final int KEY_BYTES = 32;
  private final Transaction tx;
  private final Table sessions;

  public SessionStore(Transaction tx) {
    this.tx = tx;
    this.sessions = new Table(tx, "sessions");
  }

  /** One proof of who a person is. */
  public record Proof(String method, Instant time) {}

  /** Begins a session of a person who has proved by a method who they are. */
  Row begin(User user, Method method, Client client) {
    byte[] key = RandomText.bytes(KEY_BYTES);
    Row session =
        sessions.insert(
            new Change()
                .set("id", UUID.randomUUID().toString())
                .set("user_id", user.id())
                .now("created_at")
                .now("updated_at")
                .set("aal", "aal1")
                .set("user_agent", client.userAgent())
                .set("ip", client.address().orElse(null))
                .set("refresh_token_hmac_key", Base64.getEncoder().encodeToString(key))
                .set("refresh_token_counter", "0"));
    prove(session.text("id"), method);
    return session;
  }

  /** Notes a proof; a second one by the same method takes the place of the first. */
  public void prove(String session, Method method) {
    tx.run(
        Statement.of(
            """
            insert into auth.mfa_amr_claims
              (id, session_id, authentication_method, created_at, updated_at)
            values (?, ?, ?, now(), now())
            on conflict (session_id, authentication_method) do update set updated_at = now()
            """,
            UUID.randomUUID().toString(),
            session,
            method.text()));
  }

  /** How a session was proved, the newest first. */
  List<Proof> proofs(String session) {
    List<Proof> proofs = new ArrayList<>();
    new Table(tx, "mfa_amr_claims")
        .where("t.session_id = ? order by t.updated_at desc, t.id", session)
        .forEach(row ->
            proofs.add(
                new Proof(
                    row.text("authentication_method"), row.time("updated_at").orElseThrow())));
    return proofs;
  }

  /** The session of an id. */
  public Optional<Row> byId(String id) {
    return sessions.first("t.id = ?", id);
  }

  /** The same, kept from being changed by others; waits for who has it for a few seconds. */
  Optional<Row> locked(String id) {
    tx.run(Statement.of("set local lock_timeout = '5s'"));
    return sessions.first("t.id = ? for update", id);
  }

  /** Whether a person has a session that is newer. */
  boolean hasNewer(Row session) {
    return sessions
        .first(
            "t.user_id = ? and t.created_at > ? limit 1",
            session.text("user_id"),
            session.text("created_at"))
        .isPresent();
  }

  /** Other values of a session. */
  public Row update(String id, Change change) {
    return sessions.update(change.now("updated_at"), "t.id = ?", id).getFirst();
  }

  /** Ends a session. */
  public void end(String id) {
    sessions.delete("t.id = ?", id);
  }

  /** Ends all sessions of a person. */
  public void endAll(User user) {
    sessions.delete("t.user_id = ?", user.id());
  }

  /** Ends all sessions of a person but one. */
  public void endOthers(User user, String kept) {
    sessions.delete("t.user_id = ? and t.id <> ?", user.id(), kept);
  }

  /** Sessions that were raised by a factor that is no more are what they were before. */
  public void lower(String factor) {
    sessions.update(
        new Change().set("aal", "aal1").clear("factor_id").now("updated_at"),
        "t.factor_id = ?",
        factor);
  }

  /** Ends the sessions of a person that only one factor proves. */
  public void endLower(User user, String kept) {
    sessions.delete("t.user_id = ? and t.id <> ? and t.aal = 'aal1'", user.id(), kept);
  }
}
