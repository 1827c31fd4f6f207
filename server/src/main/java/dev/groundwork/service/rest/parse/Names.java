package dev.groundwork.service.rest.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The grammar of names and of JSON paths, which all parameters share. */
final class Names {
  static final String NAME = "field name (* or [a..z0..9_$])";
  private static final String KEY = "any non reserved character different from: .,>()";

  private Names() {}

  /** A name: letters, digits, {@code _ $ -} and inner spaces, or anything in double quotes. */
  static String name(Scanner in) {
    if (in.peek() == '"') {
      return quoted(in);
    }
    String name = dashed(in, Names::isNameCharacter);
    if (name.isEmpty()) {
      in.expect(NAME);
      throw in.error();
    }
    return name.strip();
  }

  /** Names separated by commas. */
  static List<String> names(Scanner in) {
    List<String> names = new ArrayList<>();
    do {
      in.skipSpace();
      names.add(name(in));
      in.skipSpace();
    } while (in.take(","));
    in.requireEnd();
    return names;
  }

  /** A plain identifier, such as the name of a type; safe to stand in SQL as it is. */
  static String identifier(Scanner in) {
    String identifier = in.takeWhile(c -> isNameCharacter(c) && c != '$');
    if (identifier.isEmpty()) {
      in.expect("letter or digit");
      throw in.error();
    }
    return identifier.strip();
  }

  /** A text in double quotes, where a backslash makes the next character plain. */
  static String quoted(Scanner in) {
    return quotedIfClosed(in).orElseThrow(in::error);
  }

  /** As {@link #quoted}; empty, with nothing taken, when no such text stands here. */
  static Optional<String> quotedIfClosed(Scanner in) {
    int start = in.position();
    StringBuilder text = new StringBuilder();
    boolean opened = in.take("\"");
    while (opened && !in.take("\"")) {
      if (in.atEnd()) {
        opened = false;
      } else {
        char c = in.next();
        text.append(c == '\\' && !in.atEnd() ? in.next() : c);
      }
    }
    if (!opened) {
      in.reset(start);
    }
    return opened ? Optional.of(text.toString()) : Optional.empty();
  }

  /** A name and the way into it. */
  static Field field(Scanner in) {
    in.skipSpace();
    Field field = new Field(name(in), jsonPath(in));
    in.skipSpace();
    return field;
  }

  /** Steps of {@code ->} and {@code ->>}; may be none. */
  static List<Field.JsonStep> jsonPath(Scanner in) {
    List<Field.JsonStep> steps = new ArrayList<>();
    while (true) {
      if (in.take("->>")) {
        steps.add(step(in, true));
      } else if (in.take("->")) {
        steps.add(step(in, false));
      } else {
        return steps;
      }
    }
  }

  private static Field.JsonStep step(Scanner in, boolean asText) {
    int start = in.position();
    boolean negative = in.take("-");
    String digits = in.takeWhile(Names::isDigit);
    if (digits.isEmpty()) {
      in.expect("digit");
    } else if (digits.length() < 10 && endsIndex(in)) {
      int index = Integer.parseInt(digits);
      return new Field.JsonStep.Index(negative ? -index : index, asText);
    }
    in.reset(start);
    return new Field.JsonStep.Key(key(in), asText);
  }

  private static boolean endsIndex(Scanner in) {
    char next = in.peek();
    return in.atEnd() || ",.)".indexOf(next) >= 0 || in.sees("->") || in.sees("::");
  }

  private static String key(Scanner in) {
    if (in.peek() == '"') {
      return quoted(in);
    }
    String key = dashed(in, c -> "(-:.,>)".indexOf(c) < 0);
    if (key.isEmpty()) {
      in.expect(KEY);
      throw in.error();
    }
    return key;
  }

  /** Characters that satisfy a condition, and dashes that do not begin an arrow. */
  private static String dashed(Scanner in, IntPredicate condition) {
    String first = in.takeWhile(condition);
    if (in.peek() != '-') {
      return first;
    }
    StringBuilder text = new StringBuilder(first);
    while (!text.isEmpty() && in.peek() == '-' && in.peekNext() != '>') {
      in.take("-");
      text.append('-').append(in.takeWhile(condition));
    }
    return text.toString();
  }

  static boolean isNameCharacter(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == ' ' || c == '$';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
