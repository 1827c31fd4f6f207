package dev.groundwork.service.rest.parse;

import java.util.Map;
import java.util.Optional;

/**
 * A body's rows column by column, which PostgreSQL takes in with half the effort that a JSON text
 * costs it.
 *
 * @param columns by the name of the member that they were in each row
 */
public record BodyColumns(Map<String, Column> columns) {
  public BodyColumns {
    columns = Map.copyOf(columns);
  }

  /**
   * The values of all rows: strings without their JSON quotes, everything else as it stands.
   *
   * @param array the values as the text of a PostgreSQL array
   * @param strings whether there are strings among them
   */
  public record Column(String array, boolean strings) {}

  /** A column; empty when no row has it. */
  public Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }
}
