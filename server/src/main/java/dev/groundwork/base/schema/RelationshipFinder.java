package dev.groundwork.base.schema;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Relationship.Computed;
import dev.groundwork.base.schema.Relationship.ForeignKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the relationships among exposed relations: along foreign keys, for views that show the
 * columns of a foreign key or those that it refers to, back again, through junctions, and by
 * functions.
 */
final class RelationshipFinder {
  private final Map<Name, Relation> relations;
  private final Map<Key, List<ViewKey>> ownViews = new HashMap<>();
  private final Map<Key, List<ViewKey>> targetViews = new HashMap<>();
  private final Map<Name, Set<Set<Integer>>> uniqueColumns = new HashMap<>();

  private RelationshipFinder(Map<Name, Relation> relations, List<Key> keys, List<ViewKey> views) {
    this.relations = relations;
    for (ViewKey view : views) {
      Map<Key, List<ViewKey>> map = view.side() == ViewKey.Side.OWN ? ownViews : targetViews;
      map.computeIfAbsent(view.key(), _ -> new ArrayList<>()).add(view);
    }
    for (Key key : keys) {
      if (key.kind() != Key.Kind.FOREIGN) {
        uniqueColumns.computeIfAbsent(key.table().name(), _ -> new HashSet<>()).add(key.columns());
      }
    }
  }

  /**
   * The relationships by source, in a stable order.
   *
   * @param relations the exposed relations, views with their primary keys
   * @param computed functions that act as relationships; one overrides what is found from its
   *     source to a relation of its own name
   */
  static Map<Name, List<Relationship>> find(
      Map<Name, Relation> relations,
      List<Key> keys,
      List<ViewKey> views,
      Collection<Computed> computed) {
    RelationshipFinder finder = new RelationshipFinder(relations, keys, views);
    List<ForeignKey> toOne = new ArrayList<>();
    for (Key key : keys) {
      if (key.kind() == Key.Kind.FOREIGN) {
        finder.addAlong(key, toOne);
      }
    }
    List<ForeignKey> found = new ArrayList<>(toOne);
    toOne.forEach(relationship -> found.add(inverse(relationship)));
    finder.addThroughJunctions(toOne, found);
    return bySource(found, computed);
  }

  /**
   * Adds the relationships from the side that has the key: tables and views to tables and views.
   */
  private void addAlong(Key key, List<ForeignKey> found) {
    boolean unique =
        uniqueColumns.getOrDefault(key.table().name(), Set.of()).contains(key.columns());
    for (End source : ends(key, key.table(), ownViews, Key.Part::name)) {
      for (End target : ends(key, key.target(), targetViews, Key.Part::targetName)) {
        List<ColumnPair> pairs = pairs(source.columns(), target.columns());
        Cardinality cardinality =
            unique ? new OneToOne(key.name(), pairs, true) : new ManyToOne(key.name(), pairs);
        found.add(
            new ForeignKey(
                source.relation(), target.relation(), cardinality, source.view(), target.view()));
      }
    }
  }

  /** One end of a foreign key: a relation and the names of its columns there. */
  private record End(Name relation, List<String> columns, boolean view) {}

  private List<End> ends(
      Key key,
      Key.Table table,
      Map<Key, List<ViewKey>> views,
      java.util.function.Function<Key.Part, String> column) {
    List<End> ends = new ArrayList<>();
    if (relations.containsKey(table.name())) {
      ends.add(new End(table.name(), key.parts().stream().map(column).toList(), false));
    }
    for (ViewKey view : views.getOrDefault(key, List.of())) {
      view.choices().forEach(columns -> ends.add(new End(view.view(), columns, true)));
    }
    return ends;
  }

  private static List<ColumnPair> pairs(List<String> sources, List<String> targets) {
    List<ColumnPair> pairs = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      pairs.add(new ColumnPair(sources.get(i), targets.get(i)));
    }
    return pairs;
  }

  private static ForeignKey inverse(ForeignKey relationship) {
    Cardinality cardinality =
        switch (relationship.cardinality()) {
          case ManyToOne(String name, List<ColumnPair> columns) ->
              new OneToMany(name, swap(columns));
          case OneToMany(String name, List<ColumnPair> columns) ->
              new ManyToOne(name, swap(columns));
          case OneToOne(String name, List<ColumnPair> columns, boolean sourceHoldsKey) ->
              new OneToOne(name, swap(columns), !sourceHoldsKey);
          case ManyToMany(Junction junction) ->
              new ManyToMany(
                  new Junction(
                      junction.relation(),
                      junction.targetConstraint(),
                      junction.sourceConstraint(),
                      junction.targetColumns(),
                      junction.sourceColumns()));
        };
    return new ForeignKey(
        relationship.target(),
        relationship.source(),
        cardinality,
        relationship.targetIsView(),
        relationship.sourceIsView());
  }

  private static List<ColumnPair> swap(List<ColumnPair> pairs) {
    return pairs.stream().map(pair -> new ColumnPair(pair.target(), pair.source())).toList();
  }

  /** Many-to-one relationships of a junction, whose columns stand in its primary key. */
  private record Leg(ForeignKey relationship, String constraint, List<ColumnPair> columns) {}

  private void addThroughJunctions(List<ForeignKey> toOne, List<ForeignKey> found) {
    Map<Name, List<Leg>> legs = new HashMap<>();
    for (ForeignKey relationship : toOne) {
      leg(relationship)
          .ifPresent(
              leg -> legs.computeIfAbsent(relationship.source(), _ -> new ArrayList<>()).add(leg));
    }
    for (List<Leg> junction : legs.values()) {
      for (Leg first : junction) {
        for (Leg second : junction) {
          if (!first.constraint().equals(second.constraint())) {
            found.add(manyToMany(first, second));
          }
        }
      }
    }
  }

  private Optional<Leg> leg(ForeignKey relationship) {
    Relation junction = relations.get(relationship.source());
    if (junction != null
        && relationship.cardinality() instanceof ManyToOne(String name, List<ColumnPair> columns)
        && columns.stream().allMatch(pair -> junction.primaryKey().contains(pair.source()))) {
      return Optional.of(new Leg(relationship, name, columns));
    }
    return Optional.empty();
  }

  private static ForeignKey manyToMany(Leg first, Leg second) {
    Junction junction =
        new Junction(
            first.relationship().source(),
            first.constraint(),
            second.constraint(),
            swap(first.columns()),
            swap(second.columns()));
    return new ForeignKey(
        first.relationship().target(),
        second.relationship().target(),
        new ManyToMany(junction),
        first.relationship().targetIsView(),
        second.relationship().targetIsView());
  }

  private static Map<Name, List<Relationship>> bySource(
      List<ForeignKey> found, Collection<Computed> computed) {
    record Way(Name source, Name target) {}
    Set<Way> overridden = new HashSet<>();
    computed.forEach(way -> overridden.add(new Way(way.source(), way.function())));
    Map<Name, List<Relationship>> bySource = new HashMap<>();
    for (ForeignKey way : found) {
      if (!overridden.contains(new Way(way.source(), way.target()))) {
        bySource.computeIfAbsent(way.source(), _ -> new ArrayList<>()).add(way);
      }
    }
    for (Computed way : computed) {
      bySource.computeIfAbsent(way.source(), _ -> new ArrayList<>()).add(way);
    }
    bySource.values().forEach(ways -> ways.sort(RelationshipOrder.ORDER));
    return bySource;
  }
}
