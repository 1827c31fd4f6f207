package dev.groundwork.service.rest.reply;

import java.nio.charset.StandardCharsets;

/** Writes a value's text, as PostgreSQL gives it, in the form that its JSON functions write. */
final class JsonValue {
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] MINUTES = ascii(":00");

  private JsonValue() {}

  static void write(ByteSink out, JsonType type, byte[] text) {
    if (type.array()) {
      new JsonArray(out, type.form(), text).write();
    } else {
      write(out, type.form(), text, 0, text.length);
    }
  }

  static void writeNull(ByteSink out) {
    out.add(NULL);
  }

  /** One value of a text that may hold more. */
  static void write(ByteSink out, JsonType.Form form, byte[] text, int from, int to) {
    switch (form) {
      case NUMBER -> number(out, text, from, to);
      case BOOLEAN -> out.add(text[from] == 't' ? TRUE : FALSE);
      case JSON -> out.add(text, from, to);
      case TEXT -> out.addJsonString(text, from, to);
      case DATE -> date(out, text, from, to);
      case TIMESTAMP -> timestamp(out, text, from, to, false);
      case TIMESTAMP_WITH_ZONE -> timestamp(out, text, from, to, true);
    }
  }

  /** JSON knows neither infinity nor what is no number. */
  private static void number(ByteSink out, byte[] text, int from, int to) {
    byte last = text[to - 1];
    if (last >= '0' && last <= '9') {
      out.add(text, from, to);
    } else {
      out.addJsonString(text, from, to);
    }
  }

  private static void date(ByteSink out, byte[] text, int from, int to) {
    checkIso(text, from, indexOrEnd(text, ' ', from, to));
    out.addJsonString(text, from, to);
  }

  /** A T stands between date and time, and a zone always has minutes; an era may follow. */
  private static void timestamp(ByteSink out, byte[] text, int from, int to, boolean zoned) {
    int space = indexOrEnd(text, ' ', from, to);
    checkIso(text, from, space);
    out.add('"');
    out.add(text, from, space);
    if (space < to) {
      int end = indexOrEnd(text, ' ', space + 1, to);
      out.add('T');
      out.add(text, space + 1, end);
      if (zoned && isSign(text[end - 3])) {
        out.add(MINUTES);
      }
      out.add(text, end, to);
    }
    out.add('"');
  }

  /** The driver asks for ISO dates, but SQL of the project may have changed that on the way. */
  private static void checkIso(byte[] text, int from, int to) {
    boolean infinite = text[to - 1] == 'y';
    boolean year = text[from] >= '0' && text[from] <= '9';
    if (!infinite && !(year && to - from >= 10 && text[to - 3] == '-' && text[to - 6] == '-')) {
      throw new UncoveredValue();
    }
  }

  private static boolean isSign(byte c) {
    return c == '+' || c == '-';
  }

  private static int indexOrEnd(byte[] text, char c, int from, int to) {
    int at = from;
    while (at < to && text[at] != c) {
      at++;
    }
    return at;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
