package dev.groundwork.service.auth.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** How a value is made harmless for its place in a template. */
enum Escape {
  /** Not at all: there is no HTML around. */
  NONE,
  /** Between tags, or in an attribute that is only shown. */
  HTML,
  /** The beginning of a link, whose scheme must not run anything. */
  URL,
  /** The path of a link. */
  URL_PATH,
  /** One value in the query or fragment of a link. */
  URL_QUERY;

  /** Schemes that run or read something instead of leading somewhere. */
  private static final Set<String> ACTIVE =
      Set.of(
          "javascript", "vbscript", "data", "blob", "file", "filesystem", "about", "view-source");

  /** In links these mean something and stay. */
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=-._~%";

  private static final String UNRESERVED = "-._~";

  String of(String value) {
    return switch (this) {
      case NONE -> value;
      case HTML -> html(value);
      case URL -> isActive(value) ? "#" : html(encoded(value.strip(), RESERVED));
      case URL_PATH -> html(encoded(value, RESERVED));
      case URL_QUERY -> encoded(value, UNRESERVED);
    };
  }

  private static boolean isActive(String value) {
    int colon = value.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String scheme = value.substring(0, colon).replaceAll("[^A-Za-z-]", "");
    return ACTIVE.contains(scheme.toLowerCase(Locale.ROOT));
  }

  private static String html(String value) {
    StringBuilder out = new StringBuilder(value.length() + 16);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '\0' -> out.append('\uFFFD');
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static String encoded(String value, String kept) {
    StringBuilder out = new StringBuilder(value.length() + 16);
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      out.append(plain || kept.indexOf(c) >= 0 ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }
}
