package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param cursor where a page begins, as the client had it from us; empty text is the beginning
 * @param position the values that the cursor holds, once it is opened; none is null
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
    Optional<EntityTags> match,
    Optional<String> cursor,
    List<String> position) {

  public Request {
    values = List.copyOf(values);
    invalidPreferences = List.copyOf(invalidPreferences);
    position = List.copyOf(position);
  }

  /** The query string with its parameters sorted and freshly encoded. */
  public String canonicalQuery() {
    return QueryString.parse(query).canonical();
  }

  /** The query string as {@link #canonicalQuery}, without some parameters of the top level. */
  public String queryWithout(Set<String> names) {
    return QueryString.parse(query).without(names).canonical();
  }

  /** The request with what its cursor holds. */
  public Request at(List<String> values) {
    return new Request(
        shape,
        this.values,
        body,
        window,
        timezone,
        maxAffected,
        invalidPreferences,
        query,
        known,
        match,
        cursor,
        values);
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

    /**
     * Rows with related ones in them, place by place.
     *
     * @param places in the order of their numbers
     */
    record Places(List<Documents.Rows> places) implements Body {
      public Places {
        places = List.copyOf(places);
      }
    }

    /** Bytes as they came, for a parameter of a binary type. */
    record Bytes(byte[] bytes) implements Body {}
  }
}
