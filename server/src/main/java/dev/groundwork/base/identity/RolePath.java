package dev.groundwork.base.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/**
 * The way to the database role in a token's claims, such as {@code .role}, {@code
 * .realm_access.roles[?(@ ^== "app_")]} or {@code $.roles[0][3:]}.
 */
public final class RolePath {
  private final String text;
  private final List<Step> steps;

  RolePath(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException with what is wrong and where
   */
  public static RolePath parse(String text) {
    return new RolePath(text, new RolePathParser(text).steps());
  }

  /** What stands at the path's end, if there is anything. */
  Optional<JsonNode> in(JsonNode claims) {
    Optional<JsonNode> at = Optional.of(claims);
    for (Step step : steps) {
      at = at.flatMap(step::from);
    }
    return at;
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return text;
  }

  /** One step of the way. */
  sealed interface Step {
    Optional<JsonNode> from(JsonNode value);
  }

  /** {@code .key} */
  record Key(String name) implements Step {
    @Override
    public Optional<JsonNode> from(JsonNode value) {
      return value.isObject() ? Optional.ofNullable(value.get(name)) : Optional.empty();
    }
  }

  /** {@code [0]} */
  record Index(int number) implements Step {
    @Override
    public Optional<JsonNode> from(JsonNode value) {
      return value.isArray() ? Optional.ofNullable(value.get(number)) : Optional.empty();
    }
  }

  /** {@code [1:-1]} of a text, by characters; negative numbers count from the end. */
  record Slice(OptionalInt start, OptionalInt end) implements Step {
    @Override
    public Optional<JsonNode> from(JsonNode value) {
      if (!value.isTextual()) {
        return Optional.empty();
      }
      int[] points = value.textValue().codePoints().toArray();
      int from = place(start, 0, points.length);
      int to = Math.max(from, place(end, points.length, points.length));
      return Optional.of(TextNode.valueOf(new String(points, from, to - from)));
    }

    private static int place(OptionalInt given, int otherwise, int length) {
      int number = given.orElse(otherwise);
      return Math.clamp(number < 0 ? (long) number + length : number, 0, length);
    }
  }

  /** {@code [?(@ == "text")]}: the first text of an array that matches. */
  record Filter(Match match, String operand) implements Step {
    @Override
    public Optional<JsonNode> from(JsonNode value) {
      return value.isArray()
          ? StreamSupport.stream(value.spliterator(), false).filter(this::matches).findFirst()
          : Optional.empty();
    }

    private boolean matches(JsonNode element) {
      return element.isTextual() && match.test(element.textValue(), operand);
    }
  }

  /** How a filter compares. */
  enum Match {
    ENDS_WITH("==^"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    STARTS_WITH("^=="),
    CONTAINS("*==");

    final String operator;

    Match(String operator) {
      this.operator = operator;
    }

    boolean test(String element, String operand) {
      return switch (this) {
        case ENDS_WITH -> element.endsWith(operand);
        case EQUAL -> element.equals(operand);
        case NOT_EQUAL -> !element.equals(operand);
        case STARTS_WITH -> element.startsWith(operand);
        case CONTAINS -> element.contains(operand);
      };
    }
  }
}
