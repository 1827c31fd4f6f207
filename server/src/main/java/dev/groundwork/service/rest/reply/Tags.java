package dev.groundwork.service.rest.reply;

import dev.groundwork.base.text.Hashes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes entity tags: the version of a row and a hash of the body, which may both be empty. */
final class Tags {
  private static final int HASH_BYTES = 16;

  private Tags() {}

  /** A tag without its quotes. */
  static String opaque(String version, byte[] body) {
    String hash =
        body.length == 0
            ? ""
            : Hashes.base64(Arrays.copyOf(Hashes.digest("SHA-256", body), HASH_BYTES));
    return URLEncoder.encode(version, StandardCharsets.UTF_8) + "." + hash;
  }

  static String quoted(String opaque) {
    return '"' + opaque + '"';
  }
}
