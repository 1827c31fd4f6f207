package dev.groundwork.base.http;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of requests: the client's when it is sane, otherwise new ones. */
final class RequestIds {
  private static final int LONGEST = 128;

  private RequestIds() {}

  static String from(Optional<String> offered) {
    return offered.filter(RequestIds::sane).orElseGet(RequestIds::fresh);
  }

  /** Sixteen hexadecimal digits; unique enough to find a line in a log, and no secret. */
  private static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean sane(String id) {
    return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(RequestIds::plain);
  }

  private static boolean plain(int c) {
    return c < 0x7f && (Character.isLetterOrDigit(c) || "._~:+/=@-".indexOf(c) >= 0);
  }
}
