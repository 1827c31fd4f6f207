package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.SelectItem.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The grammar of names and of JSON paths, which all parameters share. */
final class Names {
  static final String NAME = "field name (* or [a..z0..9_$])";
  private static final String KEY = "any non reserved character different from: .,>()";

  private static final Map<String, DatePart> PARTS = byName(DatePart.values(), DatePart::word);
  private static final Map<String, Aggregate> FOLDS = byName(Aggregate.values(), Aggregate::sql);

  private Names() {}

  private static <E> Map<String, E> byName(E[] constants, Function<E, String> name) {
    return Stream.of(constants).collect(Collectors.toMap(name, each -> each));
  }

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

  /** A field, with the part of its date that is asked for behind it. */
  static Field parted(Field field, Scanner in) {
    Optional<DatePart> part = function(in, PARTS);
    return part.isEmpty() ? field : new Field(field.name(), field.path(), part, field.fold());
  }

  /** A field, with the part and the aggregate that are asked for behind it. */
  static Field measured(Field field, Scanner in) {
    if (field.name().equals("count") && field.path().isEmpty() && takeCall(in)) {
      return Field.rows();
    }
    Field parted = parted(field, in);
    Optional<Aggregate> fold = function(in, FOLDS);
    return fold.isEmpty() ? parted : new Field(field.name(), field.path(), parted.part(), fold);
  }

  /** Whether a part or an aggregate of what was read stands here. */
  static boolean seesFunction(Scanner in) {
    int start = in.position();
    boolean sees = function(in, PARTS).isPresent() || function(in, FOLDS).isPresent();
    in.reset(start);
    return sees;
  }

  /** A function of what was read: {@code .month()}; nothing is taken when it is none of ours. */
  private static <E> Optional<E> function(Scanner in, Map<String, E> known) {
    if (in.peek() != '.') {
      return Optional.empty();
    }
    int start = in.position();
    in.next();
    Optional<E> found = Optional.ofNullable(known.get(in.takeWhile(Names::isWordCharacter)));
    if (found.isPresent() && takeCall(in)) {
      return found;
    }
    in.reset(start);
    return Optional.empty();
  }

  private static boolean takeCall(Scanner in) {
    return in.sees("()") && in.take("()");
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

  private static boolean isWordCharacter(int c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
