package dev.groundwork.service.auth.limit;

import dev.groundwork.base.text.Hashes;

/** Keys as they are stored: short, and without what a store cannot hold. */
final class Keys {
  private static final int LONGEST = 200;

  private Keys() {}

  static String stored(String key) {
    boolean plain = key.length() <= LONGEST && key.chars().noneMatch(Character::isISOControl);
    return plain ? key : "sha256:" + Hashes.sha256Hex(key);
  }
}
