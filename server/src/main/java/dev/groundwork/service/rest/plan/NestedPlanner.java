package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Relationship;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.text.NearestName;
import dev.groundwork.service.rest.parse.Documents;
import dev.groundwork.service.rest.parse.Method;
import dev.groundwork.service.rest.parse.Nested;
import dev.groundwork.service.rest.parse.Nested.Strategy;
import dev.groundwork.service.rest.parse.Preferences.Resolution;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.NestedNode.Way;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans rows that are written with related ones in them, from the top down. */
final class NestedPlanner {
  /** The first PostgreSQL that tells which object a new row came from. */
  private static final int MERGE_RETURNS = 170_000;

  private final Shape shape;
  private final SchemaCache schema;
  private final Relationships relationships;
  private final int depth;
  private final Optional<Resolution> resolution;

  NestedPlanner(Shape shape, SchemaCache schema, String exposed, int depth) {
    this.shape = shape;
    this.schema = schema;
    this.relationships = new Relationships(schema, exposed);
    this.depth = depth;
    this.resolution =
        shape.method() == Method.POST ? shape.preferences().resolution() : Optional.empty();
  }

  /**
   * The rows at the top.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link NestedProblem} when they
   *     cannot be written
   */
  NestedNode plan(Relation relation) {
    if (schema.serverVersion() < MERGE_RETURNS) {
      throw new NestedProblem.OldServer().raise();
    }
    Documents documents = shape.refinement().nested().orElseThrow();
    Way way = shape.method() == Method.PATCH ? changed(relation) : new Way.Top();
    List<String> key = shape.onConflict().orElse(relation.primaryKey());
    boolean ignores = resolution.equals(Optional.of(Resolution.IGNORE_DUPLICATES));
    return node(
        new Place(
            relation, documents, Optional.empty(), way, key, resolution.isPresent(), ignores, 0));
  }

  private Way changed(Relation relation) {
    Fields fields = new Fields(schema, relation.name());
    List<Condition> conditions = new ArrayList<>();
    Parts parts = Parts.of(shape);
    parts.ownFilters().forEach(filter -> conditions.add(fields.condition(filter)));
    parts.ownLogic().forEach(tree -> conditions.add(fields.condition(tree)));
    boolean one =
        !relation.primaryKey().isEmpty()
            && relation.primaryKey().stream()
                .allMatch(key -> conditions.stream().anyMatch(each -> each.fixes(key)));
    if (!one) {
      throw new NestedProblem.ChangeOfMany().raise();
    }
    return new Way.Changed(conditions);
  }

  /** Where rows stand, and what they are. */
  private record Place(
      Relation relation,
      Documents documents,
      Optional<Relationship> relationship,
      Way way,
      List<String> key,
      boolean merges,
      boolean ignores,
      int level) {
    String name() {
      return documents.nested().map(Nested::name).orElse(relation.name().name());
    }
  }

  private NestedNode node(Place place) {
    requireTable(place.relation());
    if (place.level() > depth) {
      throw new NestedProblem.TooDeep(depth).raise();
    }
    List<NestedNode> members =
        place.documents().members().stream().map(each -> member(place, each)).toList();
    List<Target> columns = columns(place);
    FormPlanner forms =
        new FormPlanner(
            place.way(),
            columns,
            members,
            place.merges() ? place.key() : List.of(),
            place.ignores() ? Set.of() : given(place.relation()));
    return new NestedNode(
        place.documents().number(),
        place.name(),
        place.relation().name(),
        place.relationship(),
        place.way(),
        columns,
        place.documents().forms().stream().map(forms::form).toList(),
        strategy(place.documents()) == Strategy.REPLACE,
        place.merges(),
        place.ignores(),
        members);
  }

  private static Set<String> given(Relation relation) {
    return relation.columns().values().stream()
        .filter(Column::generated)
        .map(Column::name)
        .collect(Collectors.toSet());
  }

  private static void requireTable(Relation relation) {
    switch (relation.kind()) {
      case TABLE, PARTITIONED_TABLE -> {}
      case FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW ->
          throw new NestedProblem.NotWritten(relation.name().name(), "it is no table").raise();
    }
  }

  private static Strategy strategy(Documents documents) {
    return documents.nested().map(Nested::strategy).orElse(Strategy.INSERT);
  }

  private NestedNode member(Place within, Documents documents) {
    Nested nested = documents.nested().orElseThrow();
    Relationship found =
        relationships.find(within.relation().name(), nested.target(), nested.hint());
    Way way = way(found);
    requireShape(nested.name(), documents, way);
    requireStrategy(nested, way);
    Relation relation =
        schema.relation(found.target()).orElseThrow(() -> noTable(found.target()).raise());
    boolean merges = nested.strategy() != Strategy.INSERT;
    return node(
        new Place(
            relation,
            documents,
            Optional.of(found),
            way,
            relation.primaryKey(),
            merges,
            false,
            within.level() + 1));
  }

  private static NestedProblem noTable(Name name) {
    return new NestedProblem.NotWritten(name.name(), "it is not exposed");
  }

  private Way way(Relationship relationship) {
    return switch (relationship) {
      case Relationship.Computed computed ->
          throw new NestedProblem.NotWritten(
                  computed.function().name(), "it is found by a function, not by a foreign key")
              .raise();
      case Relationship.ForeignKey key when key.sourceIsView() || key.targetIsView() ->
          throw noTable(key).raise();
      case Relationship.ForeignKey key -> way(key);
    };
  }

  private static NestedProblem noTable(Relationship.ForeignKey key) {
    Name view = key.targetIsView() ? key.target() : key.source();
    return new NestedProblem.NotWritten(view.name(), "it is no table");
  }

  private Way way(Relationship.ForeignKey key) {
    return switch (key.cardinality()) {
      case ManyToOne(_, List<ColumnPair> columns) -> new Way.Above(columns);
      case OneToOne(_, List<ColumnPair> columns, boolean sourceHolds) when sourceHolds ->
          new Way.Above(columns);
      case OneToOne(_, List<ColumnPair> columns, _) -> new Way.Below(columns, true);
      case OneToMany(_, List<ColumnPair> columns) -> new Way.Below(columns, false);
      case ManyToMany(Junction junction) -> {
        schema.relation(junction.relation()).ifPresent(NestedPlanner::requireTable);
        yield new Way.Across(junction);
      }
    };
  }

  private static void requireShape(String name, Documents documents, Way way) {
    boolean many =
        way instanceof Way.Across || (way instanceof Way.Below(_, boolean single) && !single);
    boolean wrong = many ? documents.object() || documents.absent() : documents.array();
    if (wrong) {
      throw new NestedProblem.WrongShape(name, many).raise();
    }
  }

  private void requireStrategy(Nested nested, Way way) {
    if (way instanceof Way.Above && nested.strategy() == Strategy.REPLACE) {
      throw new NestedProblem.NoStrategy(
              nested.name(), "the row refers to it, so that there is nothing to replace; use merge")
          .raise();
    }
    boolean ignores = resolution.equals(Optional.of(Resolution.IGNORE_DUPLICATES));
    if (way instanceof Way.Above && ignores) {
      throw new NestedProblem.NoStrategy(
              nested.name(),
              "it is written before the row, which `resolution=ignore-duplicates` may pass over")
          .raise();
    }
  }

  private List<Target> columns(Place place) {
    Fields fields = new Fields(schema, place.relation().name());
    TreeSet<String> names = new TreeSet<>();
    place.documents().forms().forEach(form -> names.addAll(form.columns()));
    for (String name : names) {
      if (fields.column(name).isEmpty()) {
        throw unknown(place.relation(), name).raise();
      }
    }
    return names.stream().map(fields::target).toList();
  }

  private NestedProblem unknown(Relation relation, String name) {
    List<String> related =
        schema.relationshipsFrom(relation.name()).stream().map(r -> r.target().name()).toList();
    if (related.contains(name)) {
      return new NestedProblem.UnknownMember(
          relation.name().name(), name, Optional.of("It is related: name it in `Nested`, too."));
    }
    List<String> known =
        Stream.concat(relation.columns().keySet().stream(), related.stream()).toList();
    return new NestedProblem.UnknownMember(
        relation.name().name(),
        name,
        NearestName.to(name, known).map(near -> "Perhaps you meant '" + near + "'."));
  }
}
