package dev.groundwork.service.rest.openapi;

import java.math.BigDecimal;
import java.util.Optional;

/** How a PostgreSQL type looks in the document. */
enum JsonType {
  STRING("string"),
  BOOLEAN("boolean"),
  INTEGER("integer"),
  NUMBER("number"),
  ARRAY("array"),
  /** JSON itself: no type is given, for it may be any. */
  ANY("");

  private static final String ARRAY_SUFFIX = "[]";

  private final String label;

  JsonType(String label) {
    this.label = label;
  }

  /** The document's word for it; empty for {@link #ANY}. */
  Optional<String> label() {
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }

  /** The word for it where one must be given, and arrays are written as text. */
  String scalarLabel() {
    return this == ANY || this == ARRAY ? STRING.label : label;
  }

  static JsonType of(String type) {
    return switch (type) {
      case "boolean" -> BOOLEAN;
      case "smallint", "integer", "bigint" -> INTEGER;
      case "numeric", "real", "double precision" -> NUMBER;
      case "json", "jsonb" -> ANY;
      default -> type.endsWith(ARRAY_SUFFIX) ? ARRAY : STRING;
    };
  }

  /** The type of an array's elements. */
  static String element(String arrayType) {
    return arrayType.endsWith(ARRAY_SUFFIX)
        ? arrayType.substring(0, arrayType.length() - ARRAY_SUFFIX.length())
        : arrayType;
  }

  /** OpenAPI has formats of its own for integers; for others the type's name stands. */
  static String format(String type) {
    return switch (type) {
      case "smallint", "integer" -> "int32";
      case "bigint" -> "int64";
      default -> type;
    };
  }

  /**
   * The value that a default's SQL expression stands for: a {@link String}, {@link Boolean} or
   * {@link BigDecimal}. Expressions that are not constants are shown as text where text fits, and
   * left out elsewhere.
   */
  static Optional<Object> defaultValue(String type, String expression) {
    return switch (of(type)) {
      case STRING -> Optional.of(text(type, expression));
      case BOOLEAN ->
          expression.equals("true") || expression.equals("false")
              ? Optional.of(Boolean.valueOf(expression))
              : Optional.empty();
      case INTEGER, NUMBER -> number(expression);
      case ARRAY, ANY -> Optional.empty();
    };
  }

  private static String text(String type, String expression) {
    String cast = "::" + type;
    if (!expression.endsWith(cast)) {
      return expression;
    }
    String literal = expression.substring(0, expression.length() - cast.length());
    boolean quoted = literal.length() > 1 && literal.startsWith("'") && literal.endsWith("'");
    return quoted ? literal.substring(1, literal.length() - 1).replace("''", "'") : literal;
  }

  private static Optional<Object> number(String expression) {
    try {
      return Optional.of(new BigDecimal(expression));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
