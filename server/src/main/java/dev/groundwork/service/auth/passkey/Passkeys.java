package dev.groundwork.service.auth.passkey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.webauthn.Bytes;
import dev.groundwork.service.auth.webauthn.Credential;
import dev.groundwork.service.auth.webauthn.Verifier;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of passkeys, in a transaction. */
final class Passkeys {
  private final Table table;

  Passkeys(Transaction tx) {
    this.table = new Table(tx, "webauthn_credentials");
  }

  /** Those of a person, the oldest first. */
  List<Row> of(User user) {
    return table.where("t.user_id = ? order by t.created_at, t.id", user.id());
  }

  /** The one that a device names. */
  Optional<Row> named(byte[] credentialId) {
    return table.first("t.credential_id = ?", Bytes.toColumn(credentialId));
  }

  Row add(User user, Credential credential) {
    ArrayNode transports = Json.object().putArray("transports");
    credential.transports().forEach(transports::add);
    return table.insert(
        new Change()
            .set("id", UUID.randomUUID().toString())
            .set("user_id", user.id())
            .set("credential_id", Bytes.toColumn(credential.id()))
            .set("public_key", Bytes.toColumn(credential.publicKey()))
            .set("attestation_type", credential.attestation())
            .set("aaguid", credential.model().toString())
            .set("sign_count", String.valueOf(credential.signCount()))
            .set("transports", transports.toString())
            .set("backup_eligible", String.valueOf(credential.backupEligible()))
            .set("backed_up", String.valueOf(credential.backedUp())));
  }

  /**
   * Notes that one was used.
   *
   * @return whether it was: not when another signature with this count, or a later one, came first
   */
  boolean use(Row passkey, Verifier.Assertion assertion) {
    String count = String.valueOf(assertion.signCount());
    Change change =
        new Change()
            .set("sign_count", count)
            .set("backed_up", String.valueOf(assertion.backedUp()))
            .now("last_used_at")
            .now("updated_at");
    return !table
        .update(
            change,
            "t.id = ? and (t.sign_count < ?::bigint or (t.sign_count = 0 and ?::bigint = 0))",
            passkey.text("id"),
            count,
            count)
        .isEmpty();
  }

  /** Gives one of a person another name. */
  Optional<Row> rename(User user, String id, String name) {
    return Users.isId(id)
        ? first(
            table.update(
                new Change().set("friendly_name", name).now("updated_at"),
                "t.id = ? and t.user_id = ?",
                id,
                user.id()))
        : Optional.empty();
  }

  /** Removes one of a person. */
  Optional<Row> remove(User user, String id) {
    return Users.isId(id)
        ? first(table.delete("t.id = ? and t.user_id = ?", id, user.id()))
        : Optional.empty();
  }

  private static Optional<Row> first(List<Row> rows) {
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  static Credential credential(Row row) {
    List<String> transports = new ArrayList<>();
    row.json().path("transports").forEach(each -> transports.add(each.asText("")));
    return new Credential(
        Bytes.ofColumn(row.text("credential_id")),
        Bytes.ofColumn(row.text("public_key")),
        row.find("aaguid").map(UUID::fromString).orElse(new UUID(0, 0)),
        row.text("attestation_type"),
        transports,
        row.number("sign_count"),
        row.flag("backup_eligible"),
        row.flag("backed_up"));
  }

  /** A passkey as clients see it; never its key. */
  static ObjectNode json(Row row) {
    ObjectNode json = Json.object();
    json.put("id", row.text("id"));
    row.find("friendly_name").ifPresent(name -> json.put("friendly_name", name));
    time(json, row, "created_at");
    time(json, row, "last_used_at");
    return json;
  }

  private static void time(ObjectNode json, Row row, String column) {
    row.time(column)
        .ifPresent(time -> json.put(column, time.truncatedTo(ChronoUnit.MICROS).toString()));
  }
}
