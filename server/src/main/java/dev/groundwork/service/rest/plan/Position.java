package dev.groundwork.service.rest.plan;

import java.util.List;
import java.util.Optional;

/**
 * Where a page begins: behind a row, or before it when it is read backward. The row may be gone by
 * then.
 *
 * @param inclusive whether a row with just these values belongs to the page
 * @param values of the row in the order of the keys; none at all: at the beginning, or at the end
 */
public record Position(boolean backward, boolean inclusive, List<Optional<String>> values) {
  public static final Position FIRST = new Position(false, false, List.of());
  public static final Position LAST = new Position(true, false, List.of());

  public Position {
    values = List.copyOf(values);
  }

  /** Whether it has a value for each key, or none at all. */
  public boolean fits(Keyset keyset) {
    return values.isEmpty() || values.size() == keyset.keys().size();
  }

  /** The position without its values: what its SQL depends on. */
  public Stance stance() {
    return new Stance(backward, inclusive, values.stream().map(Optional::isEmpty).toList());
  }

  /**
   * What the SQL of a page depends on.
   *
   * @param nulls of each value, whether it is null
   */
  public record Stance(boolean backward, boolean inclusive, List<Boolean> nulls) {
    public Stance {
      nulls = List.copyOf(nulls);
    }
  }
}
