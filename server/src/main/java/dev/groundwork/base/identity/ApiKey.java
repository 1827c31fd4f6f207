package dev.groundwork.base.identity;

import dev.groundwork.base.text.Hashes;
import java.util.Arrays;
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
    byte[] sum = Hashes.hmac(secret, "api key: " + kind);
    String body = PREFIX + kind + '_' + Hashes.base64(Arrays.copyOf(sum, KEY_BYTES));
    return new ApiKey(body + '_' + check(body), role);
  }

  /** A few characters by which a key in a log or a repository is told from other text. */
  private static String check(String body) {
    return HexFormat.of().formatHex(Hashes.sha256(body), 0, CHECK_BYTES);
  }

  /** Whether a text is such a key, of this server or another. */
  static boolean looksLike(String text) {
    return text.startsWith(PREFIX);
  }

  /** Takes as long whatever the text is. */
  boolean is(String other) {
    return Hashes.same(text, other);
  }

  /** Without the key, so that it may stand in logs. */
  @Override
  public String toString() {
    return "ApiKey[role=" + role + "]";
  }
}
