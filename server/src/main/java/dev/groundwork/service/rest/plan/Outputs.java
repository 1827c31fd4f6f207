package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Column;
import dev.groundwork.service.rest.parse.Field;
import dev.groundwork.service.rest.parse.Field.JsonStep;
import dev.groundwork.service.rest.parse.SelectItem;
import dev.groundwork.service.rest.parse.SelectItem.Aggregated;
import dev.groundwork.service.rest.plan.ReadNode.ColumnRef;
import dev.groundwork.service.rest.plan.ReadNode.Embed;
import dev.groundwork.service.rest.plan.ReadNode.Fold;
import dev.groundwork.service.rest.plan.ReadNode.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans what a node selects.
 *
 * <p>A spread node's columns get names, since the parent selects them by name; its aggregates are
 * left to the parent, where the rows that they sum up are.
 */
final class Outputs {
  private final Fields fields;
  private final boolean named;

  /**
   * Outputs of one node.
   *
   * @param named whether each column must have its name, so that somebody else can select it
   */
  Outputs(Fields fields, boolean named) {
    this.fields = fields;
    this.named = named;
  }

  /**
   * Outputs of a select list; embeds come in the order of the list.
   *
   * @param grouped whether rows are put together, even when no aggregate is selected
   */
  List<Output> of(List<SelectItem> select, List<Embed> embeds, boolean grouped) {
    boolean folds = grouped || folds(select, embeds);
    List<Output> outputs = new ArrayList<>();
    List<Output> related = new ArrayList<>();
    int next = 0;
    for (SelectItem item : select) {
      switch (item) {
        case SelectItem.Star _ -> outputs.addAll(star(folds));
        case SelectItem.Column column -> outputs.add(value(column));
        case SelectItem.Count count -> outputs.add(count(count));
        case SelectItem.Embed _, SelectItem.Spread _ -> related.addAll(related(embeds.get(next++)));
      }
    }
    outputs.addAll(related);
    return outputs;
  }

  private static boolean folds(List<SelectItem> select, List<Embed> embeds) {
    boolean own =
        select.stream()
            .anyMatch(item ->
                item instanceof SelectItem.Count
                    || (item instanceof SelectItem.Column c && c.aggregate().isPresent()));
    return own || embeds.stream().anyMatch(Outputs::handsUpFolds);
  }

  private static boolean handsUpFolds(Embed embed) {
    return embed.use() == ReadNode.Use.SPREAD
        && embed.node().outputs().stream().anyMatch(output -> output.fold().isPresent());
  }

  private List<Output> star(boolean folds) {
    List<Column> columns = fields.columns();
    if (columns.isEmpty() || !(named || folds || fields.anyRepresented())) {
      return List.of(new Output.All());
    }
    return columns.stream().map(column -> plain(column.name())).toList();
  }

  private Output plain(String column) {
    ColumnRef ref = fields.shown(new Field(column, List.of()));
    return new Output.Value(ref, Optional.empty(), Optional.empty(), shownName(ref));
  }

  private Output value(SelectItem.Column column) {
    ColumnRef ref = fields.shown(column.field());
    Optional<Fold> fold = column.aggregate().map(Outputs::fold);
    Optional<String> name =
        column.alias().or(() -> fold.isPresent() ? Optional.empty() : shownName(ref));
    return new Output.Value(ref, column.cast(), fold, name);
  }

  private static Fold fold(Aggregated aggregated) {
    return new Fold(aggregated.function(), aggregated.cast());
  }

  /**
   * The name that a value has when its expression does not give it: the last key of a path, or the
   * column's.
   */
  private static Optional<String> shownName(ColumnRef ref) {
    if (ref.part().isPresent()) {
      return ref.part().map(part -> part.what().word());
    }
    for (JsonStep step : ref.path().reversed()) {
      if (step instanceof JsonStep.Key(String key, _)) {
        return Optional.of(key);
      }
    }
    return ref.path().isEmpty() && ref.function().isEmpty()
        ? Optional.empty()
        : Optional.of(ref.name());
  }

  private static Output count(SelectItem.Count count) {
    return new Output.Rows(count.cast(), count.alias());
  }

  private static List<Output> related(Embed embed) {
    return switch (embed.use()) {
      case HIDE -> List.of();
      case NEST -> List.of(new Output.Nested(embed.alias(), embed.toOne(), embed.name()));
      case SPREAD -> embed.node().outputs().stream().map(output -> spread(embed, output)).toList();
    };
  }

  private static Output spread(Embed embed, Output output) {
    return new Output.SpreadColumn(
        embed.alias(), embed.toOne(), output.innerName(), output.fold(), output.shownName());
  }
}
