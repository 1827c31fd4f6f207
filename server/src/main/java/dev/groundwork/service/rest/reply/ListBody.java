package dev.groundwork.service.rest.reply;

import dev.groundwork.base.pg.Rows;
import org.jspecify.annotations.Nullable;

/** The body of a list while it is written, a portion of rows at a time. */
public final class ListBody {
  private static final int ROOM = 4096;

  private final ListFormat format;
  private final ByteSink out = new ByteSink(ROOM);
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
}
