package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.parse.Filter;
import dev.groundwork.service.rest.parse.JsonPatch;
import dev.groundwork.service.rest.parse.MergePatch;
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
  private final Optional<RowVersion> version;
  private final Optional<Condition> match;

  MutationPlanner(Shape shape, SchemaCache schema, Relation relation, Preferences preferences) {
    this.shape = shape;
    this.schema = schema;
    this.relation = relation;
    this.preferences = preferences;
    this.fields = new Fields(schema, relation.name());
    this.parts = Parts.of(shape);
    this.version = RowVersion.of(relation);
    this.match = shape.tagging().match().flatMap(Shape.Match::versions).map(this::hasVersion);
  }

  private Condition hasVersion(int slot) {
    RowVersion found =
        version.orElseThrow(() -> new PlanProblem.NoVersion(relation.name().name()).raise());
    return new Condition.HasVersion(found, slot);
  }

  /** What becomes of tags; a change that depends on a row must name that one row. */
  Tagging tagging() {
    Optional<List<Condition>> matched = Optional.empty();
    if (shape.tagging().match().isPresent()) {
      List<Condition> conditions = conditions();
      boolean one =
          !relation.primaryKey().isEmpty()
              && relation.primaryKey().stream()
                  .allMatch(key -> conditions.stream().anyMatch(each -> each.fixes(key)));
      if (!one) {
        throw new PlanProblem.MatchOfMany().raise();
      }
      matched = Optional.of(conditions);
    }
    return new Tagging(shape.tagging().wanted(), version, matched);
  }

  /**
   * Plans the change that the method stands for; the node says which columns are needed afterwards.
   */
  Mutation plan(ReadNode read) {
    List<String> returning =
        withVersion(
            preferences.representation() ? Returning.of(read, relation.name(), schema) : List.of());
    return switch (shape.method()) {
      case POST -> insert(returning);
      case PUT -> put(returning);
      case PATCH -> update(returning);
      case DELETE -> new Mutation.Delete(matching(), returning);
      case GET, HEAD, OPTIONS ->
          throw new IllegalArgumentException(shape.method() + " changes nothing");
    };
  }

  private Mutation update(List<String> returning) {
    PatchPlanner patches = new PatchPlanner(fields);
    return switch (shape.payload()) {
      case Payload.Patch(JsonPatch patch) -> patches.plan(patch, matching(), returning);
      case Payload.Merge(MergePatch patch) -> patches.plan(patch, matching(), returning);
      case Payload.Json _, Payload.None _, Payload.Form _, Payload.Raw _ ->
          new Mutation.Update(columns(), array(), defaults(), matching(), returning);
    };
  }

  /** The tag is made of what the rows return. */
  private List<String> withVersion(List<String> returning) {
    if (!shape.tagging().wanted()
        || !(version.orElse(null) instanceof RowVersion.Marked(String column))
        || returning.contains(column)
        || returning.contains("*")) {
      return returning;
    }
    List<String> more = new ArrayList<>(returning);
    more.add(column);
    return more;
  }

  private List<Condition> matching() {
    List<Condition> all = conditions();
    match.ifPresent(all::add);
    return all;
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
        located ? withVersion(location) : returning,
        false);
  }

  /** The primary key in the order of the relation's columns. */
  private List<String> key() {
    return relation.columns().keySet().stream().filter(relation.primaryKey()::contains).toList();
  }

  private Optional<Conflict> conflict(Resolution resolution) {
    List<String> columns = shape.onConflict().orElse(relation.primaryKey());
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new Conflict(resolution, columns, Optional.empty()));
  }

  private Mutation put(List<String> returning) {
    requireKeyFilters();
    return new Mutation.Insert(
        columns(),
        array(),
        false,
        Optional.of(new Conflict(Resolution.MERGE_DUPLICATES, relation.primaryKey(), match)),
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
        && filter.field().isPlain()
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
          case Payload.None _, Payload.Form _, Payload.Raw _, Payload.Patch _, Payload.Merge _ ->
              Set.of();
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
