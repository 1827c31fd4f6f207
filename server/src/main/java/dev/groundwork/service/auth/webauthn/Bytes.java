package dev.groundwork.service.auth.webauthn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.text.Hashes;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes as WebAuthn's JSON and as PostgreSQL write them. */
public final class Bytes {
  private static final String HEX = "\\x";

  private Bytes() {}

  /** In base64url without padding. */
  public static String text(byte[] bytes) {
    return Hashes.base64(bytes);
  }

  /** What a text in base64, of either alphabet, padded or not, stands for; empty for another. */
  public static Optional<byte[]> of(String text) {
    String bare = text.replace('+', '-').replace('/', '_');
    int end = bare.length();
    while (end > 0 && bare.charAt(end - 1) == '=') {
      end--;
    }
    try {
      return Optional.of(Base64.getUrlDecoder().decode(bare.substring(0, end)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The bytes of a field; empty when it is missing or none. */
  static Optional<byte[]> in(ObjectNode json, String field) {
    return json.path(field).isTextual() ? of(json.path(field).textValue()) : Optional.empty();
  }

  /** As PostgreSQL reads it in a column. */
  public static String toColumn(byte[] bytes) {
    return HEX + HexFormat.of().formatHex(bytes);
  }

  /** As PostgreSQL writes a column of it. */
  public static byte[] ofColumn(String text) {
    return HexFormat.of().parseHex(text, HEX.length(), text.length());
  }
}
