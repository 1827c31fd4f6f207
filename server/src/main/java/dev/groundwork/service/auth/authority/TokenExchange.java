package dev.groundwork.service.auth.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.problem.OAuthProblem;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Applications get tokens for codes, and for refresh tokens. */
final class TokenExchange {
  private static final Duration CODE_LIFE = Duration.ofMinutes(2);

  private final Floor floor;
  private final SigningKeys keys;

  TokenExchange(Floor floor, SigningKeys keys) {
    this.floor = floor;
    this.keys = keys;
  }

  Reply answer(Call call) {
    floor.guard().token(call);
    Application application = application(call);
    String grant = call.find("grant_type").orElse("");
    return switch (grant) {
      case "authorization_code" -> byCode(call, application);
      case "refresh_token" -> byRefreshToken(call, application);
      default -> throw OAuthProblem.of("unsupported_grant_type", "unsupported grant_type").raise();
    };
  }

  /** Who an application says it is. */
  private record Credentials(String id, String secret) {}

  private Application application(Call call) {
    Credentials given = credentials(call);
    Application application =
        floor
            .database()
            .transact(tx -> Applications.find(tx, given.id))
            .orElseThrow(() -> OAuthProblem.client().raise());
    boolean right =
        application.isPublic() ? given.secret.isEmpty() : application.isProvedBy(given.secret);
    if (!right) {
      throw OAuthProblem.client().raise();
    }
    return application;
  }

  private static Credentials credentials(Call call) {
    Optional<String> basic =
        call.headers()
            .first("Authorization")
            .filter(line -> line.regionMatches(true, 0, "Basic ", 0, 6))
            .map(line -> line.substring(6).strip());
    if (basic.isEmpty()) {
      return new Credentials(
          call.find("client_id").orElse(""), call.find("client_secret").orElse(""));
    }
    try {
      String pair = new String(Base64.getDecoder().decode(basic.get()), UTF_8);
      int colon = pair.indexOf(':');
      return new Credentials(
          URLDecoder.decode(pair.substring(0, colon), UTF_8),
          URLDecoder.decode(pair.substring(colon + 1), UTF_8));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException malformed) {
      throw OAuthProblem.client().raise();
    }
  }

  /** What came of a code; the transaction keeps what it did in each case. */
  private sealed interface Outcome {
    record Exchanged(Sessions.Begun begun, Row authorization) implements Outcome {}

    record Refused(OAuthProblem problem) implements Outcome {}
  }

  private Reply byCode(Call call, Application application) {
    String code = call.find("code").orElse("");
    String verifier = call.find("code_verifier").orElse("");
    if (code.isEmpty() || verifier.isEmpty()) {
      throw OAuthProblem.of("invalid_request", "code and code_verifier are required").raise();
    }
    Outcome outcome =
        floor.database().transact(tx -> exchange(tx, call, application, code, verifier));
    return switch (outcome) {
      case Outcome.Exchanged(Sessions.Begun begun, Row authorization) ->
          Replies.json(tokens(begun, authorization));
      case Outcome.Refused(OAuthProblem problem) -> throw problem.raise();
    };
  }

  private Outcome exchange(
      Transaction tx, Call call, Application application, String code, String verifier) {
    Optional<Row> found =
        Authorizations.table(tx)
            .first(
                "t.authorization_code = ? and t.client_id = ? for update",
                Secrets.hash(code),
                application.id());
    if (found.isEmpty()) {
      return refused("The code is not known");
    }
    Row row = found.get();
    if (row.text("status").equals("expired")) {
      endSession(tx, row);
      return refused("The code was used before");
    }
    Authorizations.table(tx)
        .update(new Change().set("status", "expired"), "t.id = ?", row.text("id"));
    Instant approved = row.time("approved_at").orElse(Instant.EPOCH);
    if (approved.plus(CODE_LIFE).isBefore(floor.clock().instant())) {
      return refused("The code has expired");
    }
    if (!isOf(call, application, row) || !Secrets.answers(row.text("code_challenge"), verifier)) {
      return refused("code_verifier or redirect_uri is not that of the request");
    }
    return begin(tx, call, application, row);
  }

  /** Who uses a code twice has it from somebody else: neither keeps what it gave. */
  private static void endSession(Transaction tx, Row row) {
    new Table(tx, "sessions")
        .delete("t.oauth_client_id = ? and t.tag = ?", row.text("client_id"), tag(row));
  }

  private static String tag(Row authorization) {
    return "authorization:" + authorization.text("id");
  }

  /** OAuth 2.1 has no such parameter any more, 2.0 wants the same one again. */
  private static boolean isOf(Call call, Application application, Row row) {
    return call.find("redirect_uri").map(row.text("redirect_uri")::equals).orElse(true)
        && application.may("authorization_code");
  }

  private Outcome begin(Transaction tx, Call call, Application application, Row row) {
    Optional<User> user =
        new Users(tx)
            .byId(row.text("user_id"))
            .filter(found -> !found.isBanned(floor.clock().instant()));
    if (user.isEmpty()) {
      return refused("The person is gone");
    }
    Sessions.Begun begun =
        floor.sessions().begin(tx, user.get(), Method.OAUTH_SERVER, call.client());
    Row session =
        new SessionStore(tx)
            .update(
                begun.session().text("id"),
                new Change()
                    .set("oauth_client_id", application.id())
                    .set("scopes", row.text("scope"))
                    .set("tag", tag(row)));
    Audit.note(tx, "login", user.get(), call.client());
    return new Outcome.Exchanged(
        new Sessions.Begun(begun.user(), begun.userJson(), session, begun.proofs(), begun.method()),
        row);
  }

  private static Outcome refused(String why) {
    return new Outcome.Refused(OAuthProblem.of("invalid_grant", why));
  }

  private ObjectNode tokens(Sessions.Begun begun, Row authorization) {
    ObjectNode answer = trimmed(floor.sessions().answer(begun));
    Scopes scopes = Scopes.of(authorization.text("scope"));
    answer.put("scope", scopes.text());
    if (scopes.has("openid")) {
      String access = answer.path("access_token").asText();
      answer.put("id_token", idToken(begun, authorization, scopes, access));
    }
    return answer;
  }

  private static ObjectNode trimmed(ObjectNode answer) {
    answer.remove("user");
    return answer;
  }

  private String idToken(Sessions.Begun begun, Row authorization, Scopes scopes, String access) {
    long now = floor.clock().instant().getEpochSecond();
    ObjectNode claims = Json.object();
    claims.put("iss", Metadata.issuer(floor.config()));
    claims.setAll(PersonClaims.of(begun.user(), scopes));
    claims.put("aud", authorization.text("client_id"));
    claims.put("iat", now);
    claims.put("exp", now + floor.config().tokens().lifetime().toSeconds());
    authorization.time("approved_at").ifPresent(at -> claims.put("auth_time", at.getEpochSecond()));
    authorization.find("nonce").ifPresent(nonce -> claims.put("nonce", nonce));
    claims.put("at_hash", Secrets.half(access, keys.algorithm()));
    return keys.token(claims);
  }

  private Reply byRefreshToken(Call call, Application application) {
    String token =
        call.find("refresh_token")
            .orElseThrow(
                () -> OAuthProblem.of("invalid_request", "refresh_token is required").raise());
    if (!application.may("refresh_token")) {
      throw OAuthProblem.of("unauthorized_client", "The application may not refresh").raise();
    }
    try {
      return Replies.json(trimmed(floor.sessions().refresh(token, Optional.of(application.id()))));
    } catch (ProblemException e) {
      throw e.problem().status() < 500 && !e.problem().code().equals(AuthCode.CONFLICT.text())
          ? new ProblemException(OAuthProblem.of("invalid_grant", e.problem().message()), e)
          : e;
    }
  }

  /** What an application may know of the person whose token it has. */
  Reply userInfo(Call call) {
    Bearers.Bearer bearer = floor.bearers().personOrApplication(call);
    Scopes scopes =
        bearer.application().isPresent()
            ? Scopes.of(bearer.session().orElseThrow().text("scopes"))
            : new Scopes(Set.copyOf(Scopes.KNOWN));
    return Replies.json(PersonClaims.of(bearer.user(), scopes));
  }
}
