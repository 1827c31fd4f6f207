package dev.groundwork.base.schema;

import java.util.List;

/** How rows of a source relation meet rows of a target relation, with the columns they meet on. */
public sealed interface Cardinality {

  /** Many rows of the source refer to one of the target: the source holds the foreign key. */
  record ManyToOne(String constraint, List<ColumnPair> columns) implements Cardinality {
    public ManyToOne {
      columns = List.copyOf(columns);
    }
  }

  /**
   * One row of the source is referred to by many of the target: the target holds the foreign key.
   */
  record OneToMany(String constraint, List<ColumnPair> columns) implements Cardinality {
    public OneToMany {
      columns = List.copyOf(columns);
    }
  }

  /**
   * As many-to-one or one-to-many, but the foreign key's columns are unique.
   *
   * @param sourceHoldsKey whether the foreign key stands in the source relation
   */
  record OneToOne(String constraint, List<ColumnPair> columns, boolean sourceHoldsKey)
      implements Cardinality {
    public OneToOne {
      columns = List.copyOf(columns);
    }
  }

  /** Through a junction whose primary key contains both of its foreign keys. */
  record ManyToMany(Junction junction) implements Cardinality {}

  /** A column of one relation and the column of the other that it must equal. */
  record ColumnPair(String source, String target) {}

  /**
   * The relation between a many-to-many pair.
   *
   * @param sourceColumns pairs of (source relation's column, junction's column)
   * @param targetColumns pairs of (target relation's column, junction's column)
   */
  record Junction(
      Name relation,
      String sourceConstraint,
      String targetConstraint,
      List<ColumnPair> sourceColumns,
      List<ColumnPair> targetColumns) {
    public Junction {
      sourceColumns = List.copyOf(sourceColumns);
      targetColumns = List.copyOf(targetColumns);
    }
  }

  /** Whether a source row has at most one target row. */
  default boolean toOne() {
    return switch (this) {
      case ManyToOne _, OneToOne _ -> true;
      case OneToMany _, ManyToMany _ -> false;
    };
  }
}
