package dev.groundwork.service.migrations.diff;

import java.util.List;

/**
 * In what two schemas differ.
 *
 * @param id of the object
 * @param properties in which the object differs, when both have it
 */
public record Difference(Side side, String id, List<String> properties) {
  public Difference {
    properties = List.copyOf(properties);
  }

  /** Who has the object. */
  public enum Side {
    FIRST,
    SECOND,
    BOTH
  }

  @Override
  public String toString() {
    return switch (side) {
      case FIRST -> "only in the first: " + id;
      case SECOND -> "only in the second: " + id;
      case BOTH -> "different: " + id + " (" + String.join(", ", properties) + ")";
    };
  }
}
