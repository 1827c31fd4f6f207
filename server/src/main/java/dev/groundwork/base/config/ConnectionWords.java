package dev.groundwork.base.config;

import dev.groundwork.base.config.ConnectionString.Malformed;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code host=localhost password='two words'} words: blanks may stand around the equals sign,
 * values with blanks stand in single quotes, and a backslash takes the next character as it is.
 */
final class ConnectionWords {
  private final String text;
  private int position;

  ConnectionWords(String text) {
    this.text = text;
  }

  Map<String, String> read() {
    Map<String, String> parameters = new LinkedHashMap<>();
    skipBlanks();
    while (position < text.length()) {
      String name = name();
      String value = peek() == '\'' ? quoted() : bare();
      if (!value.isEmpty()) {
        parameters.put(name, value);
      }
      skipBlanks();
    }
    return parameters;
  }

  private String name() {
    int equals = text.indexOf('=', position);
    String name = equals < 0 ? "" : text.substring(position, equals).strip();
    if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
      throw new Malformed("must be key=value words; a value with blanks stands in single quotes");
    }
    position = equals + 1;
    skipBlanks();
    return name;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    position++;
    while (peek() != '\'') {
      value.append(character());
    }
    position++;
    return value.toString();
  }

  private String bare() {
    StringBuilder value = new StringBuilder();
    while (position < text.length() && !Character.isWhitespace(peek())) {
      value.append(character());
    }
    return value.toString();
  }

  private char character() {
    if (peek() == '\\') {
      position++;
    }
    if (position >= text.length()) {
      throw new Malformed("ends within a quoted value");
    }
    return text.charAt(position++);
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(peek())) {
      position++;
    }
  }

  private char peek() {
    return position < text.length() ? text.charAt(position) : '\0';
  }
}
