package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Column;
import dev.groundwork.service.rest.parse.Distinct;
import dev.groundwork.service.rest.parse.Field;
import dev.groundwork.service.rest.plan.ReadNode.ColumnRef;
import dev.groundwork.service.rest.plan.ReadNode.Ordering;
import dev.groundwork.service.rest.plan.ReadNode.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans which of equal rows are given, and in what order: PostgreSQL finds equal rows next to each
 * other.
 */
final class DistinctPlanner {
  /** Types of which PostgreSQL cannot tell whether two values are equal. */
  private static final Set<String> UNEQUAL =
      Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

  private final Fields fields;

  DistinctPlanner(Fields fields) {
    this.fields = fields;
  }

  /** What makes rows equal, and the order to read them in. */
  record Order(Optional<ReadNode.Distinct> distinct, List<Ordering> orderings) {}

  /**
   * The order of rows, one of each kind.
   *
   * @throws dev.groundwork.base.problem.ProblemException when PostgreSQL could not give them in the
   *     order asked for
   */
  Order order(Distinct distinct, List<Output> outputs, List<Ordering> orderings) {
    return switch (distinct) {
      case Distinct.Rows _ -> {
        outputs.forEach(this::requireComparable);
        orderings.forEach(ordering -> requireShown(ordering, outputs));
        yield new Order(Optional.of(new ReadNode.Distinct(List.of())), orderings);
      }
      case Distinct.On(List<Field> on) -> {
        on.forEach(field -> requireComparable(field.name(), fields.typeOf(field)));
        List<ColumnRef> columns = on.stream().map(fields::plain).toList();
        yield new Order(Optional.of(new ReadNode.Distinct(columns)), leading(columns, orderings));
      }
    };
  }

  private void requireComparable(Output output) {
    switch (output) {
      case Output.All _ -> fields.columns().forEach(this::requireComparable);
      case Output.Value value when value.cast().isEmpty() && value.fold().isEmpty() -> {
        ColumnRef ref = value.column();
        Field field = new Field(ref.name(), ref.path());
        boolean kept = ref.part().isEmpty() && ref.function().isEmpty();
        requireComparable(ref.name(), kept ? fields.typeOf(field) : Optional.empty());
      }
      case Output.Value _, Output.Rows _, Output.Nested _, Output.SpreadColumn _ -> {}
    }
  }

  private void requireComparable(Column column) {
    requireComparable(column.name(), Optional.of(column.baseType()));
  }

  private static void requireComparable(String column, Optional<String> type) {
    if (type.map(name -> name.replace("[]", "")).filter(UNEQUAL::contains).isPresent()) {
      throw new GroupingProblem.NotComparable(column, type.get()).raise();
    }
  }

  private static void requireShown(Ordering ordering, List<Output> outputs) {
    if (outputs.stream().noneMatch(output -> shows(output, ordering.key()))) {
      throw new GroupingProblem.DistinctOrder(name(ordering.key())).raise();
    }
  }

  private static boolean shows(Output output, Ordering.Key key) {
    return switch (output) {
      case Output.All _ -> key instanceof Ordering.Key.Own(ColumnRef column) && column.isPlain();
      case Output.Value value ->
          value.cast().isEmpty()
              && value.fold().flatMap(ReadNode.Fold::cast).isEmpty()
              && key.equals(
                  new Ordering.Key.Own(
                      value.column().folded(value.fold().map(ReadNode.Fold::function))));
      case Output.Rows(Optional<String> cast, _) ->
          cast.isEmpty()
              && key instanceof Ordering.Key.Own(ColumnRef column)
              && column.name().isEmpty();
      case Output.SpreadColumn(String embed, boolean toOne, String name, var fold, _) ->
          toOne
              && fold.isEmpty()
              && key instanceof Ordering.Key.Related(String related, ColumnRef column)
              && related.equals(embed)
              && column.isPlain()
              && column.name().equals(name);
      case Output.Nested _ -> false;
    };
  }

  private static String name(Ordering.Key key) {
    return switch (key) {
      case Ordering.Key.Own(ColumnRef column) -> column.name();
      case Ordering.Key.Related(_, ColumnRef column) -> column.name();
    };
  }

  /** The order, in which the columns that make rows equal come first. */
  private static List<Ordering> leading(List<ColumnRef> columns, List<Ordering> orderings) {
    List<ColumnRef> missing = new ArrayList<>(columns);
    List<Ordering> leading = new ArrayList<>();
    for (Ordering ordering : orderings) {
      boolean leads =
          ordering.key() instanceof Ordering.Key.Own(ColumnRef column) && columns.contains(column);
      if (!leads && !missing.isEmpty()) {
        throw new GroupingProblem.DistinctLead(columns.stream().map(ColumnRef::name).toList())
            .raise();
      }
      missing.removeIf(column -> ordering.key().equals(new Ordering.Key.Own(column)));
      leading.add(ordering);
    }
    for (ColumnRef column : missing) {
      leading.add(new Ordering(new Ordering.Key.Own(column), Optional.empty(), Optional.empty()));
    }
    return leading;
  }
}
