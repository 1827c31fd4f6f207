package dev.groundwork.base.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table, view, materialised view, foreign table or partitioned table.
 *
 * @param columns by name, in the order of the catalog
 * @param primaryKey names of its columns in the order of the table's columns; for a view, those of
 *     the base table when all are selected
 * @param partition a partition of another table: served, but left out of relationships and
 *     documentation
 */
public record Relation(
    Name name,
    Kind kind,
    boolean partition,
    boolean insertable,
    boolean updatable,
    boolean deletable,
    Map<String, Column> columns,
    List<String> primaryKey,
    Optional<String> description) {

  /** What kind of relation it is. */
  public enum Kind {
    TABLE,
    PARTITIONED_TABLE,
    FOREIGN_TABLE,
    VIEW,
    MATERIALIZED_VIEW
  }

  public Relation {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    primaryKey = List.copyOf(primaryKey);
  }

  public boolean isView() {
    return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW;
  }
}
