package dev.groundwork.service.rest.plan;

import dev.groundwork.service.rest.parse.Distinct;
import dev.groundwork.service.rest.parse.Filter;
import dev.groundwork.service.rest.parse.Logic;
import dev.groundwork.service.rest.parse.OrderTerm;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.parse.Shape.Located;
import dev.groundwork.service.rest.parse.Shape.WindowSlots;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The filters, trees, orders and windows that belong to one resource and to those embedded in it.
 */
record Parts(
    List<Located<Filter>> filters,
    List<Located<Logic>> logic,
    List<Located<List<OrderTerm>>> orders,
    List<Located<WindowSlots>> windows,
    List<Located<Distinct>> distincts) {

  static Parts of(Shape shape) {
    return new Parts(
        shape.filters(),
        shape.logic(),
        shape.orders(),
        shape.windows(),
        shape.refinement().distincts());
  }

  /** Without what a change takes for itself: the conditions and the window of the top level. */
  Parts ofChanged() {
    return new Parts(below(filters), below(logic), orders, below(windows), distincts);
  }

  private static <T> List<Located<T>> below(List<Located<T>> parts) {
    return parts.stream().filter(part -> !part.path().isEmpty()).toList();
  }

  List<Filter> ownFilters() {
    return own(filters).toList();
  }

  List<Logic> ownLogic() {
    return own(logic).toList();
  }

  List<OrderTerm> ownOrders() {
    return own(orders).flatMap(List::stream).toList();
  }

  Optional<WindowSlots> ownWindow() {
    return own(windows).findFirst();
  }

  Optional<Distinct> ownDistinct() {
    return own(distincts).findFirst();
  }

  private static <T> Stream<T> own(List<Located<T>> parts) {
    return parts.stream().filter(part -> part.path().isEmpty()).map(Located::what);
  }

  /** What belongs to one embed and below. */
  Parts of(int embed, ToIntFunction<String> embedNamed) {
    return new Parts(
        descend(filters, embed, embedNamed),
        descend(logic, embed, embedNamed),
        descend(orders, embed, embedNamed),
        descend(windows, embed, embedNamed),
        descend(distincts, embed, embedNamed));
  }

  private static <T> List<Located<T>> descend(
      List<Located<T>> parts, int embed, ToIntFunction<String> embedNamed) {
    return below(parts).stream()
        .filter(part -> embedNamed.applyAsInt(part.path().getFirst()) == embed)
        .map(part -> new Located<>(part.path().subList(1, part.path().size()), part.what()))
        .toList();
  }

  /** Refuses what is addressed to an embed that is not there (index -1). */
  void requireEmbeds(ToIntFunction<String> embedNamed, Function<String, PlanProblem> missing) {
    Stream.of(filters, logic, orders, windows, distincts)
        .flatMap(List::stream)
        .filter(part -> !part.path().isEmpty() && embedNamed.applyAsInt(part.path().getFirst()) < 0)
        .findFirst()
        .ifPresent(part -> {
          throw missing.apply(part.path().getFirst()).raise();
        });
  }

  /** Whether something is addressed to an embed by a name. */
  boolean address(String name) {
    return Stream.of(filters, logic, orders, windows, distincts)
        .flatMap(List::stream)
        .anyMatch(part -> !part.path().isEmpty() && part.path().getFirst().equals(name));
  }
}
