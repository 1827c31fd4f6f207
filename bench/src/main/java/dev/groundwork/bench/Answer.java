package dev.groundwork.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads as much of an HTTP answer as it takes to know where it ends. */
final class Answer {
  private static final byte[] OK = ascii("HTTP/1.1 200 ");
  private static final byte[] LENGTH = ascii("\r\ncontent-length: ");
  private static final byte[] END = ascii("\r\n\r\n");

  private Answer() {}

  /** The bytes of the whole answer; -1 while its headers are not there. */
  static int length(byte[] bytes, int received) throws IOException {
    int end = find(END, bytes, received);
    if (end < 0) {
      return -1;
    }
    if (find(OK, bytes, Math.min(received, OK.length)) != 0) {
      throw new IOException("answered " + new String(bytes, 0, end, StandardCharsets.US_ASCII));
    }
    int length = find(LENGTH, bytes, end);
    return end + END.length + (length < 0 ? 0 : number(bytes, length + LENGTH.length));
  }

  /** Where a text begins, without regard to case; -1 when it is not there. */
  private static int find(byte[] text, byte[] bytes, int received) {
    for (int at = 0; at + text.length <= received; at++) {
      int same = 0;
      while (same < text.length && lower(bytes[at + same]) == text[same]) {
        same++;
      }
      if (same == text.length) {
        return at;
      }
    }
    return -1;
  }

  private static int lower(byte c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private static int number(byte[] bytes, int start) {
    int number = 0;
    for (int at = start; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }

  private static byte[] ascii(String text) {
    return text.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
