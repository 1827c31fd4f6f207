package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What people have agreed to. */
final class Consents {
  private final Floor floor;

  Consents(Floor floor) {
    this.floor = floor;
  }

  private static Table table(Transaction tx) {
    return new Table(tx, "oauth_consents");
  }

  /** Whether a person has agreed to this much of an application. */
  static boolean covers(Transaction tx, User user, String application, Scopes wanted) {
    return current(tx, user, application)
        .filter(row -> Scopes.of(row.text("scopes")).covers(wanted))
        .isPresent();
  }

  private static Optional<Row> current(Transaction tx, User user, String application) {
    return table(tx)
        .first(
            "t.user_id = ? and t.client_id = ? and t.revoked_at is null", user.id(), application);
  }

  /** Notes that a person agrees; to more than before, where there was something. */
  static void note(Transaction tx, User user, String application, Scopes scopes) {
    Change change = new Change().set("scopes", scopes.text()).now("granted_at");
    List<Row> known =
        table(tx)
            .update(
                change.clear("revoked_at"),
                "t.user_id = ? and t.client_id = ?",
                user.id(),
                application);
    if (known.isEmpty()) {
      table(tx)
          .insert(
              new Change()
                  .set("user_id", user.id())
                  .set("client_id", application)
                  .set("scopes", scopes.text()));
    }
  }

  Reply list(Call call) {
    User user = floor.bearers().person(call).user();
    return Replies.json(floor.database().transact(tx -> grants(tx, user)));
  }

  private static ArrayNode grants(Transaction tx, User user) {
    ArrayNode grants = Json.object().putArray("grants");
    List<Row> rows =
        table(tx)
            .where("t.user_id = ? and t.revoked_at is null order by t.granted_at desc", user.id());
    for (Row row : rows) {
      Applications.find(tx, row.text("client_id"))
          .ifPresent(application -> grants.add(grant(row, application)));
    }
    return grants;
  }

  private static ObjectNode grant(Row row, Application application) {
    ObjectNode grant = Json.object();
    grant.set("client", application.shown());
    ArrayNode scopes = grant.putArray("scopes");
    Scopes.of(row.text("scopes")).names().forEach(scopes::add);
    row.time("granted_at")
        .ifPresent(at -> grant.put("granted_at", at.truncatedTo(ChronoUnit.MICROS).toString()));
    return grant;
  }

  /** Takes it back: the application is signed out at once. */
  Reply revoke(Call call) {
    User user = floor.bearers().person(call).user();
    String application =
        call.parameter("client_id")
            .filter(Users::isId)
            .orElseThrow(() ->
                AuthCode.VALIDATION_FAILED
                    .because("client_id query parameter is required")
                    .raise());
    floor.database().transact(tx -> revoke(tx, call, user, application));
    return Reply.empty(204);
  }

  private static User revoke(Transaction tx, Call call, User user, String application) {
    if (current(tx, user, application).isEmpty()) {
      throw AuthCode.OAUTH_CONSENT_NOT_FOUND
          .because("No active grant found for this client")
          .raise();
    }
    table(tx)
        .update(
            new Change().now("revoked_at"),
            "t.user_id = ? and t.client_id = ?",
            user.id(),
            application);
    new Table(tx, "sessions")
        .delete("t.user_id = ? and t.oauth_client_id = ?", user.id(), application);
    new Table(tx, "oauth_authorizations")
        .delete("t.user_id = ? and t.client_id = ?", user.id(), application);
    Audit.note(tx, "oauth_consent_revoked", user, call.client());
    return user;
  }
}
