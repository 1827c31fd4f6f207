package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.Landing;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.problem.OAuthProblem;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Applications ask for people, and people say yes or no. */
final class Authorizations {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int LONGEST_STATE = 4096;
  private static final int LONGEST_NONCE = 255;

  private final Floor floor;
  private final Authority authority;

  Authorizations(Floor floor, Authority authority) {
    this.floor = floor;
    this.authority = authority;
  }

  static Table table(Transaction tx) {
    return new Table(tx, "oauth_authorizations");
  }

  /**
   * An application sends somebody. Until it is known that the address belongs to the application,
   * nobody is sent there, not even with an error.
   */
  Reply authorize(Call call) {
    Application application =
        floor
            .database()
            .transact(tx -> Applications.find(tx, call.parameter("client_id").orElse("")))
            .orElseThrow(() -> OAuthProblem.of("invalid_client", "Unknown client_id").raise());
    String redirectUri = redirectUri(call, application);
    try {
      String id = Secrets.random();
      Change row = row(call, application, redirectUri).set("authorization_id", id);
      floor.database().transact(tx -> insert(tx, row));
      return Replies.redirect(302, page(id));
    } catch (ProblemException e) {
      if (e.problem() instanceof OAuthProblem problem) {
        return Replies.redirect(302, refusal(call, redirectUri, problem));
      }
      throw e;
    }
  }

  private static Row insert(Transaction tx, Change row) {
    table(tx).delete("t.expires_at < now() - interval '1 day'");
    return table(tx).insert(row);
  }

  private String page(String id) {
    String path = authority.consentPath();
    String site = floor.config().site();
    String base = site.endsWith("/") ? site.substring(0, site.length() - 1) : site;
    return Landing.withQuery(
        base + (path.startsWith("/") ? path : "/" + path), Map.of("authorization_id", id));
  }

  private static String redirectUri(Call call, Application application) {
    Optional<String> given = call.parameter("redirect_uri");
    if (given.isEmpty() && application.redirectUris().size() == 1) {
      return application.redirectUris().getFirst();
    }
    return given
        .filter(application.redirectUris()::contains)
        .orElseThrow(
            () -> OAuthProblem.of("invalid_request", "redirect_uri is not registered").raise());
  }

  private Change row(Call call, Application application, String redirectUri) {
    if (!call.parameter("response_type").equals(Optional.of("code"))) {
      throw OAuthProblem.of("unsupported_response_type", "response_type must be code").raise();
    }
    String challenge = call.parameter("code_challenge").orElse("");
    String method = call.parameter("code_challenge_method").orElse("");
    if (!challenge.matches("[A-Za-z0-9_-]{43}") || !method.equalsIgnoreCase("S256")) {
      throw OAuthProblem.of(
              "invalid_request", "code_challenge by the method S256 is required (PKCE)")
          .raise();
    }
    Scopes scopes = Scopes.of(call.parameter("scope").orElse(""));
    return new Change()
        .set("client_id", application.id())
        .set("redirect_uri", redirectUri)
        .set("scope", scopes.text())
        .set("state", bounded(call, "state", LONGEST_STATE))
        .set("nonce", bounded(call, "nonce", LONGEST_NONCE))
        .set("resource", bounded(call, "resource", 2048))
        .set("code_challenge", challenge)
        .set("code_challenge_method", "s256")
        .set("expires_at", floor.clock().instant().plus(LIFE));
  }

  private static String bounded(Call call, String name, int most) {
    String text = call.parameter(name).orElse("");
    if (text.length() > most) {
      throw OAuthProblem.of("invalid_request", name + " is too long").raise();
    }
    return text;
  }

  private String refusal(Call call, String redirectUri, OAuthProblem problem) {
    return answer(
        redirectUri,
        call.parameter("state").filter(text -> text.length() <= LONGEST_STATE).orElse(""),
        error(problem.code(), problem.message()));
  }

  private static Map<String, String> error(String code, String words) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("error", code);
    parts.put("error_description", words);
    return parts;
  }

  /** Back to the application, with the issuer that answers, RFC 9207. */
  private String answer(String redirectUri, String state, Map<String, String> parts) {
    Map<String, String> all = new LinkedHashMap<>(parts);
    if (!state.isEmpty()) {
      all.put("state", state);
    }
    all.put("iss", Metadata.issuer(floor.config()));
    return Landing.withQuery(redirectUri, all);
  }

  /** What the page shows that asks; or where to go on, when the person has agreed before. */
  Reply details(Call call) {
    User user = floor.bearers().person(call).user();
    return Replies.json(floor.database().transact(tx -> details(tx, call, user)));
  }

  private ObjectNode details(Transaction tx, Call call, User user) {
    Row row = pending(tx, call, user);
    Application application = Applications.find(tx, row.text("client_id")).orElseThrow();
    if (Consents.covers(tx, user, application.id(), Scopes.of(row.text("scope")))) {
      return redirect(approve(tx, user, row));
    }
    ObjectNode json = Json.object();
    json.put("authorization_id", row.text("authorization_id"));
    json.put("redirect_uri", row.text("redirect_uri"));
    json.set("client", application.shown());
    json.putObject("user").put("id", user.id()).put("email", user.email().orElse(""));
    json.put("scope", row.text("scope"));
    return json;
  }

  /** The request that waits for a person; the first who looks at it is the one. */
  private Row pending(Transaction tx, Call call, User user) {
    Row row =
        table(tx)
            .first("t.authorization_id = ? for update", call.place("id"))
            .filter(found -> found.text("status").equals("pending"))
            .filter(
                found -> found.time("expires_at").orElseThrow().isAfter(floor.clock().instant()))
            .filter(found -> found.find("user_id").map(user.id()::equals).orElse(true))
            .orElseThrow(() ->
                AuthCode.OAUTH_AUTHORIZATION_NOT_FOUND.because("authorization not found").raise());
    return update(tx, row, new Change().set("user_id", user.id()));
  }

  private static Row update(Transaction tx, Row row, Change change) {
    return table(tx).update(change, "t.id = ?", row.text("id")).getFirst();
  }

  /** What a person says. */
  Reply decide(Call call) {
    User user = floor.bearers().person(call).user();
    String action = call.find("action").orElse("");
    if (!action.equals("approve") && !action.equals("deny")) {
      throw AuthCode.VALIDATION_FAILED.because("action must be 'approve' or 'deny'").raise();
    }
    return Replies.json(redirect(floor.database().transact(tx -> decided(tx, call, user, action))));
  }

  private String decided(Transaction tx, Call call, User user, String action) {
    Row row = pending(tx, call, user);
    if (action.equals("approve")) {
      Consents.note(tx, user, row.text("client_id"), Scopes.of(row.text("scope")));
      Audit.note(tx, "oauth_consent_granted", user, call.client());
      return approve(tx, user, row);
    }
    update(tx, row, new Change().set("status", "denied"));
    return answer(
        row.text("redirect_uri"),
        row.text("state"),
        error("access_denied", "User denied the request"));
  }

  private String approve(Transaction tx, User user, Row row) {
    if (user.isBanned(floor.clock().instant())) {
      throw AuthCode.USER_BANNED.because("User is banned").at(403).raise();
    }
    String code = Secrets.random();
    update(
        tx,
        row,
        new Change()
            .set("status", "approved")
            .set("authorization_code", Secrets.hash(code))
            .set("approved_at", floor.clock().instant()));
    return answer(row.text("redirect_uri"), row.text("state"), Map.of("code", code));
  }

  private static ObjectNode redirect(String address) {
    return Json.object().put("redirect_url", address);
  }
}
