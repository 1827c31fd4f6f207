package dev.groundwork.base.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The keys that tokens are verified with: a shared secret, a JSON Web Key, or a set of them. */
public final class VerificationKeys {
  private static final int SHORTEST_SECRET = 32;
  private static final int SHORTEST_RSA = 2048;

  /** What precedes an Ed25519 or Ed448 key in its X.509 form, RFC 8410. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] ED448 = HexFormat.of().parseHex("3043300506032b6571033a00");

  private final List<VerificationKey> keys;

  private VerificationKeys(List<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Keys from a setting.
   *
   * @param secret a plain text of at least 32 bytes, a JSON Web Key, or a JSON Web Key Set
   * @param base64 whether all of this is written in Base64, plain or URL-safe
   * @throws IllegalArgumentException with what is wrong; it does not hold the secret
   */
  public static VerificationKeys of(String secret, boolean base64) {
    byte[] bytes = bytes(secret, base64);
    if (isJson(bytes)) {
      return new VerificationKeys(fromJson(text(bytes)));
    }
    if (bytes.length < SHORTEST_SECRET) {
      throw new IllegalArgumentException("The JWT secret must be at least 32 characters long.");
    }
    VerificationKey.Scope scope =
        new VerificationKey.Scope(Algorithm.Family.HMAC, Optional.empty(), Optional.empty(), true);
    return new VerificationKeys(List.of(new VerificationKey.Shared(scope, bytes)));
  }

  /**
   * The bytes of a setting that is a shared secret; empty for JSON Web Keys, which are public more
   * often than not.
   *
   * @throws IllegalArgumentException when it is not the Base64 that it should be
   */
  public static Optional<byte[]> sharedSecret(String secret, boolean base64) {
    return Optional.of(bytes(secret, base64)).filter(bytes -> !isJson(bytes));
  }

  private static byte[] bytes(String secret, boolean base64) {
    return base64 ? decoded(secret) : secret.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isJson(byte[] bytes) {
    String text = text(bytes);
    return text.startsWith("{") && text.endsWith("}");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  /** These and others. */
  public VerificationKeys and(VerificationKeys others) {
    List<VerificationKey> all = new ArrayList<>(keys);
    all.addAll(others.keys);
    return new VerificationKeys(all);
  }

  /** Those that may have made a token with such a header. */
  List<VerificationKey> suitable(Algorithm algorithm, Optional<String> id) {
    return keys.stream().filter(key -> key.scope().covers(algorithm, id)).toList();
  }

  private static byte[] decoded(String secret) {
    String plain = secret.strip().replace('_', '/').replace('-', '+').replace('.', '=');
    try {
      return Base64.getDecoder().decode(plain);
    } catch (IllegalArgumentException garbled) {
      throw new IllegalArgumentException("The JWT secret is not Base64.");
    }
  }

  private static List<VerificationKey> fromJson(String json) {
    List<VerificationKey> keys = new ArrayList<>();
    try {
      for (JWK jwk : parsed(json)) {
        if (!KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
          keys.add(key(jwk));
        }
      }
    } catch (ParseException | JOSEException | GeneralSecurityException garbled) {
      throw new IllegalArgumentException("The JWT secret is neither a JWK nor a JWK set.");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("The JWK set has no key that can verify a token.");
    }
    return keys;
  }

  private static List<JWK> parsed(String json) throws ParseException {
    try {
      return JWKSet.parse(json).getKeys();
    } catch (ParseException single) {
      return List.of(JWK.parse(json));
    }
  }

  private static VerificationKey key(JWK jwk) throws JOSEException, GeneralSecurityException {
    return switch (jwk) {
      case OctetSequenceKey secret ->
          new VerificationKey.Shared(scope(jwk, Algorithm.Family.HMAC), secret.toByteArray());
      case RSAKey rsa -> rsa(rsa);
      case ECKey ec -> new VerificationKey.Public(scope(jwk, family(ec)), ec.toECPublicKey());
      case OctetKeyPair edwards ->
          new VerificationKey.Public(scope(jwk, Algorithm.Family.EDWARDS), edwardsKey(edwards));
      default -> throw new GeneralSecurityException("a key of an unknown type");
    };
  }

  private static VerificationKey rsa(RSAKey rsa) throws JOSEException, GeneralSecurityException {
    if (rsa.size() < SHORTEST_RSA) {
      throw new IllegalArgumentException("An RSA key must have at least 2048 bits.");
    }
    return new VerificationKey.Public(scope(rsa, Algorithm.Family.RSA), rsa.toRSAPublicKey());
  }

  private static VerificationKey.Scope scope(JWK jwk, Algorithm.Family family)
      throws GeneralSecurityException {
    Optional<String> stated = Optional.ofNullable(jwk.getAlgorithm()).map(Object::toString);
    Optional<Algorithm> algorithm = stated.flatMap(Algorithm::named);
    if (stated.isPresent() && algorithm.filter(each -> each.family() == family).isEmpty()) {
      throw new GeneralSecurityException("an algorithm that does not fit the key");
    }
    return new VerificationKey.Scope(family, Optional.ofNullable(jwk.getKeyID()), algorithm, false);
  }

  private static Algorithm.Family family(ECKey key) throws GeneralSecurityException {
    if (Curve.P_256.equals(key.getCurve())) {
      return Algorithm.Family.P256;
    }
    if (Curve.P_384.equals(key.getCurve())) {
      return Algorithm.Family.P384;
    }
    if (Curve.P_521.equals(key.getCurve())) {
      return Algorithm.Family.P521;
    }
    throw new GeneralSecurityException("a curve that tokens do not use");
  }

  private static PublicKey edwardsKey(OctetKeyPair key) throws GeneralSecurityException {
    byte[] prefix;
    if (Curve.Ed25519.equals(key.getCurve())) {
      prefix = ED25519;
    } else if (Curve.Ed448.equals(key.getCurve())) {
      prefix = ED448;
    } else {
      throw new GeneralSecurityException("a curve that tokens do not use");
    }
    byte[] point = key.getDecodedX();
    byte[] encoded = new byte[prefix.length + point.length];
    System.arraycopy(prefix, 0, encoded, 0, prefix.length);
    System.arraycopy(point, 0, encoded, prefix.length, point.length);
    return KeyFactory.getInstance("EdDSA").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
