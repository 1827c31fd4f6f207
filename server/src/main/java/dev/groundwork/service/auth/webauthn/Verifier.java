package dev.groundwork.service.auth.webauthn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** Whether what an authenticator answers holds: origin, domain, challenge, signature, counter. */
public final class Verifier {
  static final int ES256 = -7;
  static final int EDDSA = -8;
  static final int RS256 = -257;

  private static final Set<String> TRANSPORTS =
      Set.of("usb", "nfc", "ble", "smart-card", "hybrid", "internal");

  private final ObjectConverter converter = new ObjectConverter();
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final List<PublicKeyCredentialParameters> algorithms =
      List.of(algorithm(ES256), algorithm(EDDSA), algorithm(RS256));

  /** Made at the first use, because few requests need it. */
  private static final class Lazy {
    static final Verifier INSTANCE = new Verifier();
  }

  private Verifier() {}

  /** The only one; it keeps nothing. */
  public static Verifier instance() {
    return Lazy.INSTANCE;
  }

  /** What was asked. */
  public record Asked(RelyingParty party, byte[] challenge, boolean verified) {}

  /**
   * How a known credential answered.
   *
   * @param signCount what it counts now
   * @param userHandle whose the device says it is; empty when it does not say
   */
  public record Assertion(long signCount, boolean backedUp, Optional<byte[]> userHandle) {}

  /** The credential that was made; empty when the answer does not hold. */
  public Optional<Credential> made(ObjectNode answer, Asked asked) {
    ObjectNode response = response(answer);
    Optional<byte[]> attestation = Bytes.in(response, "attestationObject");
    Optional<byte[]> client = Bytes.in(response, "clientDataJSON");
    if (attestation.isEmpty() || client.isEmpty()) {
      return Optional.empty();
    }
    try {
      RegistrationRequest request = new RegistrationRequest(attestation.get(), client.get());
      RegistrationParameters parameters =
          new RegistrationParameters(server(asked), algorithms, asked.verified, true);
      return credential(manager.verify(request, parameters), transports(response));
    } catch (WebAuthnException | JacksonException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private Optional<Credential> credential(RegistrationData data, List<String> transports) {
    if (data.getAttestationObject() == null) {
      return Optional.empty();
    }
    AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData attested = authenticator.getAttestedCredentialData();
    if (attested == null) {
      return Optional.empty();
    }
    UUID model = attested.getAaguid().getValue();
    return Optional.of(
        new Credential(
            attested.getCredentialId(),
            converter.getCborMapper().writeValueAsBytes(attested.getCOSEKey()),
            model == null ? new UUID(0, 0) : model,
            data.getAttestationObject().getFormat(),
            transports,
            authenticator.getSignCount(),
            authenticator.isFlagBE(),
            authenticator.isFlagBS()));
  }

  /** How a credential answered; empty when the answer does not hold. */
  public Optional<Assertion> signed(ObjectNode answer, Credential known, Asked asked) {
    ObjectNode response = response(answer);
    Optional<byte[]> authenticator = Bytes.in(response, "authenticatorData");
    Optional<byte[]> client = Bytes.in(response, "clientDataJSON");
    Optional<byte[]> signature = Bytes.in(response, "signature");
    if (authenticator.isEmpty() || client.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    try {
      AuthenticationRequest request =
          new AuthenticationRequest(known.id(), authenticator.get(), client.get(), signature.get());
      AuthenticationParameters parameters =
          new AuthenticationParameters(
              server(asked), record(known), List.of(known.id()), asked.verified, true);
      return assertion(manager.verify(request, parameters), Bytes.in(response, "userHandle"));
    } catch (WebAuthnException | JacksonException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static Optional<Assertion> assertion(
      AuthenticationData data, Optional<byte[]> userHandle) {
    AuthenticatorData<?> authenticator = data.getAuthenticatorData();
    return authenticator == null
        ? Optional.empty()
        : Optional.of(
            new Assertion(
                authenticator.getSignCount(),
                authenticator.isFlagBS(),
                userHandle.filter(handle -> handle.length > 0)));
  }

  /** The id that an answer names; empty when it names none. */
  public static Optional<byte[]> credentialId(ObjectNode answer) {
    return Bytes.in(answer, "rawId").or(() -> Bytes.in(answer, "id"));
  }

  private static ObjectNode response(ObjectNode answer) {
    return answer.path("response") instanceof ObjectNode response ? response : answer.objectNode();
  }

  private static List<String> transports(ObjectNode response) {
    List<String> known = new ArrayList<>();
    response.path("transports").forEach(each -> known.add(each.asText("")));
    known.retainAll(TRANSPORTS);
    return known.stream().distinct().toList();
  }

  private static ServerProperty server(Asked asked) {
    Set<Origin> origins =
        asked.party.origins().stream().map(Origin::create).collect(Collectors.toSet());
    return ServerProperty.builder()
        .origins(origins)
        .rpId(asked.party.id())
        .challenge(new DefaultChallenge(asked.challenge))
        .build();
  }

  private CredentialRecordImpl record(Credential known) {
    COSEKey key = converter.getCborMapper().readValue(known.publicKey(), COSEKey.class);
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        null,
        known.backupEligible(),
        known.backedUp(),
        known.signCount(),
        new AttestedCredentialData(new AAGUID(known.model()), known.id(), key),
        null,
        null,
        null,
        null);
  }

  private static PublicKeyCredentialParameters algorithm(int identifier) {
    return new PublicKeyCredentialParameters(
        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(identifier));
  }
}
