package dev.groundwork.base.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature algorithms of tokens, <a
 * href="https://www.rfc-editor.org/rfc/rfc7518#section-3">RFC 7518</a>, by the names that the JDK
 * has for them. There is no {@code none}.
 */
enum Algorithm {
  HS256(Family.HMAC, "HmacSHA256"),
  HS384(Family.HMAC, "HmacSHA384"),
  HS512(Family.HMAC, "HmacSHA512"),
  RS256(Family.RSA, "SHA256withRSA"),
  RS384(Family.RSA, "SHA384withRSA"),
  RS512(Family.RSA, "SHA512withRSA"),
  PS256(Family.RSA, "RSASSA-PSS"),
  PS384(Family.RSA, "RSASSA-PSS"),
  PS512(Family.RSA, "RSASSA-PSS"),
  ES256(Family.P256, "SHA256withECDSAinP1363Format"),
  ES384(Family.P384, "SHA384withECDSAinP1363Format"),
  ES512(Family.P521, "SHA512withECDSAinP1363Format"),
  EdDSA(Family.EDWARDS, "EdDSA");

  private final Family family;
  private final String name;

  /** What a key must be; one key never serves two families, so a public key is never a secret. */
  enum Family {
    HMAC,
    RSA,
    P256,
    P384,
    P521,
    EDWARDS
  }

  Algorithm(Family family, String name) {
    this.family = family;
    this.name = name;
  }

  static Optional<Algorithm> named(String name) {
    for (Algorithm each : values()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  Family family() {
    return family;
  }

  /** The HMAC of some bytes; for the HMAC family only. */
  byte[] hmac(byte[] secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK lacks " + name, missing);
    }
  }

  boolean verifies(byte[] secret, byte[] signed, byte[] signature) {
    return MessageDigest.isEqual(hmac(secret, signed), signature);
  }

  boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature check = Signature.getInstance(name);
      switch (this) {
        case PS256 -> check.setParameter(pss("SHA-256", MGF1ParameterSpec.SHA256, 32));
        case PS384 -> check.setParameter(pss("SHA-384", MGF1ParameterSpec.SHA384, 48));
        case PS512 -> check.setParameter(pss("SHA-512", MGF1ParameterSpec.SHA512, 64));
        default -> {}
      }
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK cannot verify " + this, missing);
    }
  }

  /** The signature of some bytes, in the form that tokens have; for pairs of keys only. */
  byte[] sign(PrivateKey key, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("a key that cannot sign by " + this, unusable);
    }
  }

  private static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int salt) {
    return new PSSParameterSpec(digest, "MGF1", mask, salt, 1);
  }
}
