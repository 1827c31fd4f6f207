package dev.groundwork.base.text;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes of texts and bytes, of texts those of their UTF-8. */
public final class Hashes {
  private static final String HMAC = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Hashes() {}

  /** The hash of some bytes by an algorithm that every JDK has, such as {@code SHA-256}. */
  public static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK lacks " + algorithm, missing);
    }
  }

  /** SHA-256. */
  public static byte[] sha256(String text) {
    return digest("SHA-256", text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 in lower-case hex. */
  public static String sha256Hex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  /** SHA-256 in base64url without padding, as PKCE has it (RFC 7636). */
  public static String sha256Base64(String text) {
    return base64(sha256(text));
  }

  /** HMAC with SHA-256 of some bytes after each other. */
  public static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK lacks " + HMAC, missing);
    }
  }

  /** HMAC with SHA-256 of a text. */
  public static byte[] hmac(byte[] key, String text) {
    return hmac(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** In base64url without padding. */
  public static String base64(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }

  /** Whether two texts are the same; takes as long when they are not. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
