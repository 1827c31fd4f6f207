package dev.groundwork.base.pg;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.postgresql.util.PGbytea;

/**
 * The rows that one statement of a script gave. A cell is the value's text in UTF-8 as PostgreSQL
 * wrote it, or null for SQL null; it is not copied or decoded until asked for.
 */
public record Rows(Columns columns, List<byte[] @Nullable []> rows) {

  public static final Rows NONE = new Rows(Columns.NONE, List.of());

  /** These rows and some more of the same result. */
  public Rows and(Rows more) {
    List<byte[] @Nullable []> all = new ArrayList<>(rows);
    all.addAll(more.rows);
    return new Rows(columns, all);
  }

  /** Some of the rows; counted from 0, the last one excluded. */
  public Rows part(int from, int to) {
    return new Rows(columns, rows.subList(from, to));
  }

  /** The same rows, the last one first. */
  public Rows reversed() {
    return new Rows(columns, rows.reversed());
  }

  /** Some of the columns of all rows; counted from 0, the last one excluded. */
  public Rows columns(int from, int to) {
    List<byte[] @Nullable []> cells = new ArrayList<>(rows.size());
    rows.forEach(row -> cells.add(Arrays.copyOfRange(row, from, to)));
    return new Rows(columns.part(from, to), cells);
  }

  public int size() {
    return rows.size();
  }

  /**
   * The cell's bytes, of {@code bytea} the value's own; empty for SQL null. Rows and columns count
   * from 0.
   */
  public Optional<byte[]> bytes(int row, int column) {
    byte[] cell = rows.get(row)[column];
    return Optional.ofNullable(columns.type(column) == Oid.BYTEA ? decoded(cell) : cell);
  }

  /** The cell as text; empty for SQL null. */
  public Optional<String> text(int row, int column) {
    return bytes(row, column).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  private static byte @Nullable [] decoded(byte @Nullable [] cell) {
    try {
      return PGbytea.toBytes(cell);
    } catch (SQLException malformed) {
      throw new IllegalStateException("PostgreSQL wrote bytes that cannot be read", malformed);
    }
  }
}
