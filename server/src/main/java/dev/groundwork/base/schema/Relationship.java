package dev.groundwork.base.schema;

/** A way to get from the rows of a source relation to rows of a target relation. */
public sealed interface Relationship {

  Name source();

  Name target();

  /** Whether source and target are the same relation. */
  default boolean isSelf() {
    return source().equals(target());
  }

  /** Whether a source row has at most one target row. */
  boolean toOne();

  /**
   * Along foreign keys, declared on tables or inferred for views that select a table's key columns.
   *
   * @param sourceIsView whether the source is a view
   * @param targetIsView whether the target is a view
   */
  record ForeignKey(
      Name source, Name target, Cardinality cardinality, boolean sourceIsView, boolean targetIsView)
      implements Relationship {
    @Override
    public boolean toOne() {
      return cardinality.toOne();
    }
  }

  /**
   * Through a function that takes a row of the source and gives rows of the target.
   *
   * @param function the function to call; its name is the name that clients embed by
   * @param argumentType the row type of its argument, which is the source relation
   * @param single gives at most one row ({@code returns t} or {@code rows 1})
   */
  record Computed(Name source, Name target, Name function, Name argumentType, boolean single)
      implements Relationship {
    @Override
    public boolean toOne() {
      return single;
    }
  }
}
