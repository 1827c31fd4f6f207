package dev.groundwork.base.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.UUID;

/** Makes pairs of keys for signing. */
public final class KeyPairs {
  private static final int RSA_BITS = 2048;
  private static final int ED25519_BYTES = 32;

  private KeyPairs() {}

  /**
   * A new pair.
   *
   * @param algorithm {@code ES256}, {@code RS256} or {@code EdDSA}
   * @throws IllegalArgumentException for another one
   */
  public static JWK random(String algorithm) {
    String id = UUID.randomUUID().toString();
    try {
      return switch (algorithm) {
        case "ES256" ->
            new ECKeyGenerator(Curve.P_256)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        case "RS256" ->
            new RSAKeyGenerator(RSA_BITS)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        case "EdDSA" -> edwards(id);
        default ->
            throw new IllegalArgumentException("the algorithm must be ES256, RS256 or EdDSA");
      };
    } catch (JOSEException | GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK cannot make keys of " + algorithm, missing);
    }
  }

  /** The bytes stand at the end of the encoded forms, RFC 8410. */
  private static JWK edwards(String id) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
        .d(Base64URL.encode(secret))
        .keyID(id)
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.EdDSA)
        .build();
  }
}
