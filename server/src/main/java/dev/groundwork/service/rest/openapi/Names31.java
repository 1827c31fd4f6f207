package dev.groundwork.service.rest.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of the database where OpenAPI 3.1 allows fewer characters. */
final class Names31 {
  private Names31() {}

  /** A segment of a path; braces would be a template. */
  static String path(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * The key of a component: letters, digits, {@code . - _}; other characters by their number, so
   * that two names never become one.
   */
  static String component(String name) {
    StringBuilder key = new StringBuilder();
    for (int c : name.codePoints().toArray()) {
      key.append(isPlain(c) ? Character.toString(c) : "-x" + Integer.toHexString(c) + "-");
    }
    return key.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.';
  }
}
