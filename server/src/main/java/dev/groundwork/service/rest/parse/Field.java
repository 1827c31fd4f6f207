package dev.groundwork.service.rest.parse;

import java.util.List;

/** A column, and the way into it when it holds JSON. */
public record Field(String name, List<JsonStep> path) {

  public Field {
    path = List.copyOf(path);
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
