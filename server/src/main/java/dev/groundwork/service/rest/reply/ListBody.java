package dev.groundwork.service.rest.reply;

import dev.groundwork.base.pg.Rows;
import org.jspecify.annotations.Nullable;

/** The body of a list while it is written, a portion of rows at a time. */
public final class ListBody {
  /** Bytes for what a row has beside its values: names, commas, quotes. */
  private static final int BESIDE = 64;

  private final ListFormat format;
  private final ByteSink out = new ByteSink(BESIDE);
  private boolean empty = true;

  ListBody(ListFormat format) {
    this.format = format;
  }

  /**
   * Bytes for some more rows.
   *
   * @throws UncoveredValue when PostgreSQL has to write the JSON
   */
  public byte[] next(Rows more) {
    write(more);
    return out.take();
  }

  private void write(Rows more) {
    out.expect(bytes(more));
    for (byte[] @Nullable [] row : more.rows()) {
      out.add(empty ? format.before() : format.between());
      format.writer().write(out, row);
      empty = false;
    }
  }

  /** Bytes that end the body. */
  public byte[] end() {
    return empty ? format.none() : format.after();
  }

  /** Bytes for all rows, where there are no more. */
  byte[] whole(Rows rows) {
    write(rows);
    out.add(end());
    return out.take();
  }

  /** About how many bytes the rows become. */
  private int bytes(Rows rows) {
    long bytes = 0;
    for (byte[] @Nullable [] row : rows.rows()) {
      bytes += format.perRow() + BESIDE;
      for (byte[] cell : row) {
        bytes += cell == null ? 0 : cell.length;
      }
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
  }
}
