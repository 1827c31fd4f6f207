package dev.groundwork.service.auth.webauthn;

import java.util.List;
import java.util.UUID;

/**
 * A key pair on somebody's device, as far as a server knows it.
 *
 * @param publicKey as COSE writes it
 * @param model of the authenticator (its AAGUID); zero when it does not say
 * @param attestation the format in which the authenticator vouched for itself
 * @param transports by which it is reached, such as {@code internal}
 * @param signCount how often it says to have signed; zero when it does not count
 * @param backupEligible whether it may be copied to other devices of its owner
 */
public record Credential(
    byte[] id,
    byte[] publicKey,
    UUID model,
    String attestation,
    List<String> transports,
    long signCount,
    boolean backupEligible,
    boolean backedUp) {

  public Credential {
    transports = List.copyOf(transports);
  }

  /** The id in base64url, as browsers name it. */
  public String name() {
    return Bytes.text(id);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "Credential[" + name() + "]";
  }
}
