package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.Operation;
import dev.groundwork.service.rest.parse.OrderTerm.Direction;
import dev.groundwork.service.rest.parse.OrderTerm.Nulls;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.plan.ReadNode.ColumnRef;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.ReadNode.Ordering;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans in what order a relation's rows come in pages. */
final class KeysetPlanner {
  private final Relation relation;
  private final ReadNode node;

  private KeysetPlanner(Relation relation, ReadNode node) {
    this.relation = relation;
    this.node = node;
  }

  /**
   * The order of a read's pages.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it has none that tells rows apart
   */
  static Keyset keyset(Relation relation, ReadNode node, Negotiator.Choice choice) {
    boolean list =
        switch (choice.form()) {
          case BodyForm.Json _, BodyForm.Csv _, BodyForm.Lines _ -> true;
          case BodyForm.SingleJson _,
              BodyForm.GeoJson _,
              BodyForm.Custom _,
              BodyForm.Value _,
              BodyForm.Nothing _ ->
              false;
        };
    if (!list || choice.media() instanceof MediaType.ExecutionPlan) {
      throw new PlanProblem.NoPages("'" + choice.media().mime() + "' is not a list").raise();
    }
    if (node.grouped()) {
      throw new PlanProblem.NoPages("groups of rows have no key").raise();
    }
    if (node.distinct().isPresent()) {
      throw new PlanProblem.NoPages("rows that `distinct` leaves have no key").raise();
    }
    return new KeysetPlanner(relation, node).keyset();
  }

  /** What is asked for as far as it decides, then the columns of the key that it lacks. */
  private Keyset keyset() {
    List<Keyset.Key> keys = new ArrayList<>();
    Set<String> missing = new HashSet<>(relation.primaryKey());
    boolean keyed = !missing.isEmpty();
    for (Ordering ordering : node.orderings()) {
      if (!keyed || !missing.isEmpty()) {
        keys.add(key(ordering));
        plain(ordering.key()).ifPresent(missing::remove);
      }
    }
    if (!keyed && keys.isEmpty()) {
      throw new PlanProblem.NoKey(relation.name().name()).raise();
    }
    boolean descending = !keys.isEmpty() && keys.getLast().descending();
    for (String column : relation.primaryKey()) {
      if (missing.contains(column)) {
        keys.add(tail(column, descending));
      }
    }
    return new Keyset(keys, keyed && !relation.isView());
  }

  private static Optional<String> plain(Ordering.Key key) {
    return key instanceof Ordering.Key.Own(ColumnRef column) && column.isPlain()
        ? Optional.of(column.name())
        : Optional.empty();
  }

  private Keyset.Key tail(String column, boolean descending) {
    ColumnRef ref = new ColumnRef(column, List.of(), false, Optional.empty());
    Direction direction = descending ? Direction.DESC : Direction.ASC;
    return key(new Ordering(new Ordering.Key.Own(ref), Optional.of(direction), Optional.empty()));
  }

  private Keyset.Key key(Ordering ordering) {
    boolean descending = ordering.direction().equals(Optional.of(Direction.DESC));
    boolean nullsFirst = ordering.nulls().map(nulls -> nulls == Nulls.FIRST).orElse(descending);
    Optional<Column> column = plain(ordering.key()).map(name -> relation.columns().get(name));
    boolean nullable =
        column.map(Column::nullable).orElse(true)
            && node.conditions().stream().noneMatch(each -> excludesNull(each, ordering.key()));
    return new Keyset.Key(
        ordering.key(),
        descending,
        nullsFirst,
        nullable,
        column.map(Column::nominalType).filter(KeysetPlanner::isCastable));
  }

  /** Without a length these types mean a length of one. */
  private static boolean isCastable(String type) {
    return !Set.of("bit", "character", "bit[]", "character[]").contains(type);
  }

  private static boolean excludesNull(Condition condition, Ordering.Key key) {
    return condition instanceof Condition.Test test
        && key instanceof Ordering.Key.Own(ColumnRef column)
        && test.column().name().equals(column.name())
        && test.column().path().equals(column.path())
        && test.column().part().equals(column.part())
        && switch (test.operation()) {
          case Operation.Compare _ -> true;
          case Operation.In _ -> !test.negated();
          case Operation.Is(Operation.Truth truth) ->
              truth == (test.negated() ? Operation.Truth.NULL : Operation.Truth.NOT_NULL);
          case Operation.CompareEach _, Operation.IsDistinct _, Operation.FullText _ -> false;
        };
  }
}
