package dev.groundwork.base.schema;

import dev.groundwork.base.pg.Rows;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One row of a catalog query, read by column from 0. */
record Cells(Rows rows, int row) {

  static List<Cells> of(Rows rows) {
    return IntStream.range(0, rows.size()).mapToObj(row -> new Cells(rows, row)).toList();
  }

  Optional<String> optional(int column) {
    return rows.text(row, column);
  }

  String text(int column) {
    return optional(column)
        .orElseThrow(() -> new IllegalStateException("null in catalog column " + column));
  }

  /** The name in two columns, schema first. */
  Name name(int column) {
    return new Name(text(column), text(column + 1));
  }

  boolean flag(int column) {
    return text(column).equals("t");
  }

  char letter(int column) {
    return text(column).charAt(0);
  }

  int number(int column) {
    return Integer.parseInt(text(column));
  }

  /** An object identifier; they are unsigned in PostgreSQL. */
  long oid(int column) {
    return Long.parseLong(text(column));
  }
}
