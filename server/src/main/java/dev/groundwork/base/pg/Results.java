package dev.groundwork.base.pg;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/** Takes what PostgreSQL sends for the statements of a text, one entry a statement. */
final class Results extends ResultHandlerBase {
  private static final Answer NO_ROWS = new Answer(new Field[0], List.of());

  private final List<Answer> answers = new ArrayList<>(4);
  private @Nullable ResultCursor cursor;

  private record Answer(Field[] fields, List<Tuple> tuples) {}

  @Override
  public void handleResultRows(
      Query query, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor rest) {
    answers.add(new Answer(fields, tuples));
    if (rest != null) {
      cursor = rest;
    }
  }

  @Override
  public void handleCommandStatus(String status, long updated, long oid) {
    answers.add(NO_ROWS);
  }

  @Override
  public void handleWarning(SQLWarning warning) {
    // nobody asks for them; PostgreSQL logs them as well
  }

  /** Throws what PostgreSQL said against it; the transaction is undone then. */
  @Override
  public void handleCompletion() throws SQLException {
    super.handleCompletion();
  }

  /** Where the one statement stands that has more rows; null when none has. */
  @Nullable ResultCursor cursor() {
    return cursor;
  }

  /** The rows of a statement, without some columns at the start. */
  Rows rows(int statement, int without) {
    Answer answer = answers.get(statement);
    List<byte[] @Nullable []> rows = new ArrayList<>(answer.tuples.size());
    for (Tuple tuple : answer.tuples) {
      rows.add(cells(tuple, without));
    }
    return new Rows(Columns.of(answer.fields, answer.fields.length == 0 ? 0 : without), rows);
  }

  private static byte[] @Nullable [] cells(Tuple tuple, int without) {
    byte[] @Nullable [] cells = new byte[tuple.fieldCount() - without][];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = tuple.get(i + without);
    }
    return cells;
  }
}
