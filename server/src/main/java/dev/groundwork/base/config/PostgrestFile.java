package dev.groundwork.base.config;

import dev.groundwork.base.config.Raw.Items;
import dev.groundwork.base.config.Raw.Scalar;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgREST's configuration file: {@code key = value} lines with {@code #} comments; a value is a
 * string in double quotes, a number, {@code true}/{@code false}/{@code on}/{@code off}, or a list
 * of those in brackets. In strings {@code $(NAME)} is an environment variable and {@code $$} a
 * dollar sign.
 */
public final class PostgrestFile {
  private final Path file;
  private final String text;
  private final Map<String, String> environment;
  private int position;

  private PostgrestFile(Path file, String text, Map<String, String> environment) {
    this.file = file;
    this.text = text;
    this.environment = environment;
  }

  /**
   * The settings of a file.
   *
   * @throws ProblemException with a {@link ConfigProblem} when there is no such file or a line of
   *     it is not understood
   */
  public static List<Given> read(Path file, Map<String, String> environment) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return new PostgrestFile(file, text, environment).settings();
    } catch (IOException _) {
      String reason =
          Files.exists(file)
              ? "cannot be read as UTF-8 text"
              : "there is no such configuration file";
      throw new ConfigProblem.UnusableFile(file, reason).raise();
    }
  }

  private List<Given> settings() {
    List<Given> givens = new ArrayList<>();
    skipBlanks();
    while (position < text.length()) {
      String name = name();
      skipSpaces();
      if (peek() != '=') {
        throw malformed("expected = after " + name);
      }
      position++;
      skipSpaces();
      givens.add(new Given(name, value(), Origin.file(file)));
      skipSpaces();
      if (position < text.length() && peek() != '\n' && peek() != '#') {
        throw malformed("more text after the value of " + name);
      }
      skipBlanks();
    }
    return givens;
  }

  private String name() {
    int start = position;
    while (position < text.length() && isNamePart(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw malformed("expected a setting's name");
    }
    return text.substring(start, position);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private Raw value() {
    return peek() == '[' ? items() : new Scalar(scalar());
  }

  private Raw items() {
    List<String> items = new ArrayList<>();
    position++;
    skipBlanks();
    while (peek() != ']') {
      items.add(scalar());
      skipBlanks();
      if (peek() == ',') {
        position++;
        skipBlanks();
      } else if (peek() != ']') {
        throw malformed("expected , or ] in a list");
      }
    }
    position++;
    return new Items(items);
  }

  private String scalar() {
    if (peek() == '"') {
      return string();
    }
    int start = position;
    while (position < text.length() && isBare(text.charAt(position))) {
      position++;
    }
    String word = text.substring(start, position);
    if (word.isEmpty() || !isLiteral(word)) {
      throw malformed("expected a value: text in double quotes, a number, true or false");
    }
    return word;
  }

  private static boolean isBare(char c) {
    return !Character.isWhitespace(c) && c != '#' && c != ',' && c != ']';
  }

  private static boolean isLiteral(String word) {
    return switch (word) {
      case "true", "false", "on", "off" -> true;
      default -> word.chars().allMatch(c -> Character.isDigit(c) || "+-.eE".indexOf(c) >= 0);
    };
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    position++;
    while (peek() != '"') {
      char c = next();
      switch (c) {
        case '\\' -> out.append(escaped());
        case '$' -> out.append(interpolated());
        case '\n' -> throw malformed("a string must end on its line");
        default -> out.append(c);
      }
    }
    position++;
    return out.toString();
  }

  private String escaped() {
    char c = next();
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '"', '\\' -> String.valueOf(c);
      case 'u' -> unicode();
      default -> throw malformed("unknown escape \\" + c);
    };
  }

  private String unicode() {
    try {
      String digits = text.substring(position, position + 4);
      position += 4;
      return String.valueOf((char) Integer.parseInt(digits, 16));
    } catch (IndexOutOfBoundsException | NumberFormatException _) {
      throw malformed("\\u takes four hexadecimal digits");
    }
  }

  /** What stands after a dollar sign: a second one, or a variable's name in parentheses. */
  private String interpolated() {
    if (peek() == '$') {
      position++;
      return "$";
    }
    int end = text.indexOf(')', position);
    if (peek() != '(' || end < 0) {
      throw malformed("write $$ for a dollar sign, or $(NAME) for an environment variable");
    }
    String variable = text.substring(position + 1, end);
    position = end + 1;
    String value = environment.get(variable);
    if (value == null) {
      throw malformed("the environment variable " + variable + " is not set");
    }
    return value;
  }

  private void skipSpaces() {
    while (position < text.length() && peek() != '\n' && Character.isWhitespace(peek())) {
      position++;
    }
  }

  private void skipBlanks() {
    while (position < text.length() && (Character.isWhitespace(peek()) || peek() == '#')) {
      position = peek() == '#' ? endOfLine() : position + 1;
    }
  }

  private int endOfLine() {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  /** The character here; NUL at the end. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private char next() {
    if (position >= text.length()) {
      throw malformed("the file ends within a value");
    }
    return text.charAt(position++);
  }

  private ProblemException malformed(String reason) {
    int line =
        1
            + (int)
                text.substring(0, Math.min(position, text.length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
    return new ConfigProblem.MalformedFile(file, line, reason).raise();
  }
}
