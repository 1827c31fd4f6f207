package dev.groundwork.service.auth.webauthn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import java.time.Duration;
import java.util.List;

/**
 * What a browser is asked, in the JSON of <a
 * href="https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON">WebAuthn level 3</a>.
 *
 * @param challenge what the answer signs
 * @param rule how much the authenticator must do
 */
public record Options(RelyingParty party, byte[] challenge, Rule rule, Duration time) {
  private static final List<Integer> ALGORITHMS =
      List.of(Verifier.ES256, Verifier.EDDSA, Verifier.RS256);

  /** How a credential is kept and used. */
  public enum Rule {
    /** Signs in by itself: the device knows whose it is and makes sure that it is them. */
    PASSKEY("required", true),
    /** Stands beside another proof: that somebody has the device is enough. */
    SECOND_FACTOR("discouraged", false);

    private final String residence;
    private final boolean verified;

    Rule(String residence, boolean verified) {
      this.residence = residence;
      this.verified = verified;
    }

    /** Whether the device must have made sure who uses it. */
    public boolean isVerified() {
      return verified;
    }

    private String verification() {
      return verified ? "required" : "preferred";
    }
  }

  /**
   * Somebody whom a credential is made for.
   *
   * @param handle by which the device tells them
   * @param name such as a mail address
   */
  public record Owner(byte[] handle, String name, String displayName) {}

  /** Asks for a new credential, on a device that has none of these. */
  public ObjectNode creation(Owner owner, List<Credential> known) {
    ObjectNode json = Json.object();
    json.putObject("rp").put("id", party.id()).put("name", party.id());
    json.putObject("user")
        .put("id", Bytes.text(owner.handle()))
        .put("name", owner.name())
        .put("displayName", owner.displayName());
    json.put("challenge", Bytes.text(challenge));
    ArrayNode algorithms = json.putArray("pubKeyCredParams");
    ALGORITHMS.forEach(each -> algorithms.addObject().put("type", "public-key").put("alg", each));
    json.put("timeout", time.toMillis());
    list(json.putArray("excludeCredentials"), known);
    json.putObject("authenticatorSelection")
        .put("residentKey", rule.residence)
        .put("requireResidentKey", rule == Rule.PASSKEY)
        .put("userVerification", rule.verification());
    json.put("attestation", "none");
    if (rule == Rule.PASSKEY) {
      json.putObject("extensions").put("credProps", true);
    }
    return json;
  }

  /** Asks for a signature by one of these, or by any that a device knows of when there are none. */
  public ObjectNode request(List<Credential> allowed) {
    ObjectNode json = Json.object();
    json.put("challenge", Bytes.text(challenge));
    json.put("timeout", time.toMillis());
    json.put("rpId", party.id());
    list(json.putArray("allowCredentials"), allowed);
    json.put("userVerification", rule.verification());
    return json;
  }

  private static void list(ArrayNode into, List<Credential> credentials) {
    for (Credential credential : credentials) {
      ObjectNode json = into.addObject().put("type", "public-key").put("id", credential.name());
      if (!credential.transports().isEmpty()) {
        credential.transports().forEach(json.putArray("transports")::add);
      }
    }
  }
}
