package dev.groundwork.base.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A primary key, unique or foreign key constraint of a table.
 *
 * @param table the table that it belongs to
 * @param target the table that a foreign key refers to; of other keys the table itself
 * @param parts its columns in the order of its declaration
 */
record Key(String name, Kind kind, Table table, Table target, List<Part> parts) {

  Key {
    parts = List.copyOf(parts);
  }

  /** What kind of constraint it is. */
  enum Kind {
    PRIMARY,
    UNIQUE,
    FOREIGN
  }

  /** A table of any schema. */
  record Table(long oid, Name name) {}

  /**
   * A column of a key.
   *
   * @param column its number in the table
   * @param targetColumn the number of the column that it refers to; 0 for keys other than foreign
   *     ones
   */
  record Part(int column, String name, int targetColumn, String targetName) {}

  /** Numbers of its columns. */
  Set<Integer> columns() {
    Set<Integer> columns = new HashSet<>();
    parts.forEach(part -> columns.add(part.column()));
    return columns;
  }

  /** All keys of the database, ordered by table and name. */
  static List<Key> read(Catalog catalog) {
    Map<Long, List<Cells>> byOid = new LinkedHashMap<>();
    for (Cells row : catalog.rows(CatalogQuery.KEYS)) {
      byOid.computeIfAbsent(row.oid(0), _ -> new ArrayList<>()).add(row);
    }
    return byOid.values().stream()
        .map(Key::of)
        .sorted(Comparator.comparing((Key key) -> key.table.name).thenComparing(Key::name))
        .toList();
  }

  private static Key of(List<Cells> rows) {
    Cells first = rows.getFirst();
    Table table = new Table(first.oid(3), first.name(4));
    Kind kind =
        switch (first.letter(2)) {
          case 'p' -> Kind.PRIMARY;
          case 'u' -> Kind.UNIQUE;
          default -> Kind.FOREIGN;
        };
    Table target = kind == Kind.FOREIGN ? new Table(first.oid(6), first.name(7)) : table;
    return new Key(first.text(1), kind, table, target, rows.stream().map(Key::part).toList());
  }

  private static Part part(Cells row) {
    return new Part(
        row.number(9),
        row.text(10),
        row.optional(11).map(Integer::parseInt).orElse(0),
        row.optional(12).orElse(""));
  }
}
