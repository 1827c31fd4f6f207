package dev.groundwork.service.auth.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Codes and secrets: 256 random bits, of which only a hash is kept. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int BYTES = 32;

  private Secrets() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** What is kept of one. */
  static String hash(String secret) {
    return HexFormat.of().formatHex(digest("SHA-256", secret));
  }

  /** Takes as long whether it is or not. */
  static boolean isOf(String hash, String secret) {
    return !hash.isEmpty()
        && MessageDigest.isEqual(hash.getBytes(UTF_8), hash(secret).getBytes(UTF_8));
  }

  /** Whether a verifier answers a challenge by S256, RFC 7636. */
  static boolean answers(String challenge, String verifier) {
    String expected = BASE64.encodeToString(digest("SHA-256", verifier));
    return MessageDigest.isEqual(expected.getBytes(UTF_8), challenge.getBytes(UTF_8));
  }

  /** The claim {@code at_hash}: the left half of a hash as strong as the signature. */
  static String half(String token, String algorithm) {
    byte[] sum = digest(algorithm.equals("EdDSA") ? "SHA-512" : "SHA-256", token);
    return BASE64.encodeToString(Arrays.copyOf(sum, sum.length / 2));
  }

  private static byte[] digest(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has " + algorithm, missing);
    }
  }
}
