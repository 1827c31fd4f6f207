package dev.groundwork.base.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table, view, materialised view, foreign table or partitioned table; the partitions themselves
 * are not served.
 *
 * @param columns by name, in the order of the catalog
 * @param primaryKey names of its columns in the order of its index; for a view, the columns that
 *     stand for those of a base table when all are selected
 */
public record Relation(
    Name name,
    Kind kind,
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

  /** The same relation with another primary key. */
  Relation withPrimaryKey(List<String> key) {
    return new Relation(name, kind, insertable, updatable, deletable, columns, key, description);
  }

  public boolean isView() {
    return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW;
  }
}
