package dev.groundwork.service.auth.address;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pattern of URLs: {@code *} stands for anything without a dot or slash, {@code **} for anything,
 * {@code ?} for one character that is no dot or slash, {@code {a,b}} for one of several, a
 * backslash takes the meaning from the character behind it. In the part before the path a wildcard
 * never reaches beyond that part, unless {@code **} ends the pattern.
 */
final class UrlPattern {
  /** In the host's part no wildcard may stand for what ends it or hides another host. */
  private static final String HOST = "[^/?#@\\\\]";

  private final Pattern pattern;

  private UrlPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link
   *     AddressProblem.BadRedirectSetting}
   */
  static UrlPattern of(String text) {
    int start = text.indexOf("://") + 3;
    int slash = start < 3 ? -1 : text.indexOf('/', start);
    int hostEnd = start < 3 ? 0 : slash < 0 ? text.length() : slash;
    StringBuilder out = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean host = i < hostEnd;
      char c = host ? lower(text.charAt(i)) : text.charAt(i);
      boolean twice = text.startsWith("**", i);
      switch (c) {
        case '*' -> {
          boolean last = i + 2 == text.length();
          out.append(many(twice, host && !last));
          i += twice ? 1 : 0;
        }
        case '?' -> out.append(host ? "[^./?#@\\\\]" : "[^./]");
        case '{' -> {
          out.append("(?:");
          depth++;
        }
        case '}' -> {
          out.append(depth > 0 ? ")" : "\\}");
          depth -= depth > 0 ? 1 : 0;
        }
        case ',' -> out.append(depth > 0 ? "|" : ",");
        case '\\' -> {
          i = Math.min(i + 1, text.length() - 1);
          out.append(Pattern.quote(text.substring(i, i + 1)));
        }
        default -> out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (depth > 0) {
      throw new AddressProblem.BadRedirectSetting(text, "a brace is not closed").raise();
    }
    return new UrlPattern(Pattern.compile(out.toString()));
  }

  private static String many(boolean twice, boolean host) {
    if (host) {
      return (twice ? HOST : "[^./?#@\\\\]") + "*";
    }
    return twice ? ".*" : "[^./]*";
  }

  /** Whether a URL without a fragment, with scheme and host in lower case, is meant. */
  boolean matches(String url) {
    return pattern.matcher(url).matches();
  }

  private static char lower(char c) {
    return String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0);
  }
}
