package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.IDTokenClaimsVerifier;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Json;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks id tokens: the signature by the provider's own keys, by a pair of keys and never by a
 * shared secret; issuer, audience, times, nonce.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID
 *     Connect Core, 3.1.3.7</a>
 */
final class IdTokens {
  private static final int SKEW_SECONDS = 60;

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** Issuers that name themselves in two ways. */
  private static final String GOOGLE = "https://accounts.google.com";

  private final Discovery discovery;

  IdTokens(Discovery discovery) {
    this.discovery = discovery;
  }

  /** What must hold of a token. */
  sealed interface Nonce {
    /** Nothing. */
    record Any() implements Nonce {}

    /** It has this one, as it is. */
    record Exactly(String text) implements Nonce {}

    /** It has this one or its SHA-256 in hex; none when there is none. */
    record Given(Optional<String> text) implements Nonce {}
  }

  /**
   * The claims of a token that holds.
   *
   * @throws ProblemException when it does not
   * @throws IOException when the provider's keys cannot be read
   */
  ObjectNode verified(
      String issuer, List<String> clientIds, String token, Optional<String> access, Nonce nonce)
      throws IOException {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet unproved = jwt.getJWTClaimsSet();
      Discovery.Published published = discovery.of(issuer);
      String client = client(unproved, clientIds);
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, published.keys()));
      IDTokenClaimsVerifier verifier =
          new IDTokenClaimsVerifier(
              new Issuer(issuer(published, unproved)), new ClientID(client), null, SKEW_SECONDS);
      processor.setJWTClaimsSetVerifier(verifier::verify);
      JWTClaimsSet claims = processor.process(jwt, null);
      checkNonce(claims, nonce);
      if (access.isPresent()) {
        checkAccess(jwt, claims, access.get());
      }
      ObjectNode good = Json.object(claims.toString()).orElseThrow(IdTokens::bad);
      checkStart(good);
      return good;
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      throw new ProblemException(bad().problem(), e);
    }
  }

  private static String client(JWTClaimsSet claims, List<String> clientIds) {
    return clientIds.stream()
        .filter(claims.getAudience()::contains)
        .findFirst()
        .orElseThrow(() ->
            AuthCode.UNEXPECTED_AUDIENCE.because("Unacceptable audience in id_token").raise());
  }

  /** The issuer that the token must name. */
  private static String issuer(Discovery.Published published, JWTClaimsSet claims)
      throws ParseException {
    String named = published.issuer();
    if (named.contains(Discovery.TENANT)) {
      String tenant = Objects.requireNonNullElse(claims.getStringClaim("tid"), "");
      if (!tenant.matches("[0-9a-fA-F-]{36}")) {
        throw bad();
      }
      return named.replace(Discovery.TENANT, tenant);
    }
    boolean shortened = named.equals(GOOGLE) && GOOGLE.equals("https://" + claims.getIssuer());
    return shortened ? GOOGLE.substring("https://".length()) : named;
  }

  private static void checkStart(ObjectNode claims) {
    Instant start = Instant.ofEpochSecond(claims.path("nbf").asLong());
    if (start.isAfter(Instant.now().plusSeconds(SKEW_SECONDS))) {
      throw bad();
    }
  }

  private static void checkNonce(JWTClaimsSet claims, Nonce nonce) throws ParseException {
    Optional<String> inside = Optional.ofNullable(claims.getStringClaim("nonce"));
    switch (nonce) {
      case Nonce.Any _ -> {
        // the settings say so
      }
      case Nonce.Exactly(String text) -> {
        if (!inside.equals(Optional.of(text))) {
          throw AuthCode.VALIDATION_FAILED.because("Nonces mismatch").raise();
        }
      }
      case Nonce.Given(Optional<String> text) -> checkGiven(inside, text);
    }
  }

  private static void checkGiven(Optional<String> inside, Optional<String> given) {
    if (inside.isPresent() != given.isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Passed nonce and nonce in id_token should either both exist or not.")
          .raise();
    }
    boolean same =
        inside.isEmpty()
            || Hashes.same(inside.get(), Hashes.sha256Hex(given.orElseThrow()))
            || Hashes.same(inside.get(), given.orElseThrow());
    if (!same) {
      throw AuthCode.VALIDATION_FAILED.because("Nonces mismatch").raise();
    }
  }

  private static void checkAccess(SignedJWT jwt, JWTClaimsSet claims, String access)
      throws ParseException {
    String hash = claims.getStringClaim("at_hash");
    if (hash != null
        && !AccessTokenHash.compute(
                new BearerAccessToken(access), jwt.getHeader().getAlgorithm(), null)
            .equals(new AccessTokenHash(hash))) {
      throw AuthCode.VALIDATION_FAILED
          .because("The access token is not the one that the id_token is for")
          .raise();
    }
  }

  private static ProblemException bad() {
    return AuthCode.INVALID_CREDENTIALS.because("Bad ID token").raise();
  }
}
