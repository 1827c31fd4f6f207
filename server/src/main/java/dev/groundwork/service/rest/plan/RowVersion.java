package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Relation;
import java.util.Optional;

/** What tells one state of a row from another. */
public sealed interface RowVersion {

  /** The number of the transaction that wrote it, which PostgreSQL keeps with each row. */
  record Writer() implements RowVersion {}

  /** A column that the project changes with each write, and has marked in its comment. */
  record Marked(String column) implements RowVersion {}

  /** Stands in the comment of a column that is a version. */
  String MARK = "@version";

  /** The version of a relation's rows; a view has none unless a column is marked. */
  static Optional<RowVersion> of(Relation relation) {
    for (Column column : relation.columns().values()) {
      if (column.description().filter(text -> text.contains(MARK)).isPresent()) {
        return Optional.of(new Marked(column.name()));
      }
    }
    return switch (relation.kind()) {
      case TABLE, PARTITIONED_TABLE -> Optional.of(new Writer());
      case FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> Optional.empty();
    };
  }
}
