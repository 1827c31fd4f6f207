package dev.groundwork.service.auth.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New values of some columns, in the order in which they were set. */
public final class Change {
  private static final String NOW = "now()";

  private final Map<String, String> expressions = new LinkedHashMap<>();
  private final Map<String, @Nullable String> values = new LinkedHashMap<>();

  /** A text, or anything as PostgreSQL reads it. */
  public Change set(String column, @Nullable String value) {
    expressions.put(column, "?");
    values.put(column, value);
    return this;
  }

  /** A JSON object. */
  public Change set(String column, ObjectNode value) {
    return set(column, value.toString());
  }

  /** A time. */
  public Change set(String column, Instant value) {
    return set(column, value.toString());
  }

  /** The time of the transaction. */
  public Change now(String column) {
    expressions.put(column, NOW);
    values.remove(column);
    return this;
  }

  /** No value. */
  public Change clear(String column) {
    expressions.put(column, "null");
    values.remove(column);
    return this;
  }

  /** These and further values, which win. */
  public Change with(Change other) {
    expressions.putAll(other.expressions);
    other.expressions.keySet().forEach(values::remove);
    values.putAll(other.values);
    return this;
  }

  public boolean isEmpty() {
    return expressions.isEmpty();
  }

  List<@Nullable Object> values() {
    List<@Nullable Object> ordered = new ArrayList<>();
    for (String column : expressions.keySet()) {
      if (values.containsKey(column)) {
        ordered.add(values.get(column));
      }
    }
    return ordered;
  }

  /** {@code "a" = ?, "b" = now()} */
  String assignments() {
    List<String> parts = new ArrayList<>();
    expressions.forEach((name, value) -> parts.add(Identifier.quote(name) + " = " + value));
    return String.join(", ", parts);
  }

  /** {@code ("a", "b") values (?, now())} */
  String insertion() {
    List<String> names = expressions.keySet().stream().map(Identifier::quote).toList();
    return "("
        + String.join(", ", names)
        + ") values ("
        + String.join(", ", expressions.values())
        + ")";
  }
}
