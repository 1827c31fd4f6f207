package dev.groundwork.service.auth.password;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new password must be like.
 *
 * @param minLength in characters
 * @param requiredSets of each of these sets a password needs a character
 */
public record PasswordRules(int minLength, List<String> requiredSets) {

  /** How many bytes bcrypt reads. */
  public static final int MAX_BYTES = 72;

  /** What is told about a password with more than {@link #MAX_BYTES} bytes in UTF-8. */
  public static final String TOO_LONG = "Password cannot be longer than 72 characters";

  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String SYMBOLS = "!@#$%^&*()_+-=[]{};'\\:\"|<>?,./`~";

  public PasswordRules {
    if (minLength < 1 || minLength > MAX_BYTES) {
      throw new IllegalArgumentException("a least length lies between 1 and " + MAX_BYTES);
    }
    requiredSets = List.copyOf(requiredSets);
  }

  /**
   * Rules from settings.
   *
   * @param required sets of characters with colons between them, {@code \:} for a colon in a set;
   *     or one of the words {@code letters_digits}, {@code lower_upper_letters_digits}, {@code
   *     lower_upper_letters_digits_symbols}; empty for none
   */
  public static PasswordRules of(int minLength, String required) {
    return new PasswordRules(
        minLength,
        switch (required) {
          case "letters_digits" -> List.of(LOWER + UPPER, DIGITS);
          case "lower_upper_letters_digits" -> List.of(LOWER, UPPER, DIGITS);
          case "lower_upper_letters_digits_symbols" -> List.of(LOWER, UPPER, DIGITS, SYMBOLS);
          case String sets -> split(sets);
        });
  }

  /** Whether a password has more bytes than are read; that is no weakness, and told differently. */
  public static boolean isTooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  /** Everything that a password lacks; empty for a good one. */
  public List<Weakness> weaknesses(String password) {
    List<Weakness> found = new ArrayList<>();
    if (password.codePointCount(0, password.length()) < minLength) {
      String message = "Password should be at least " + minLength + " characters.";
      found.add(new Weakness("length", message));
    }
    if (!requiredSets.stream().allMatch(set -> holdsOneOf(set, password))) {
      String sets = String.join(", ", requiredSets);
      String message = "Password should contain at least one character of each: " + sets + ".";
      found.add(new Weakness("characters", message));
    }
    return found;
  }

  private static boolean holdsOneOf(String set, String password) {
    return password.codePoints().anyMatch(character -> set.indexOf(character) >= 0);
  }

  private static List<String> split(String sets) {
    List<String> split = new ArrayList<>();
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < sets.length(); i++) {
      char c = sets.charAt(i);
      if (c == '\\' && i + 1 < sets.length() && sets.charAt(i + 1) == ':') {
        set.append(':');
        i++;
      } else if (c == ':') {
        split.add(set.toString());
        set.setLength(0);
      } else {
        set.append(c);
      }
    }
    split.add(set.toString());
    split.removeIf(String::isEmpty);
    return split;
  }
}
