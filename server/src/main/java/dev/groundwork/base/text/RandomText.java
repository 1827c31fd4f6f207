package dev.groundwork.base.text;

import java.security.SecureRandom;

/** What nobody can guess. */
public final class RandomText {
  /** 256 bits. */
  public static final int STRONG = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** As many random bytes. */
  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** As many random bytes in base64url without padding. */
  public static String base64(int bytes) {
    return Hashes.base64(bytes(bytes));
  }

  /** As many random digits. */
  public static String digits(int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + RANDOM.nextInt(10)));
    }
    return digits.toString();
  }
}
