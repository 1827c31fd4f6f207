package dev.groundwork.base.schema;

import dev.groundwork.base.schema.NodeTree.Target;
import dev.groundwork.base.schema.RelationReader.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Finds the keys that exposed views show, through views of views to any depth. The views in between
 * must stand in an exposed schema or in the extra search path.
 */
final class ViewKeyReader {
  private final Map<Long, Map<Integer, Target>> views = new HashMap<>();
  private final Map<Long, List<Key>> byOwner = new HashMap<>();
  private final Map<Long, List<Key>> byTarget = new HashMap<>();

  private ViewKeyReader(Catalog catalog, List<Key> keys) {
    for (Cells row : catalog.rows(CatalogQuery.VIEWS)) {
      Map<Integer, Target> columns = views.computeIfAbsent(row.oid(0), _ -> new HashMap<>());
      NodeTree.targets(row.text(1)).forEach(target -> columns.put(target.number(), target));
    }
    for (Key key : keys) {
      if (key.kind() != Key.Kind.UNIQUE) {
        byOwner.computeIfAbsent(key.table().oid(), _ -> new ArrayList<>()).add(key);
      }
      if (key.kind() == Key.Kind.FOREIGN) {
        byTarget.computeIfAbsent(key.target().oid(), _ -> new ArrayList<>()).add(key);
      }
    }
  }

  static List<ViewKey> read(Catalog catalog, List<Found> relations, List<Key> keys) {
    ViewKeyReader reader = new ViewKeyReader(catalog, keys);
    List<ViewKey> found = new ArrayList<>();
    for (Found relation : relations) {
      if (relation.relation().isView()) {
        reader.addKeys(relation, found);
      }
    }
    return found;
  }

  private void addKeys(Found view, List<ViewKey> found) {
    Name name = view.relation().name();
    for (Map.Entry<Long, Map<Integer, List<String>>> table : baseTables(view).entrySet()) {
      for (Key key : byOwner.getOrDefault(table.getKey(), List.of())) {
        List<List<String>> columns = shown(key, Key.Part::column, table.getValue());
        if (columns.size() == key.parts().size()) {
          found.add(new ViewKey(name, key, ViewKey.Side.OWN, columns));
        }
      }
      for (Key key : byTarget.getOrDefault(table.getKey(), List.of())) {
        List<List<String>> columns = shown(key, Key.Part::targetColumn, table.getValue());
        if (columns.size() == key.parts().size()) {
          found.add(new ViewKey(name, key, ViewKey.Side.TARGET, columns));
        }
      }
    }
  }

  /** For each base table, for each of its columns, the view's columns that show it. */
  private Map<Long, Map<Integer, List<String>>> baseTables(Found view) {
    Map<Long, Map<Integer, List<String>>> tables = new TreeMap<>();
    Map<Integer, Target> columns = views.getOrDefault(view.oid(), Map.of());
    for (Map.Entry<Integer, String> column : new TreeMap<>(view.columnNames()).entrySet()) {
      Target target = columns.get(column.getKey());
      if (target != null) {
        Target base = base(target);
        tables
            .computeIfAbsent(base.relation(), _ -> new HashMap<>())
            .computeIfAbsent(base.column(), _ -> new ArrayList<>())
            .add(column.getValue());
      }
    }
    return tables;
  }

  /** Follows a column through views; rules can make views that lead back to themselves. */
  private Target base(Target start) {
    Set<Long> seen = new HashSet<>();
    Target target = start;
    while (seen.add(target.relation())) {
      Target next = views.getOrDefault(target.relation(), Map.of()).get(target.column());
      if (next == null) {
        return target;
      }
      target = next;
    }
    return target;
  }

  private static List<List<String>> shown(
      Key key, ToIntFunction<Key.Part> column, Map<Integer, List<String>> columns) {
    return key.parts().stream()
        .map(part -> columns.getOrDefault(column.applyAsInt(part), List.of()))
        .filter(names -> !names.isEmpty())
        .toList();
  }
}
