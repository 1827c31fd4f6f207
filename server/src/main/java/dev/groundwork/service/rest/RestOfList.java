package dev.groundwork.service.rest;

import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.RowStream;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.service.rest.reply.ListBody;
import java.util.Optional;

/** The rows of a list that come after its beginning, as bytes. */
final class RestOfList implements Reply.Rest {
  private final RowStream stream;
  private final ListBody body;
  private boolean ended;

  RestOfList(RowStream stream, ListBody body) {
    this.stream = stream;
    this.body = body;
  }

  @Override
  public Optional<byte[]> next() {
    if (ended) {
      return Optional.empty();
    }
    Optional<Rows> rows = stream.next();
    ended = rows.isEmpty();
    return Optional.of(rows.isPresent() ? body.next(rows.get()) : body.end());
  }

  @Override
  public void close() {
    stream.close();
  }
}
