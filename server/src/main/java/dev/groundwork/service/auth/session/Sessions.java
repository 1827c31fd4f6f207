package dev.groundwork.service.auth.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.problem.AuthProblem;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Begins, renews and ends sessions. A session is renewed by a refresh token that is good once; the
 * one before the newest is taken as well, because an answer may get lost. An older one means that
 * somebody has a copy: the session ends.
 */
public final class Sessions {
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String NOT_FOUND = "Invalid Refresh Token: Refresh Token Not Found";

  private final Database database;
  private final AccessTokens tokens;
  private final AuthConfig config;
  private final byte[] serverKey;
  private final InstantSource clock;

  /**
   * Sessions in a database.
   *
   * @param serverKey part of what proves refresh tokens; the same on every node
   */
  public Sessions(
      Database database,
      AccessTokens tokens,
      AuthConfig config,
      byte[] serverKey,
      InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.config = config;
    this.serverKey = serverKey.clone();
    this.clock = clock;
  }

  /** A session that was begun in a transaction; its tokens are made after that has ended. */
  public record Begun(
      User user,
      ObjectNode userJson,
      Row session,
      List<SessionStore.Proof> proofs,
      String method) {}

  /** What came of a refresh token; the transaction keeps what it did in each case. */
  private sealed interface Outcome {
    record Renewed(Begun begun) implements Outcome {}

    record Refused(AuthProblem problem) implements Outcome {}
  }

  /** Begins a session of a person who has proved who they are. */
  public Begun begin(Transaction tx, User user, Method method, Client client) {
    if (user.isBanned(clock.instant())) {
      throw AuthCode.USER_BANNED.because("User is banned").raise();
    }
    SessionStore store = new SessionStore(tx);
    Row session = store.begin(user, method, client);
    Users users = new Users(tx);
    User seen = users.update(user, new Change().now("last_sign_in_at"));
    return new Begun(
        seen, users.json(seen), session, store.proofs(session.text("id")), method.text());
  }

  /** A session that goes on, such as after a further proof. */
  public Begun resumed(Transaction tx, User user, Row session, Method method) {
    return resumed(tx, user, session, method.text());
  }

  private static Begun resumed(Transaction tx, User user, Row session, String method) {
    SessionStore store = new SessionStore(tx);
    return new Begun(
        user, new Users(tx).json(user), session, store.proofs(session.text("id")), method);
  }

  /**
   * A further proof in a session.
   *
   * @param factor that was proved, a UUID
   */
  public record Raise(Method method, String factor) {}

  /** A session of somebody who has proved a second factor: a level higher, with new tokens. */
  public Begun raised(Transaction tx, User user, String id, Raise raise) {
    if (user.isBanned(clock.instant())) {
      throw AuthCode.USER_BANNED.because("User is banned").at(403).raise();
    }
    SessionStore store = new SessionStore(tx);
    Row session =
        store
            .locked(id)
            .orElseThrow(() ->
                AuthCode.SESSION_NOT_FOUND
                    .because("Session from session_id claim in JWT does not exist")
                    .raise());
    store.prove(id, raise.method);
    Change change = next(session).set("aal", "aal2").set("factor_id", raise.factor);
    return resumed(tx, user, store.update(id, change), raise.method);
  }

  /** The answer to a sign-in: tokens and the person. Outside of a transaction: hooks may run. */
  public ObjectNode answer(Begun begun) {
    try {
      return tokens.answer(begun, refreshToken(begun.session).text());
    } catch (ProblemException rejected) {
      database.transact(tx -> end(tx, begun.session.text("id")));
      throw rejected;
    }
  }

  private static Optional<String> end(Transaction tx, String session) {
    new SessionStore(tx).end(session);
    return Optional.empty();
  }

  /** A new access token, and the next refresh token, for one of before. */
  public ObjectNode refresh(String text) {
    return refresh(text, Optional.empty());
  }

  /**
   * The same for an application that people have let in.
   *
   * @param application whose session it must be; empty for sessions of people themselves
   */
  public ObjectNode refresh(String text, Optional<String> application) {
    try {
      return switch (database.transact(tx -> refresh(tx, text, application))) {
        case Outcome.Renewed(Begun begun) ->
            tokens.answer(begun, refreshToken(begun.session).text());
        case Outcome.Refused(AuthProblem problem) -> throw problem.raise();
      };
    } catch (ProblemException e) {
      if (e.problem().code().equals(LOCK_NOT_AVAILABLE)) {
        throw AuthCode.CONFLICT.because("The session is being renewed by another request").raise();
      }
      throw e;
    }
  }

  private Outcome refresh(Transaction tx, String text, Optional<String> application) {
    Optional<RefreshToken> token = RefreshToken.read(text);
    SessionStore store = new SessionStore(tx);
    if (token.isEmpty()) {
      return application.isPresent()
          ? refused(NOT_FOUND)
          : oldToken(tx, text).map(id -> renewed(tx, id)).orElse(refused(NOT_FOUND));
    }
    String id = token.get().session().toString();
    Optional<Row> session = store.locked(id);
    if (session.isEmpty()
        || !session.get().find("oauth_client_id").equals(application)
        || !token.get().isMadeBy(serverKey, session.get().text("refresh_token_hmac_key"))) {
      return refused(NOT_FOUND);
    }
    User user = new Users(tx).byId(session.get().text("user_id")).orElseThrow();
    if (user.isBanned(clock.instant())) {
      return new Outcome.Refused(
          AuthCode.USER_BANNED.because("Invalid Refresh Token: User Banned"));
    }
    Optional<AuthProblem> ended = ended(store, session.get());
    if (ended.isPresent()) {
      store.end(id);
      return new Outcome.Refused(ended.get());
    }
    return used(tx, token.get(), session.get());
  }

  /** By how many renewals the token is behind. */
  private Outcome used(Transaction tx, RefreshToken token, Row session) {
    long behind = session.number("refresh_token_counter") - token.counter();
    if (behind == 0 && config.sessions().rotation()) {
      return renewed(tx, session.text("id"));
    }
    if (behind <= 1 || !config.sessions().rotation() || isJustRenewed(session)) {
      return again(tx, session);
    }
    new SessionStore(tx).end(session.text("id"));
    return new Outcome.Refused(
        AuthCode.REFRESH_TOKEN_ALREADY_USED.because("Invalid Refresh Token: Already Used"));
  }

  /** Several windows of one person may renew a session at once. */
  private boolean isJustRenewed(Row session) {
    Instant since = clock.instant().minus(config.sessions().reuse());
    return session.time("refreshed_at").filter(since::isBefore).isPresent();
  }

  private Outcome renewed(Transaction tx, String id) {
    SessionStore store = new SessionStore(tx);
    return again(tx, store.update(id, next(store.byId(id).orElseThrow())));
  }

  /** Makes the refresh token of before good no more than once. */
  private Change next(Row session) {
    String next = String.valueOf(session.number("refresh_token_counter") + 1);
    Change change =
        new Change()
            .set("refresh_token_counter", next)
            .set("refreshed_at", clock.instant().toString().replace("Z", ""));
    if (session.find("refresh_token_hmac_key").isEmpty()) {
      change.set("refresh_token_hmac_key", UUID.randomUUID().toString() + UUID.randomUUID());
    }
    return change;
  }

  private Outcome again(Transaction tx, Row session) {
    User user = new Users(tx).byId(session.text("user_id")).orElseThrow();
    return new Outcome.Renewed(resumed(tx, user, session, "token_refresh"));
  }

  private static Outcome refused(String message) {
    return new Outcome.Refused(AuthCode.REFRESH_TOKEN_NOT_FOUND.because(message));
  }

  /** The session of a token from the time before Groundwork served this database. */
  private static Optional<String> oldToken(Transaction tx, String text) {
    List<Row> rows =
        new Table(tx, "refresh_tokens")
            .update(
                new Change().set("revoked", "true").now("updated_at"),
                "t.token = ? and not t.revoked and t.session_id is not null",
                text);
    return rows.isEmpty() ? Optional.empty() : rows.getFirst().find("session_id");
  }

  private Optional<AuthProblem> ended(SessionStore store, Row session) {
    Instant now = clock.instant();
    AuthConfig.Sessions limits = config.sessions();
    Instant begun = session.time("created_at").orElse(now);
    Instant renewed = session.time("refreshed_at").orElse(begun);
    if (session.time("not_after").filter(now::isAfter).isPresent()
        || isOver(begun, limits.timebox(), now)) {
      return expired("Session Expired");
    }
    if (isOver(renewed, limits.inactivity(), now)) {
      return expired("Session Expired (Inactivity)");
    }
    if (limits.single() && store.hasNewer(session)) {
      return expired("Session Expired (Revoked by Newer Login)");
    }
    return Optional.empty();
  }

  private static Optional<AuthProblem> expired(String why) {
    return Optional.of(AuthCode.SESSION_EXPIRED.because("Invalid Refresh Token: " + why));
  }

  private static boolean isOver(Instant start, Duration limit, Instant now) {
    return limit.isPositive() && now.isAfter(start.plus(limit));
  }

  private RefreshToken refreshToken(Row session) {
    return RefreshToken.of(
        UUID.fromString(session.text("id")),
        session.number("refresh_token_counter"),
        serverKey,
        session.text("refresh_token_hmac_key"));
  }
}
