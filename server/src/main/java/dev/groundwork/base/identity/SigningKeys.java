package dev.groundwork.base.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the server signs tokens with: the first pair of keys of a set, or a shared secret where
 * there is none. The other pairs are those of before and of later: they verify only.
 */
public final class SigningKeys {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** What precedes an Ed25519 private key in its PKCS #8 form, RFC 8410. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final Signer signer;
  private final JWKSet publicKeys;
  private final Optional<VerificationKeys> verification;

  private SigningKeys(Signer signer, JWKSet publicKeys, Optional<VerificationKeys> verification) {
    this.signer = signer;
    this.publicKeys = publicKeys;
    this.verification = verification;
  }

  /** Makes signatures; the header says how. */
  private interface Signer {
    String header();

    byte[] sign(byte[] bytes);
  }

  /** Signs by HS256. */
  private record Shared(TokenIssuer issuer) implements Signer {
    @Override
    public String header() {
      return TokenIssuer.HEADER;
    }

    @Override
    public byte[] sign(byte[] bytes) {
      return issuer.signature(bytes);
    }

    @Override
    public String toString() {
      return "Shared[]";
    }
  }

  /** Signs with the private half of a pair. */
  private record Private(String header, Algorithm algorithm, PrivateKey key) implements Signer {
    @Override
    public byte[] sign(byte[] bytes) {
      return algorithm.sign(key, bytes);
    }

    @Override
    public String toString() {
      return "Private[" + algorithm + "]";
    }
  }

  /** Signing by a shared secret. */
  public static SigningKeys shared(byte[] secret) {
    return new SigningKeys(
        new Shared(new TokenIssuer(secret)), new JWKSet(List.of()), Optional.empty());
  }

  /**
   * Signing by the first of some pairs of keys.
   *
   * @param json a JSON Web Key Set, or an array of keys, with their private parts; RSA, P-256 or
   *     Ed25519
   * @throws IllegalArgumentException with what is wrong; it does not hold the keys
   */
  public static SigningKeys of(String json) {
    String text = json.strip();
    String set = text.startsWith("[") ? "{\"keys\":" + text + "}" : text;
    try {
      List<JWK> keys = JWKSet.parse(set).getKeys();
      if (keys.isEmpty() || !keys.stream().allMatch(JWK::isPrivate)) {
        throw new IllegalArgumentException("signing keys need their private parts");
      }
      List<JWK> shown = new ArrayList<>();
      keys.forEach(key -> shown.add(key.toPublicJWK()));
      return new SigningKeys(
          signer(keys.getFirst()), new JWKSet(shown), Optional.of(VerificationKeys.of(set, false)));
    } catch (ParseException | JOSEException | GeneralSecurityException garbled) {
      throw new IllegalArgumentException("these are no signing keys: a JWK set is expected");
    }
  }

  private static Signer signer(JWK key) throws JOSEException, GeneralSecurityException {
    return switch (key) {
      case RSAKey rsa -> signer(key, Algorithm.RS256, rsa.toPrivateKey());
      case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
          signer(key, Algorithm.ES256, ec.toPrivateKey());
      case OctetKeyPair edwards when Curve.Ed25519.equals(edwards.getCurve()) ->
          signer(key, Algorithm.EdDSA, edwardsKey(edwards));
      default -> throw new IllegalArgumentException("a signing key is RSA, P-256 or Ed25519");
    };
  }

  private static Signer signer(JWK key, Algorithm algorithm, PrivateKey secret)
      throws JOSEException {
    String id = Optional.ofNullable(key.getKeyID()).orElse(key.computeThumbprint().toString());
    ObjectNode header = TokenDecoder.JSON.createObjectNode();
    header.put("alg", algorithm.name()).put("kid", id).put("typ", "JWT");
    return new Private(TokenIssuer.encoded(header.toString()), algorithm, secret);
  }

  private static PrivateKey edwardsKey(OctetKeyPair key) throws GeneralSecurityException {
    byte[] secret = key.getDecodedD();
    byte[] encoded = new byte[ED25519.length + secret.length];
    System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
    System.arraycopy(secret, 0, encoded, ED25519.length, secret.length);
    return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** A token with these claims. */
  public String token(ObjectNode claims) {
    String signed = signer.header() + '.' + TokenIssuer.encoded(claims.toString());
    byte[] signature = signer.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + BASE64.encodeToString(signature);
  }

  /** The public halves as a JSON Web Key Set; a shared secret is never in it. */
  public String publicSet() {
    return publicKeys.toString(true);
  }

  /** The algorithm that tokens are signed by, such as {@code ES256}. */
  public String algorithm() {
    return switch (signer) {
      case Private(_, Algorithm algorithm, _) -> algorithm.name();
      default -> Algorithm.HS256.name();
    };
  }

  /** What verifies the tokens of the pairs; empty for a shared secret, which stands elsewhere. */
  public Optional<VerificationKeys> verification() {
    return verification;
  }
}
