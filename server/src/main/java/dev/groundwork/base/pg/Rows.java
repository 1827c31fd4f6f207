package dev.groundwork.base.pg;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one statement of a script gave. A cell is the value's text in UTF-8 as PostgreSQL
 * wrote it ({@code bytea}: its raw bytes), or null for SQL null; it is not copied or decoded until
 * asked for.
 */
public record Rows(List<byte[] @Nullable []> rows) {

  public static final Rows NONE = new Rows(List.of());

  public int size() {
    return rows.size();
  }

  /** The cell's bytes; empty for SQL null. Rows and columns count from 0. */
  public Optional<byte[]> bytes(int row, int column) {
    return Optional.ofNullable(rows.get(row)[column]);
  }

  /** The cell as text; empty for SQL null. */
  public Optional<String> text(int row, int column) {
    return bytes(row, column).map(value -> new String(value, StandardCharsets.UTF_8));
  }
}
