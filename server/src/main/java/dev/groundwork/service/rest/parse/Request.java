package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request in words.
 *
 * @param shape everything that decides what is done and how it is written in SQL
 * @param values the texts that the shape's slots refer to
 * @param body the payload as text: JSON, or the raw text of an unnamed parameter; empty when there
 *     is none
 * @param window rows asked for at the top level
 * @param timezone wanted for the answer's timestamps
 * @param maxAffected most rows that a change may touch
 * @param invalidPreferences preferences that nobody understands, as sent
 * @param query the query string as it came
 * @param known tags of answers that the client has
 * @param match tags of which one must be that of the row that is changed
 */
public record Request(
    Shape shape,
    List<String> values,
    Body body,
    Window window,
    Optional<String> timezone,
    Optional<Long> maxAffected,
    List<String> invalidPreferences,
    String query,
    Optional<EntityTags> known,
    Optional<EntityTags> match) {

  public Request {
    values = List.copyOf(values);
    invalidPreferences = List.copyOf(invalidPreferences);
  }

  /** The query string with its parameters sorted and freshly encoded. */
  public String canonicalQuery() {
    return QueryString.parse(query).canonical();
  }

  /** The payload's content. */
  public sealed interface Body {
    /** No payload. */
    record None() implements Body {}

    /** Text, for a parameter of a textual type. */
    record Text(String text) implements Body {}

    /**
     * Rows of a table, taken apart by columns.
     *
     * @param json the same as a JSON array
     */
    record Rows(Supplier<String> json, BodyColumns columns) implements Body {}

    /** Bytes as they came, for a parameter of a binary type. */
    record Bytes(byte[] bytes) implements Body {}
  }
}
