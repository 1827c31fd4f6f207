package dev.groundwork.service.rest.parse;

import dev.groundwork.base.http.Headers;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code Idempotency-Key}. The draft has it in quotes, as a string of RFC 9651, and most
 * clients send it without: both mean the same key.
 *
 * @see <a
 *     href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">draft</a>
 */
public final class IdempotencyKey {
  public static final String HEADER = "Idempotency-Key";

  /** Most characters of a key. */
  public static final int LONGEST = 255;

  private IdempotencyKey() {}

  /**
   * The key of a request; empty when it has none.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link ParseProblem.BadKey}
   */
  public static Optional<String> of(Headers headers) {
    List<String> values = headers.all(HEADER);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw new ParseProblem.BadKey("there is more than one").raise();
    }
    String value = values.getFirst().strip();
    String key = value.startsWith("\"") ? unquoted(value) : plain(value);
    if (key.isEmpty()) {
      throw new ParseProblem.BadKey("it is empty").raise();
    }
    if (key.length() > LONGEST) {
      throw new ParseProblem.BadKey("it has more than " + LONGEST + " characters").raise();
    }
    return Optional.of(key);
  }

  private static String plain(String value) {
    if (!value.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != ',')) {
      throw new ParseProblem.BadKey(
              "without quotes it has visible characters of ASCII only, no comma and no quote")
          .raise();
    }
    return value;
  }

  private static String unquoted(String value) {
    StringBuilder key = new StringBuilder();
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' && i == value.length() - 1) {
        return key.toString();
      }
      if (c == '\\' && i + 1 < value.length()) {
        c = value.charAt(++i);
        if (c != '"' && c != '\\') {
          break;
        }
      } else if (c == '"' || c < ' ' || c > 126) {
        break;
      }
      key.append(c);
    }
    throw new ParseProblem.BadKey("it is no string in quotes").raise();
  }
}
