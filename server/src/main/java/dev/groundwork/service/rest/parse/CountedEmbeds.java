package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.SelectItem.Aggregate;
import dev.groundwork.service.rest.parse.Shape.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells {@code orders.count()}, the number of an embed's rows, from that of a column's values. */
final class CountedEmbeds {
  private CountedEmbeds() {}

  /** The filters, each at the path of the embed that it counts. */
  static List<Located<Filter>> settled(List<Located<Filter>> filters, List<SelectItem> select) {
    return filters.stream().anyMatch(each -> counts(each.what().field()))
        ? filters.stream().map(each -> settled(each, select)).toList()
        : filters;
  }

  private static boolean counts(Field field) {
    return field.fold().equals(Optional.of(Aggregate.COUNT))
        && field.path().isEmpty()
        && field.part().isEmpty()
        && !field.name().isEmpty();
  }

  private static Located<Filter> settled(Located<Filter> located, List<SelectItem> select) {
    Filter filter = located.what();
    List<String> path = new ArrayList<>(located.path());
    path.add(filter.field().name());
    return counts(filter.field()) && isEmbed(path, select)
        ? new Located<>(path, new Filter(Field.rows(), filter.negated(), filter.operation()))
        : located;
  }

  private static boolean isEmbed(List<String> path, List<SelectItem> select) {
    List<String> below = path.subList(1, path.size());
    return select.stream()
        .anyMatch(item ->
            switch (item) {
              case SelectItem.Embed embed ->
                  embed.alias().orElse(embed.target()).equals(path.getFirst())
                      && (below.isEmpty() || isEmbed(below, embed.select()));
              case SelectItem.Spread spread ->
                  spread.target().equals(path.getFirst())
                      && (below.isEmpty() || isEmbed(below, spread.select()));
              case SelectItem.Star _, SelectItem.Column _, SelectItem.Count _ -> false;
            });
  }
}
