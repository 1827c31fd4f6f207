package dev.groundwork.service.auth.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys as they are stored: short, and without what a store cannot hold. */
final class Keys {
  private static final int LONGEST = 200;

  private Keys() {}

  static String stored(String key) {
    boolean plain = key.length() <= LONGEST && key.chars().noneMatch(Character::isISOControl);
    return plain ? key : "sha256:" + HexFormat.of().formatHex(digest(key));
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
