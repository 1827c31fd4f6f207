package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.SelectItem.Aggregate;
import java.util.List;
import java.util.Optional;

/**
 * A column, and the way into it when it holds JSON.
 *
 * @param name the column; empty, which no column is called, for the rows that {@code count()}
 *     counts
 * @param part the part of it, when it is a date or time
 * @param fold the aggregate over it, in filters and orders
 */
public record Field(
    String name, List<JsonStep> path, Optional<DatePart> part, Optional<Aggregate> fold) {

  public Field {
    path = List.copyOf(path);
  }

  /** A column itself. */
  public Field(String name, List<JsonStep> path) {
    this(name, path, Optional.empty(), Optional.empty());
  }

  /** The number of rows. */
  static Field rows() {
    return new Field("", List.of(), Optional.empty(), Optional.of(Aggregate.COUNT));
  }

  /** Whether it is the column and nothing of it. */
  public boolean isPlain() {
    return path.isEmpty() && part.isEmpty() && fold.isEmpty();
  }

  /** One step into a JSON value. */
  public sealed interface JsonStep {
    /** {@code ->>}: the result is text. */
    boolean asText();

    /** Into an object. */
    record Key(String key, boolean asText) implements JsonStep {}

    /** Into an array; from the end when negative. */
    record Index(int index, boolean asText) implements JsonStep {}
  }
}
