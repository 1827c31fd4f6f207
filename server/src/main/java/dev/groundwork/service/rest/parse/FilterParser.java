package dev.groundwork.service.rest.parse;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.rest.parse.Logic.Connective;
import dev.groundwork.service.rest.parse.Operation.Operator;
import dev.groundwork.service.rest.parse.Operation.Quantifier;
import dev.groundwork.service.rest.parse.Operation.Query;
import dev.groundwork.service.rest.parse.Operation.Truth;
import dev.groundwork.service.rest.parse.Shape.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads filters and trees of filters; operands go to the list of values. */
final class FilterParser {
  /** Deeper trees of {@code and}/{@code or} are refused. */
  private static final int MAX_DEPTH = 100;

  private static final Map<String, Operator> OPERATORS = byName(Operator.values());
  private static final Map<String, Query> QUERIES = byName(Query.values());

  /** Keys of filters, with the way to the embed that each belongs to. */
  private static final Readings<Located<Field>> KEYS = new Readings<>(FilterParser::key);

  private static final List<Truth> TRUTHS =
      List.of(Truth.NOT_NULL, Truth.NULL, Truth.UNKNOWN, Truth.TRUE, Truth.FALSE);

  private final Scanner in;
  private final List<String> values;
  private final boolean inTree;

  /**
   * A parser of one parameter.
   *
   * @param inTree whether a comma or a parenthesis ends a value
   */
  private FilterParser(Scanner in, List<String> values, boolean inTree) {
    this.in = in;
    this.values = values;
    this.inTree = inTree;
  }

  private static <E extends Enum<E>> Map<String, E> byName(E[] constants) {
    return Stream.of(constants)
        .collect(Collectors.toMap(c -> c.name().toLowerCase(Locale.ROOT), c -> c));
  }

  /**
   * Whether a value begins like an operator, so that the parameter is a filter and not an argument.
   */
  static boolean looksLikeFilter(String value) {
    int end = 0;
    while (end < value.length() && Character.isLetter(value.charAt(end))) {
      end++;
    }
    char next = end < value.length() ? value.charAt(end) : 0;
    String word = value.substring(0, end);
    return switch (next) {
      case '.' -> isOperator(word);
      case '(' -> QUERIES.containsKey(word) || isQuantifiable(word);
      default -> false;
    };
  }

  private static boolean isQuantifiable(String word) {
    Operator operator = OPERATORS.get(word);
    return operator != null && operator.quantifiable();
  }

  private static boolean isOperator(String word) {
    return switch (word) {
      case "not", "is", "in", "isdistinct" -> true;
      default -> OPERATORS.containsKey(word) || QUERIES.containsKey(word);
    };
  }

  /** Reads a filter parameter: {@code key=value}. */
  static Located<Filter> parse(String key, String value, List<String> values) {
    Located<Field> place = KEYS.of(key);
    Scanner in = new Scanner("filter", value);
    return new Located<>(place.path(), new FilterParser(in, values, false).filter(place.what()));
  }

  private static Located<Field> key(String key) {
    Scanner keys = new Scanner("tree path", key);
    List<String> path = new ArrayList<>();
    do {
      path.add(Names.name(keys));
    } while (!Names.seesFunction(keys) && keys.take("."));
    List<Field.JsonStep> steps = Names.jsonPath(keys);
    Field field = Names.measured(new Field(path.getLast(), steps), keys);
    keys.requireEnd();
    return new Located<>(path.subList(0, path.size() - 1), field);
  }

  /** Reads a tree parameter: {@code or=(a.eq.1,b.eq.2)}; what stands behind it is not looked at. */
  static Located<Logic> parseTree(String key, String value, List<String> values) {
    Scanner keys = new Scanner("logic path", key);
    List<String> path = dottedNames(keys);
    keys.requireEnd();
    String connective = (path.contains("not") ? "not." : "") + path.getLast();
    List<String> embeds =
        path.subList(0, path.size() - 1).stream().filter(word -> !word.equals("not")).toList();
    Scanner in = new Scanner("logic tree", value, connective + value);
    return new Located<>(embeds, new FilterParser(in, values, true).logic(0));
  }

  /** Names of embeds down to a name, separated by dots. */
  static List<String> dottedNames(Scanner in) {
    List<String> names = new ArrayList<>();
    do {
      names.add(Names.name(in));
    } while (in.take("."));
    return names;
  }

  private Logic logic(int depth) {
    if (depth > MAX_DEPTH) {
      throw in.error("and/or are nested deeper than " + MAX_DEPTH + " levels");
    }
    int start = in.position();
    in.skipSpace();
    in.expect(Names.NAME); // the first of the alternatives that an error names
    boolean negated = in.take("not.", "negation operator (not)");
    for (Connective connective : Connective.values()) {
      if (in.take(connective.name().toLowerCase(Locale.ROOT), "logic operator (and, or)")
          && opensGroup()) {
        return new Logic.Group(negated, connective, members(depth));
      }
    }
    in.reset(start);
    Field field = Names.measured(Names.field(in), in);
    in.take(".", "delimiter (.)");
    return new Logic.Leaf(filter(field));
  }

  private boolean opensGroup() {
    in.skipSpace();
    if (in.take("(")) {
      return true;
    }
    if (in.peek() == '.' || Names.isNameCharacter(in.peek()) || in.peek() == '-') {
      return false;
    }
    throw in.error();
  }

  private List<Logic> members(int depth) {
    List<Logic> members = new ArrayList<>();
    do {
      members.add(logic(depth + 1));
      in.skipSpace();
    } while (in.take(","));
    in.require(")");
    in.skipSpace();
    return members;
  }

  private Filter filter(Field field) {
    boolean negated = in.take("not.", "\"not\"");
    return new Filter(field, negated, operation());
  }

  private Operation operation() {
    int start = in.position();
    String word = in.takeWhile(Character::isLetter);
    if (in.peek() == '(') {
      return withParentheses(word, start);
    }
    if (in.peek() != '.' || !isOperator(word) || word.equals("not")) {
      throw notAnOperator(start);
    }
    in.next();
    return switch (word) {
      case "in" -> new Operation.In(slot(arrayLiteral(list())));
      case "is" -> new Operation.Is(truth());
      case "isdistinct" -> new Operation.IsDistinct(slot(value()));
      default -> simple(word);
    };
  }

  private Operation simple(String word) {
    Query query = QUERIES.get(word);
    if (query != null) {
      return new Operation.FullText(query, Optional.empty(), slot(value()));
    }
    Operator operator = Objects.requireNonNull(OPERATORS.get(word));
    return new Operation.Compare(operator, slot(operand(operator)));
  }

  private Operation withParentheses(String word, int start) {
    Operator operator = OPERATORS.get(word);
    Query query = QUERIES.get(word);
    in.next();
    if (query != null) {
      int language = slot(Names.identifier(in));
      in.require(")");
      in.require(".");
      return new Operation.FullText(query, Optional.of(language), slot(value()));
    }
    if (operator == null || !operator.quantifiable()) {
      throw notAnOperator(start);
    }
    Quantifier quantifier = in.take("any") ? Quantifier.ANY : all();
    in.require(")");
    in.require(".");
    return new Operation.CompareEach(operator, quantifier, slot(operand(operator)));
  }

  private Quantifier all() {
    in.require("all");
    return Quantifier.ALL;
  }

  private ProblemException notAnOperator(int start) {
    in.reset(start);
    in.expect("operator (eq, gt, ...)");
    return in.error();
  }

  private Truth truth() {
    for (Truth truth : TRUTHS) {
      if (in.takeIgnoringCase(truth.name())) {
        return truth;
      }
    }
    in.expect("isVal: (null, not_null, true, false, unknown)");
    throw in.error();
  }

  private String operand(Operator operator) {
    String value = value();
    return operator.pattern() ? value.replace('*', '%') : value;
  }

  private int slot(String value) {
    values.add(value);
    return values.size() - 1;
  }

  private String value() {
    if (!inTree) {
      return in.rest();
    }
    int start = in.position();
    Optional<String> quoted = Names.quotedIfClosed(in);
    if (quoted.isPresent() && endsValue()) {
      return quoted.get();
    }
    in.reset(start);
    if (in.peek() == '{') {
      String array = in.takeWhile(c -> c != '}');
      if (in.take("}") && array.indexOf('{', 1) < 0) {
        return array + '}';
      }
      in.reset(start);
    }
    return in.takeWhile(c -> c != ',' && c != ')');
  }

  private boolean endsValue() {
    return in.atEnd() || in.peek() == ',' || in.peek() == ')';
  }

  private List<String> list() {
    in.skipSpace();
    in.require("(");
    in.skipSpace();
    List<String> elements = new ArrayList<>();
    do {
      elements.add(element());
    } while (in.take(","));
    in.require(")");
    in.skipSpace();
    return elements;
  }

  private String element() {
    int start = in.position();
    Optional<String> quoted = Names.quotedIfClosed(in);
    if (quoted.isPresent() && endsValue()) {
      return quoted.get();
    }
    in.reset(start);
    return in.takeWhile(c -> c != ',' && c != ')');
  }

  /** PostgreSQL's text form of an array; a list of one empty text is the empty array. */
  private static String arrayLiteral(List<String> elements) {
    if (elements.equals(List.of(""))) {
      return "{}";
    }
    return elements.stream()
        .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
