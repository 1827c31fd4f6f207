package dev.groundwork.base.text;

/** JSON strings, with as few escapes as JSON allows. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** A JSON string with its quotes. */
  public static String string(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    string(out, text);
    return out.toString();
  }

  /** Appends a JSON string with its quotes. */
  public static void string(StringBuilder out, String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (needsEscape(c)) {
        out.append(text, written, i);
        character(out, c);
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  /** The text as it stands between the quotes of a JSON string. */
  public static String escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (needsEscape(text.charAt(i))) {
        String quoted = string(text);
        return quoted.substring(1, quoted.length() - 1);
      }
    }
    return text;
  }

  private static boolean needsEscape(char c) {
    return c < ' ' || c == '"' || c == '\\';
  }

  private static void character(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
          out.append(c);
        }
      }
    }
  }
}
