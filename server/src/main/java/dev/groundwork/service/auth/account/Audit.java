package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import java.time.Instant;
import java.util.UUID;

/** Notes what people did, in the transaction in which they did it. */
public final class Audit {
  private Audit() {}

  /**
   * Notes an action.
   *
   * @param action such as {@code login}
   */
  public static void note(Transaction tx, String action, User actor, Client client) {
    ObjectNode payload = Json.object();
    payload.put("action", action);
    payload.put("actor_id", actor.id());
    payload.put("actor_username", actor.email().or(actor::phone).orElse(""));
    payload.put("actor_via_sso", actor.isSso());
    payload.put("log_type", type(action));
    payload.put("timestamp", Instant.now().toString());
    new Table(tx, "audit_log_entries")
        .insert(
            new Change()
                .set("id", UUID.randomUUID().toString())
                .set("instance_id", actor.pool().isEmpty() ? null : actor.pool())
                .set("payload", payload)
                .set("ip_address", client.address().orElse(""))
                .now("created_at"));
  }

  private static String type(String action) {
    return switch (action) {
      case "login", "logout" -> "account";
      case "token_refreshed", "token_revoked" -> "token";
      case "user_invited", "user_deleted", "user_modified" -> "team";
      default -> action.contains("factor") ? "factor" : "user";
    };
  }
}
