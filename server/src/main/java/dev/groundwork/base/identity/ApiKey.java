package dev.groundwork.base.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key that stands for a role without being a token: {@code sb_publishable_...} in pages and apps,
 * {@code sb_secret_...} on servers.
 *
 * @param role the database role of whoever shows it
 */
public record ApiKey(String text, String role) {
  private static final String PREFIX = "sb_";
  private static final int KEY_BYTES = 16;
  private static final int CHECK_BYTES = 4;

  /**
   * The key of a kind that a secret gives, always the same one; the secret cannot be found from it.
   *
   * @param kind {@code publishable} or {@code secret}
   */
  public static ApiKey derived(String kind, String role, byte[] secret) {
    byte[] sum = Algorithm.HS256.hmac(secret, ("api key: " + kind).getBytes(US_ASCII));
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String body = PREFIX + kind + '_' + base64.encodeToString(Arrays.copyOf(sum, KEY_BYTES));
    return new ApiKey(body + '_' + check(body), role);
  }

  /** A few characters by which a key in a log or a repository is told from other text. */
  private static String check(String body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(US_ASCII));
      return HexFormat.of().formatHex(digest, 0, CHECK_BYTES);
    } catch (java.security.NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /** Whether a text is such a key, of this server or another. */
  static boolean looksLike(String text) {
    return text.startsWith(PREFIX);
  }

  /** Takes as long whatever the text is. */
  boolean is(String other) {
    return MessageDigest.isEqual(text.getBytes(US_ASCII), other.getBytes(US_ASCII));
  }

  /** Without the key, so that it may stand in logs. */
  @Override
  public String toString() {
    return "ApiKey[role=" + role + "]";
  }
}
