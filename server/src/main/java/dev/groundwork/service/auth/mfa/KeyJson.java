package dev.groundwork.service.auth.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.webauthn.Bytes;
import dev.groundwork.service.auth.webauthn.Credential;
import dev.groundwork.service.auth.webauthn.Verifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The credential of a security key as the column {@code web_authn_credential} holds it; projects
 * that were served by others have it in this form, so it is read and written in it.
 */
final class KeyJson {
  private KeyJson() {}

  static ObjectNode of(Credential credential) {
    ObjectNode json = Json.object();
    json.put("id", base64(credential.id()));
    json.put("publicKey", base64(credential.publicKey()));
    json.put("attestationType", credential.attestation());
    credential.transports().forEach(json.putArray("transport")::add);
    json.putObject("flags")
        .put("userPresent", true)
        .put("backupEligible", credential.backupEligible())
        .put("backupState", credential.backedUp());
    UUID model = credential.model();
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(model.getMostSignificantBits())
            .putLong(model.getLeastSignificantBits())
            .array();
    json.putObject("authenticator")
        .put("AAGUID", base64(bytes))
        .put("signCount", credential.signCount())
        .put("cloneWarning", false);
    return json;
  }

  /** The same after a signature. */
  static ObjectNode used(ObjectNode json, Verifier.Assertion assertion) {
    ObjectNode next = json.deepCopy();
    next.withObject("/authenticator").put("signCount", assertion.signCount());
    next.withObject("/flags").put("backupState", assertion.backedUp());
    return next;
  }

  static Credential credential(ObjectNode json) {
    List<String> transports = new ArrayList<>();
    json.path("transport").forEach(each -> transports.add(each.asText("")));
    return new Credential(
        bytes(json.path("id").asText("")),
        bytes(json.path("publicKey").asText("")),
        model(bytes(json.path("authenticator").path("AAGUID").asText(""))),
        json.path("attestationType").asText("none"),
        transports,
        json.path("authenticator").path("signCount").asLong(),
        json.path("flags").path("backupEligible").asBoolean(),
        json.path("flags").path("backupState").asBoolean());
  }

  private static UUID model(byte[] bytes) {
    return Optional.of(bytes)
        .filter(it -> it.length == 2 * Long.BYTES)
        .map(ByteBuffer::wrap)
        .map(it -> new UUID(it.getLong(), it.getLong()))
        .orElse(new UUID(0, 0));
  }

  private static byte[] bytes(String text) {
    return Bytes.of(text).orElse(new byte[0]);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
