package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.parse.Filter;
import dev.groundwork.service.rest.parse.Method;
import dev.groundwork.service.rest.parse.Operation;
import dev.groundwork.service.rest.parse.Payload;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Preferences.Resolution;
import dev.groundwork.service.rest.parse.Preferences.Return;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.plan.Mutation.Conflict;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans a change of a table's rows. */
final class MutationPlanner {
  private final Shape shape;
  private final SchemaCache schema;
  private final Relation relation;
  private final Preferences preferences;
  private final Fields fields;
  private final Parts parts;

  MutationPlanner(Shape shape, SchemaCache schema, Relation relation, Preferences preferences) {
    this.shape = shape;
    this.schema = schema;
    this.relation = relation;
    this.preferences = preferences;
    this.fields = new Fields(schema, relation.name());
    this.parts = Parts.of(shape);
  }

  /**
   * Plans the change that the method stands for; the node says which columns are needed afterwards.
   */
  Mutation plan(ReadNode read) {
    List<String> returning =
        preferences.representation() ? Returning.of(read, relation.name(), schema) : List.of();
    return switch (shape.method()) {
      case POST -> insert(returning);
      case PUT -> put(returning);
      case PATCH -> new Mutation.Update(columns(), array(), defaults(), conditions(), returning);
      case DELETE -> new Mutation.Delete(conditions(), returning);
      case GET, HEAD, OPTIONS ->
          throw new IllegalArgumentException(shape.method() + " changes nothing");
    };
  }

  private Mutation insert(List<String> returning) {
    boolean located = preferences.returned().equals(Optional.of(Return.HEADERS_ONLY));
    List<String> location = located ? key() : List.of();
    return new Mutation.Insert(
        columns(),
        array(),
        defaults(),
        preferences.resolution().flatMap(this::conflict),
        List.of(),
        location,
        located ? location : returning,
        false);
  }

  /** The primary key in the order of the relation's columns. */
  private List<String> key() {
    return relation.columns().keySet().stream().filter(relation.primaryKey()::contains).toList();
  }

  private Optional<Conflict> conflict(Resolution resolution) {
    List<String> columns = shape.onConflict().orElse(relation.primaryKey());
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Conflict(resolution, columns));
  }

  private Mutation put(List<String> returning) {
    requireKeyFilters();
    return new Mutation.Insert(
        columns(),
        array(),
        false,
        Optional.of(new Conflict(Resolution.MERGE_DUPLICATES, relation.primaryKey())),
        conditions(),
        List.of(),
        returning,
        true);
  }

  private void requireKeyFilters() {
    Set<String> filtered =
        parts.ownFilters().stream().map(f -> f.field().name()).collect(Collectors.toSet());
    boolean whole = !filtered.isEmpty() && filtered.equals(Set.copyOf(relation.primaryKey()));
    boolean onlyOwn =
        shape.logic().isEmpty() && parts.ownFilters().size() == shape.filters().size();
    if (!whole || !onlyOwn || !parts.ownFilters().stream().allMatch(MutationPlanner::isEquality)) {
      throw new PlanProblem.PutFilters().raise();
    }
  }

  private static boolean isEquality(Filter filter) {
    return !filter.negated()
        && filter.field().path().isEmpty()
        && filter.operation() instanceof Operation.Compare(Operation.Operator operator, _)
        && operator == Operation.Operator.EQ;
  }

  private List<Target> columns() {
    Set<String> names =
        switch (shape.payload()) {
          case Payload.Json(_, _, List<String> keys)
              when keys.isEmpty() && shape.method() != Method.PUT ->
              new TreeSet<>(shape.columns().orElse(keys));
          case Payload.Json(_, _, List<String> keys) -> new TreeSet<>(keys);
          case Payload.None _, Payload.Form _, Payload.Raw _ -> Set.of();
        };
    return names.stream().map(fields::target).toList();
  }

  private boolean array() {
    return shape.payload() instanceof Payload.Json(_, boolean array, _) && array;
  }

  private boolean defaults() {
    return preferences.missing().equals(Optional.of(Preferences.Missing.DEFAULT));
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    parts.ownFilters().forEach(filter -> conditions.add(fields.condition(filter)));
    parts.ownLogic().forEach(tree -> conditions.add(fields.condition(tree)));
    return conditions;
  }
}
