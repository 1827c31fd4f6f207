package dev.groundwork.base.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the exposed relations together: columns with their types and labels, and primary keys. */
final class RelationReader {
  private static final int UPDATE = 4;
  private static final int INSERT = 8;
  private static final int DELETE = 16;

  /** PostgreSQL's own types have fixed identifiers: bpchar and varchar, bit and varbit. */
  private static final Set<Long> CHARACTER_TYPES = Set.of(1042L, 1043L);

  private static final Set<Long> BIT_TYPES = Set.of(1560L, 1562L);

  /** The modifier of character types is their length and this header. */
  private static final int CHARACTER_HEADER = 4;

  private final Map<Long, List<String>> enumLabels = new HashMap<>();
  private final Map<Long, Map<Integer, Column>> columns = new HashMap<>();
  private final Map<Long, List<String>> primaryKeys = new HashMap<>();

  private RelationReader(Catalog catalog, List<Key> keys) {
    for (Cells row : catalog.rows(CatalogQuery.ENUM_LABELS)) {
      enumLabels.computeIfAbsent(row.oid(0), _ -> new ArrayList<>()).add(row.text(1));
    }
    for (Cells row : catalog.rows(CatalogQuery.COLUMNS)) {
      columns
          .computeIfAbsent(row.oid(0), _ -> new LinkedHashMap<>())
          .put(row.number(1), column(row));
    }
    for (Key key : keys) {
      if (key.kind() == Key.Kind.PRIMARY) {
        primaryKeys.put(key.table().oid(), key.parts().stream().map(Key.Part::name).toList());
      }
    }
  }

  /**
   * A relation with the numbers that the catalog knows it and its columns by.
   *
   * @param columnNames names of the columns by number
   */
  record Found(long oid, Relation relation, Map<Integer, String> columnNames) {}

  /** The exposed relations; views without a primary key yet. */
  static List<Found> read(Catalog catalog, List<Key> keys) {
    RelationReader reader = new RelationReader(catalog, keys);
    return catalog.rows(CatalogQuery.RELATIONS).stream().map(reader::found).toList();
  }

  private Found found(Cells row) {
    long oid = row.oid(0);
    int writable = row.number(4);
    Map<String, Column> byName = new LinkedHashMap<>();
    Map<Integer, String> names = new HashMap<>();
    columns
        .getOrDefault(oid, Map.of())
        .forEach((number, column) -> names.put(number, column.name()));
    columns
        .getOrDefault(oid, Map.of())
        .values()
        .forEach(column -> byName.put(column.name(), column));
    Relation relation =
        new Relation(
            row.name(1),
            kind(row.letter(3)),
            (writable & INSERT) != 0,
            (writable & UPDATE) != 0,
            (writable & DELETE) != 0,
            byName,
            primaryKeys.getOrDefault(oid, List.of()),
            row.optional(5));
    return new Found(oid, relation, names);
  }

  private Column column(Cells row) {
    long baseType = row.oid(9);
    return new Column(
        row.text(2),
        row.text(3),
        row.text(4),
        row.text(5),
        row.flag(6),
        row.flag(7),
        row.optional(8),
        maxLength(baseType, row.number(10)),
        enumLabels.getOrDefault(baseType, List.of()),
        row.optional(11));
  }

  private static Optional<Integer> maxLength(long baseType, int modifier) {
    if (modifier < 0) {
      return Optional.empty();
    }
    if (CHARACTER_TYPES.contains(baseType)) {
      return Optional.of(modifier - CHARACTER_HEADER);
    }
    return BIT_TYPES.contains(baseType) ? Optional.of(modifier) : Optional.empty();
  }

  private static Relation.Kind kind(char letter) {
    return switch (letter) {
      case 'v' -> Relation.Kind.VIEW;
      case 'm' -> Relation.Kind.MATERIALIZED_VIEW;
      case 'f' -> Relation.Kind.FOREIGN_TABLE;
      case 'p' -> Relation.Kind.PARTITIONED_TABLE;
      default -> Relation.Kind.TABLE;
    };
  }
}
