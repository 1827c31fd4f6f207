package dev.groundwork.service.auth.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Who makes a call, by their token. */
public final class Bearers {
  private static final Set<String> ADMINS = Set.of("service_role", "supabase_admin");

  private final Supplier<Authenticator> authenticator;
  private final Database database;
  private final InstantSource clock;

  public Bearers(Supplier<Authenticator> authenticator, Database database, InstantSource clock) {
    this.authenticator = authenticator;
    this.database = database;
    this.clock = clock;
  }

  /**
   * A person with a token.
   *
   * @param session empty for tokens that name none
   */
  public record Bearer(User user, Optional<Row> session, ObjectNode claims) {
    /** The session's id; empty when there is none. */
    public String sessionId() {
      return session.map(row -> row.text("id")).orElse("");
    }

    /** The application that acts for the person; empty when it is the person. */
    public Optional<String> application() {
      return session.flatMap(row -> row.find("oauth_client_id"));
    }

    /** How many factors were proved: {@code aal1}, {@code aal2}. */
    public String level() {
      return session.flatMap(row -> row.find("aal")).orElse("aal1");
    }
  }

  /**
   * The person who makes a call.
   *
   * @throws ProblemException when there is no token, it does not hold, the person or the session is
   *     gone, or the token is one that an application was given to act for the person
   */
  public Bearer person(Call call) {
    Bearer bearer = personOrApplication(call);
    if (bearer.application().isPresent()) {
      throw AuthCode.BAD_JWT.because("Not allowed with a token of an application").raise();
    }
    return bearer;
  }

  /**
   * The person who makes a call, or whom an application acts for.
   *
   * @throws ProblemException when there is no token, it does not hold, or the person or the session
   *     is gone
   */
  public Bearer personOrApplication(Call call) {
    ObjectNode claims = claims(call);
    String id = claims.path("sub").asText("");
    if (!Users.isId(id)) {
      throw AuthCode.BAD_JWT.because("invalid claim: missing sub claim").raise();
    }
    return database.transact(tx -> person(tx, id, claims));
  }

  private Bearer person(Transaction tx, String id, ObjectNode claims) {
    User user =
        new Users(tx)
            .byId(id)
            .orElseThrow(() ->
                AuthCode.USER_NOT_FOUND
                    .because("User from sub claim in JWT does not exist")
                    .at(403)
                    .raise());
    if (user.isBanned(clock.instant())) {
      throw AuthCode.USER_BANNED.because("User is banned").at(403).raise();
    }
    String session = claims.path("session_id").asText("");
    Optional<Row> row = Users.isId(session) ? new SessionStore(tx).byId(session) : Optional.empty();
    boolean foreign = row.isPresent() && !row.get().text("user_id").equals(user.id());
    if (!session.isEmpty() && (row.isEmpty() || foreign)) {
      throw AuthCode.SESSION_NOT_FOUND
          .because("Session from session_id claim in JWT does not exist")
          .raise();
    }
    return new Bearer(user, row, claims);
  }

  /**
   * Lets only servers with a key of theirs pass.
   *
   * @throws ProblemException for everybody else
   */
  public void requireAdmin(Call call) {
    if (!ADMINS.contains(claims(call).path("role").asText(""))) {
      throw AuthCode.NOT_ADMIN.because("User not allowed").raise();
    }
  }

  /** Whether a server with a key of its own makes the call. */
  public boolean isAdmin(Call call) {
    return call.headers().first("Authorization").isPresent()
        && ADMINS.contains(claims(call).path("role").asText(""));
  }

  private ObjectNode claims(Call call) {
    Optional<String> authorization = call.headers().first("Authorization");
    boolean bearer =
        authorization.filter(each -> each.regionMatches(true, 0, "Bearer ", 0, 7)).isPresent();
    if (!bearer) {
      throw AuthCode.NO_AUTHORIZATION
          .because("This endpoint requires a valid Bearer token")
          .raise();
    }
    try {
      Caller caller = authenticator.get().identify(authorization, call.headers().first("apikey"));
      return Json.object(caller.claims()).orElseGet(Json::object);
    } catch (ProblemException unusable) {
      throw AuthCode.BAD_JWT
          .because(
              "invalid JWT: unable to parse or verify signature, " + unusable.problem().message())
          .raise();
    }
  }
}
