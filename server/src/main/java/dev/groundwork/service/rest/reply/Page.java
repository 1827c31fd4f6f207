package dev.groundwork.service.rest.reply;

import dev.groundwork.base.pg.Rows;
import dev.groundwork.service.rest.plan.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page as it was read: in the direction of its position, with one row more when there are more.
 *
 * @param rows what is shown of each row
 * @param keys the values that each row is ordered by
 * @param size most rows that the page has
 */
public record Page(Rows rows, Rows keys, Position position, int size) {

  /** Whether there are rows beyond it. */
  private boolean more() {
    return rows.size() > size;
  }

  private int count() {
    return Math.min(rows.size(), size);
  }

  /** The rows of the page in their order. */
  Rows shown() {
    Rows page = rows.part(0, count());
    return position.backward() ? page.reversed() : page;
  }

  /** Whether the last row of the page cannot be told from the one beyond it. */
  boolean endsBetweenEquals() {
    byte[] @Nullable [][] all = keys.rows().toArray(new byte[0][][]);
    return more() && Arrays.deepEquals(all[size - 1], all[size]);
  }

  /** Where the page behind this one begins. */
  Optional<Position> next() {
    return position.backward() ? turned() : further();
  }

  /** Where the page before this one begins. */
  Optional<Position> previous() {
    return position.backward() ? further() : turned();
  }

  /** On in the direction in which it was read. */
  private Optional<Position> further() {
    return more() ? Optional.of(at(position.backward(), count() - 1)) : Optional.empty();
  }

  /**
   * Back to where it was read from; on the way back from a page without rows, what its position
   * left out comes first.
   */
  private Optional<Position> turned() {
    if (position.values().isEmpty()) {
      return Optional.empty();
    }
    boolean back = !position.backward();
    return Optional.of(
        count() > 0 ? at(back, 0) : new Position(back, !position.inclusive(), position.values()));
  }

  private Position at(boolean backward, int row) {
    List<Optional<String>> values = new ArrayList<>();
    for (byte @Nullable [] cell : keys.rows().get(row)) {
      values.add(Optional.ofNullable(cell).map(Page::text));
    }
    return new Position(backward, false, values);
  }

  private static String text(byte[] cell) {
    return new String(Objects.requireNonNull(cell), StandardCharsets.UTF_8);
  }
}
