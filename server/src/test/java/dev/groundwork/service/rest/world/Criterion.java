package dev.groundwork.service.rest.world;

import dev.groundwork.service.rest.world.World.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A test of one column, in the words of a request and as a function with SQL's three truth values.
 *
 * @param words operator and operand as a parameter's value
 * @param inTree the same as a member of {@code and} or {@code or}
 */
record Criterion(
    String column, String words, String inTree, Function<Row, @Nullable Boolean> holds) {

  static Criterion random(Table table, RandomGenerator random) {
    int kinds = table.texts().isEmpty() ? 6 : 10;
    String number = pick(table.numbers(), random);
    Criterion plain =
        switch (random.nextInt(table == Table.PEOPLE ? kinds + 2 : kinds)) {
          case 0, 1 -> comparison(number, random);
          case 2 -> oneOf(number, random);
          case 3 -> isNull(number, random);
          case 4 -> each(number, random);
          case 5 -> distinct(number, random);
          case 6, 7 -> text(pick(table.texts(), random), random);
          case 8 -> oneText(pick(table.texts(), random), random);
          case 9 -> pattern(pick(table.texts(), random), random);
          case 10 -> truth(random);
          default -> json(random);
        };
    return random.nextInt(4) == 0 ? plain.negated() : plain;
  }

  static <T> T pick(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  private Criterion negated() {
    return new Criterion(column, "not." + words, "not." + inTree, row -> not(holds.apply(row)));
  }

  static @Nullable Boolean not(@Nullable Boolean value) {
    return value == null ? null : !value;
  }

  private static Criterion same(
      String column, String words, Function<Row, @Nullable Boolean> holds) {
    return new Criterion(column, words, words, holds);
  }

  private static Criterion comparison(String column, RandomGenerator random) {
    int operand = random.nextInt(6);
    String operator = pick(List.of("eq", "neq", "gt", "gte", "lt", "lte"), random);
    return same(
        column, operator + "." + operand, row -> compared(operator, row.get(column), operand));
  }

  private static @Nullable Boolean compared(String operator, @Nullable Object value, int operand) {
    if (value == null) {
      return null;
    }
    int order = Integer.compare((Integer) value, operand);
    return switch (operator) {
      case "eq" -> order == 0;
      case "neq" -> order != 0;
      case "gt" -> order > 0;
      case "gte" -> order >= 0;
      case "lt" -> order < 0;
      default -> order <= 0;
    };
  }

  private static Criterion oneOf(String column, RandomGenerator random) {
    List<Integer> some = IntStream.range(0, 6).filter(n -> random.nextBoolean()).boxed().toList();
    String list = some.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    return same(column, "in." + list, row -> member(row.get(column), some));
  }

  /** Nothing is a member of the empty list, not even null. */
  private static @Nullable Boolean member(@Nullable Object value, List<?> list) {
    if (list.isEmpty()) {
      return false;
    }
    return value == null ? null : list.contains(value);
  }

  private static Criterion isNull(String column, RandomGenerator random) {
    return random.nextBoolean()
        ? same(column, "is.null", row -> row.get(column) == null)
        : same(column, "is.not_null", row -> row.get(column) != null);
  }

  private static Criterion each(String column, RandomGenerator random) {
    int low = random.nextInt(6);
    int high = random.nextInt(6);
    boolean any = random.nextBoolean();
    String operator = pick(List.of("eq", "gt", "lte"), random);
    String quantifier = any ? "(any)" : "(all)";
    String operand = ".{" + low + "," + high + "}";
    return same(
        column,
        operator + quantifier + operand,
        row -> {
          Boolean first = compared(operator, row.get(column), low);
          Boolean second = compared(operator, row.get(column), high);
          return any ? Condition.or(first, second) : Condition.and(first, second);
        });
  }

  private static Criterion distinct(String column, RandomGenerator random) {
    int operand = random.nextInt(6);
    return same(column, "isdistinct." + operand, row -> !Objects.equals(row.get(column), operand));
  }

  private static Criterion text(String column, RandomGenerator random) {
    String operand = World.anyText(random);
    boolean equal = random.nextBoolean();
    String operator = equal ? "eq." : "neq.";
    return new Criterion(
        column,
        operator + operand,
        operator + quoted(operand),
        row -> row.get(column) == null ? null : operand.equals(row.get(column)) == equal);
  }

  private static Criterion oneText(String column, RandomGenerator random) {
    List<String> some = List.of(World.anyText(random), World.anyText(random));
    String list = some.stream().map(Criterion::quoted).collect(Collectors.joining(",", "(", ")"));
    return same(column, "in." + list, row -> member(row.get(column), some));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Criterion pattern(String column, RandomGenerator random) {
    String part = pick(List.of("b", "e", "x", "nn", "o"), random);
    String operator = pick(List.of("like", "ilike"), random);
    boolean start = random.nextBoolean();
    String pattern = start ? part + "*" : "*" + part + "*";
    return same(
        column,
        operator + "." + pattern,
        row ->
            row.get(column) instanceof String text
                ? (start ? text.startsWith(part) : text.contains(part))
                : null);
  }

  private static Criterion truth(RandomGenerator random) {
    String word = pick(List.of("true", "false", "unknown", "not_null"), random);
    return same(
        "nice",
        "is." + word,
        row ->
            switch (word) {
              case "true" -> Boolean.TRUE.equals(row.get("nice"));
              case "false" -> Boolean.FALSE.equals(row.get("nice"));
              case "unknown" -> row.get("nice") == null;
              default -> row.get("nice") != null;
            });
  }

  private static Criterion json(RandomGenerator random) {
    int operand = random.nextInt(4);
    return same(
        "info->>k",
        "eq." + operand,
        row -> {
          Object member = row.get("info") instanceof Map<?, ?> info ? info.get("k") : null;
          return member == null ? null : member.equals(operand);
        });
  }
}
