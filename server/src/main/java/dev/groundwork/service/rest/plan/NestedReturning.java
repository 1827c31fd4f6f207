package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.parse.Payload;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Preferences.Return;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.plan.Mutation.Returned;
import dev.groundwork.service.rest.plan.NestedNode.Way;
import dev.groundwork.service.rest.plan.ReadNode.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rows with related ones in them return: keys that others take, and what is shown. */
record NestedReturning(SchemaCache schema, Preferences preferences, Relation relation) {
  private static final String ALL = "*";

  Mutation.Nest of(NestedNode top, ReadNode shown, Shape shape) {
    Map<Integer, Set<String>> names = new HashMap<>();
    keys(top, names);
    if (preferences.representation()) {
      shown(shown, top.number(), names);
    }
    boolean located =
        preferences.returned().equals(Optional.of(Return.HEADERS_ONLY))
            && top.way() instanceof Way.Top;
    List<String> location = located ? key() : List.of();
    at(names, top.number()).addAll(location);
    Map<Integer, List<Returned>> returned = new HashMap<>();
    names.forEach((place, all) -> returned.put(place, listed(top, place, all)));
    boolean array = shape.payload() instanceof Payload.Json(_, boolean many, _) && many;
    return new Mutation.Nest(top, returned, array, top.merges(), location);
  }

  /** The primary key in the order of the relation's columns. */
  private List<String> key() {
    return relation.columns().keySet().stream().filter(relation.primaryKey()::contains).toList();
  }

  private static Set<String> at(Map<Integer, Set<String>> names, int place) {
    return names.computeIfAbsent(place, _ -> new LinkedHashSet<>());
  }

  private static void keys(NestedNode node, Map<Integer, Set<String>> names) {
    for (NestedNode member : node.members()) {
      Set<String> here = at(names, node.number());
      switch (member.way()) {
        case Way.Top _, Way.Changed _ -> {}
        case Way.Above(List<ColumnPair> pairs) ->
            pairs.forEach(pair -> at(names, member.number()).add(pair.target()));
        case Way.Below(List<ColumnPair> pairs, _) -> pairs.forEach(pair -> here.add(pair.source()));
        case Way.Across(var junction) -> {
          junction.sourceColumns().forEach(pair -> here.add(pair.source()));
          junction.targetColumns().forEach(pair -> at(names, member.number()).add(pair.source()));
        }
      }
      keys(member, names);
    }
  }

  private static void shown(ReadNode node, int place, Map<Integer, Set<String>> names) {
    at(names, place).addAll(Returning.ofWritten(node));
    for (ReadNode.Embed embed : node.embeds()) {
      if (embed.node().source() instanceof Source.Written(int inner)) {
        shown(embed.node(), inner, names);
      }
    }
  }

  private List<Returned> listed(NestedNode top, int place, Set<String> names) {
    Name table = top.at(place).orElseThrow().table();
    Map<String, String> types = new LinkedHashMap<>();
    schema
        .relation(table)
        .ifPresent(found ->
            found.columns().values().forEach(c -> types.put(c.name(), type(c.nominalType()))));
    boolean all = names.contains(ALL);
    List<Returned> listed = new ArrayList<>();
    types.forEach((name, type) -> {
      if (all || names.contains(name)) {
        listed.add(new Returned(name, type));
      }
    });
    schema
        .computedColumns(table)
        .forEach((name, type) -> {
          if (names.contains(name)) {
            listed.add(new Returned(name, type));
          }
        });
    return listed;
  }

  /** Without a length, the types of fixed length mean a length of one. */
  private static String type(String type) {
    return switch (type) {
      case "bit" -> "bit varying";
      case "character" -> "bpchar";
      default -> type;
    };
  }
}
