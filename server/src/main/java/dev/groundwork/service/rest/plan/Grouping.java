package dev.groundwork.service.rest.plan;

import dev.groundwork.service.rest.parse.Distinct;
import dev.groundwork.service.rest.parse.Field;
import dev.groundwork.service.rest.parse.Filter;
import dev.groundwork.service.rest.parse.Logic;
import dev.groundwork.service.rest.parse.OrderTerm;
import dev.groundwork.service.rest.parse.SelectItem;
import dev.groundwork.service.rest.parse.Shape;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds aggregates and parts of dates in what is asked for beside {@code select}. */
final class Grouping {
  private Grouping() {}

  /** Whether there is one anywhere. */
  static boolean isUsed(Shape shape) {
    Predicate<Field> used = field -> field.part().isPresent() || field.fold().isPresent();
    return anyPart(shape.select())
        || shape.filters().stream().anyMatch(each -> used.test(each.what().field()))
        || shape.logic().stream().anyMatch(each -> any(each.what(), used))
        || shape.orders().stream().flatMap(each -> fields(each.what())).anyMatch(used)
        || shape.refinement().distincts().stream()
            .flatMap(each -> fields(each.what()))
            .anyMatch(used);
  }

  /** Refuses to choose by an aggregate the rows that a change is made to. */
  static void requireRows(Shape shape) {
    Stream<Logic> filters =
        Stream.concat(
            own(shape.filters()).map((Filter filter) -> new Logic.Leaf(filter)),
            own(shape.logic()));
    if (filters.anyMatch(each -> any(each, field -> field.fold().isPresent()))) {
      throw new GroupingProblem.NoGroups("a change is made to rows").raise();
    }
  }

  private static <T> Stream<T> own(List<Shape.Located<T>> located) {
    return located.stream().filter(each -> each.path().isEmpty()).map(Shape.Located::what);
  }

  private static boolean any(Logic logic, Predicate<Field> wanted) {
    return switch (logic) {
      case Logic.Leaf(Filter filter) -> wanted.test(filter.field());
      case Logic.Group(_, _, List<Logic> members) ->
          members.stream().anyMatch(member -> any(member, wanted));
    };
  }

  private static Stream<Field> fields(List<OrderTerm> terms) {
    return terms.stream()
        .map(term ->
            switch (term) {
              case OrderTerm.ByField(Field field, _, _) -> field;
              case OrderTerm.ByRelated(_, Field field, _, _) -> field;
            });
  }

  private static Stream<Field> fields(Distinct distinct) {
    return switch (distinct) {
      case Distinct.Rows _ -> Stream.of();
      case Distinct.On(List<Field> fields) -> fields.stream();
    };
  }

  private static boolean anyPart(List<SelectItem> select) {
    return select.stream()
        .anyMatch(item ->
            switch (item) {
              case SelectItem.Star _, SelectItem.Count _ -> false;
              case SelectItem.Column column -> column.field().part().isPresent();
              case SelectItem.Embed embed -> anyPart(embed.select());
              case SelectItem.Spread spread -> anyPart(spread.select());
            });
  }
}
