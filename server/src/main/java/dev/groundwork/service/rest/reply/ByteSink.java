package dev.groundwork.service.rest.reply;

import java.util.Arrays;

/** Bytes that are put together, and the escapes of JSON and CSV on the way. */
final class ByteSink {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes;
  private int length;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  /** So many bytes may follow; more may, too. */
  void expect(int more) {
    room(more);
  }

  void add(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  void add(byte[] source) {
    add(source, 0, source.length);
  }

  void add(byte[] source, int from, int to) {
    room(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  /** A JSON string as PostgreSQL writes it; the text is UTF-8, of which only ASCII is escaped. */
  void addJsonString(byte[] source, int from, int to) {
    room(to - from + 2);
    bytes[length++] = '"';
    int start = from;
    for (int i = from; i < to; i++) {
      byte c = source[i];
      if (c == '"' || c == '\\' || (c >= 0 && c < ' ')) {
        add(source, start, i);
        escape(c);
        start = i + 1;
      }
    }
    add(source, start, to);
    add('"');
  }

  private void escape(byte c) {
    add('\\');
    switch (c) {
      case '"', '\\' -> add((char) c);
      case '\n' -> add('n');
      case '\r' -> add('r');
      case '\t' -> add('t');
      case '\b' -> add('b');
      case '\f' -> add('f');
      default -> {
        add(new byte[] {'u', '0', '0', HEX[c >> 4], HEX[c & 15]});
      }
    }
  }

  /** A field of a record as PostgreSQL writes it: in quotes where it must be. */
  void addRecordField(byte[] source) {
    if (!needsQuotes(source)) {
      add(source);
      return;
    }
    add('"');
    for (byte c : source) {
      if (c == '"' || c == '\\') {
        add((char) c);
      }
      room(1);
      bytes[length++] = c;
    }
    add('"');
  }

  private static boolean needsQuotes(byte[] source) {
    boolean quotes = source.length == 0;
    for (byte c : source) {
      quotes |= isSpecial(c);
    }
    return quotes;
  }

  private static boolean isSpecial(byte c) {
    return switch (c) {
      case '"', '\\', '(', ')', ',', ' ', '\t', '\n', '\r', '\f', 0x0b -> true;
      default -> false;
    };
  }

  /** What has been put together since the last time. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
