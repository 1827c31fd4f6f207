package dev.groundwork.base.schema;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Relationship.Computed;
import dev.groundwork.base.schema.Relationship.ForeignKey;
import java.util.Comparator;
import java.util.List;

/**
 * The order of the relationships of one source, which clients see in the list of candidates of an
 * ambiguous embed: by target, cardinality, constraint and columns; functions last.
 */
final class RelationshipOrder {
  static final Comparator<Relationship> ORDER =
      Comparator.comparing((Relationship way) -> way instanceof Computed)
          .thenComparing(Relationship::target)
          .thenComparing(RelationshipOrder::sortKey);

  private RelationshipOrder() {}

  private static String sortKey(Relationship way) {
    return switch (way) {
      case ForeignKey key -> sortKey(key.cardinality());
      case Computed computed -> join(computed.function().schema(), computed.function().name());
    };
  }

  private static String sortKey(Cardinality cardinality) {
    return switch (cardinality) {
      case OneToMany(String constraint, List<ColumnPair> columns) ->
          join("1", constraint, columns(columns));
      case ManyToOne(String constraint, List<ColumnPair> columns) ->
          join("2", constraint, columns(columns));
      case OneToOne(String constraint, List<ColumnPair> columns, boolean sourceHoldsKey) ->
          join("3", constraint, columns(columns), sourceHoldsKey ? "1" : "2");
      case ManyToMany(Junction junction) -> join("4", junction(junction));
    };
  }

  private static String junction(Junction junction) {
    return join(
        junction.relation().schema(),
        junction.relation().name(),
        junction.sourceConstraint(),
        junction.targetConstraint(),
        columns(junction.sourceColumns()),
        columns(junction.targetColumns()));
  }

  private static String columns(List<ColumnPair> pairs) {
    return join(
        pairs.stream().map(pair -> join(pair.source(), pair.target())).toArray(String[]::new));
  }

  /** NUL stands in no name, and sorts before every character. */
  private static String join(String... parts) {
    return String.join("\0", parts);
  }
}
