package dev.groundwork.base.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding of paths, <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC
 * 3986</a>.
 */
final class PercentCode {
  private static final String HEX = "0123456789ABCDEF";

  private PercentCode() {}

  /** The bytes that a text stands for; a percent sign without two digits stands for itself. */
  static byte[] decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < in.length; i++) {
      int value = in[i] == '%' && i + 2 < in.length ? pair(in[i + 1], in[i + 2]) : -1;
      out.write(value < 0 ? in[i] : value);
      i += value < 0 ? 0 : 2;
    }
    return out.toByteArray();
  }

  /** The same bytes, with each that is not ASCII percent-encoded; the same array when none is. */
  static byte[] ascii(byte[] bytes) {
    int foreign = 0;
    for (byte b : bytes) {
      foreign += b < 0 ? 1 : 0;
    }
    if (foreign == 0) {
      return bytes;
    }
    byte[] out = new byte[bytes.length + 2 * foreign];
    int at = 0;
    for (byte b : bytes) {
      at = put(out, at, b);
    }
    return out;
  }

  private static int put(byte[] out, int at, byte b) {
    if (b >= 0) {
      out[at] = b;
      return at + 1;
    }
    out[at] = '%';
    out[at + 1] = (byte) HEX.charAt((b & 0xff) >> 4);
    out[at + 2] = (byte) HEX.charAt(b & 15);
    return at + 3;
  }

  private static int pair(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h * 16 + l;
  }
}
