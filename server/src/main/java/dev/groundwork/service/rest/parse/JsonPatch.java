package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;

/**
 * A JSON Patch of a row, without its values: operations one after the other, each on what the one
 * before has left.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public record JsonPatch(List<Operation> operations) {
  public JsonPatch {
    operations = List.copyOf(operations);
  }

  /**
   * A place in a row.
   *
   * @param path slot of the steps inside the column's value, as an array; empty for all of it
   */
  public record Place(String column, Optional<Integer> path) {}

  /** One operation. */
  public sealed interface Operation {
    /** Where it does something, or looks at something. */
    Place at();

    /** A new value at a place that need not be there, but what it is in. */
    record Add(Place at, int value) implements Operation {}

    /** A new value in the place of the one that is there. */
    record Replace(Place at, int value) implements Operation {}

    record Remove(Place at) implements Operation {}

    /** The value must be this one, or nothing is done at all. */
    record Test(Place at, int value) implements Operation {}

    record Move(Place from, Place at) implements Operation {}

    record Copy(Place from, Place at) implements Operation {}
  }
}
