package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.ReadNode.Embed;
import dev.groundwork.service.rest.plan.ReadNode.Ordering;
import dev.groundwork.service.rest.plan.ReadNode.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns a change or a call must hand on, so that what is read of its result can be read.
 */
final class Returning {
  private static final String ALL = "*";

  private Returning() {}

  /**
   * Names for a RETURNING list: {@code *} when whole rows are needed, and computed columns beside
   * it.
   */
  static List<String> of(ReadNode node, Name relation, SchemaCache schema) {
    Set<String> names = used(node);
    if (!names.contains(ALL)) {
      return List.copyOf(names);
    }
    List<String> all = new ArrayList<>(List.of(ALL));
    Set<String> computed = schema.computedColumns(relation).keySet();
    names.stream().filter(computed::contains).forEach(all::add);
    return all;
  }

  /** Computed columns of a function's rows that are used; the other columns come by themselves. */
  static List<String> computed(ReadNode node, Name relation, SchemaCache schema) {
    Set<String> computed = schema.computedColumns(relation).keySet();
    return used(node).stream().filter(computed::contains).toList();
  }

  private static Set<String> used(ReadNode node) {
    Set<String> names = new LinkedHashSet<>();
    node.outputs().forEach(output -> addOutput(output, names));
    node.conditions().forEach(condition -> addCondition(condition, names));
    node.having().forEach(condition -> addCondition(condition, names));
    node.orderings().forEach(ordering -> addOrdering(ordering, names));
    node.embeds().forEach(embed -> addEmbed(embed, node.alias(), names));
    names.remove(""); // rows that are counted
    return names;
  }

  private static void addOutput(Output output, Set<String> names) {
    switch (output) {
      case Output.All _ -> names.add(ALL);
      case Output.Value value -> names.add(value.column().name());
      case Output.Rows _, Output.Nested _, Output.SpreadColumn _ -> {}
    }
  }

  private static void addCondition(Condition condition, Set<String> names) {
    switch (condition) {
      case Condition.Group group -> group.members().forEach(member -> addCondition(member, names));
      case Condition.Test test -> names.add(test.column().name());
      case Condition.Exists _, Condition.HasVersion _ -> {}
    }
  }

  private static void addOrdering(Ordering ordering, Set<String> names) {
    if (ordering.key() instanceof Ordering.Key.Own(var column)) {
      names.add(column.name());
    }
  }

  /** Names for the RETURNING list of rows that a node of a written tree reads. */
  static Set<String> ofWritten(ReadNode node) {
    Set<String> names = used(node);
    names.remove(NestedNode.ROW);
    return names;
  }

  private static void addEmbed(Embed embed, String alias, Set<String> names) {
    if (embed.node().source() instanceof ReadNode.Source.Computed) {
      names.add(ALL);
    }
    embed.links().stream()
        .filter(link -> link.leftAlias().equals(alias))
        .forEach(link -> names.add(link.leftColumn()));
  }
}
