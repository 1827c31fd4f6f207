package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlSplitter;
import dev.groundwork.base.sql.SqlStatementText;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a file may hold, and what is told when one of its statements fails. */
final class FileCheck {
  private static final int SHOWN_CHARS = 600;

  private FileCheck() {}

  /**
   * The statements of a file. A {@code begin} at its start and a {@code commit} at its end say what
   * is done anyway and are left out.
   */
  static List<SqlStatementText> statements(MigrationFile file) {
    List<SqlStatementText> kept = unwrapped(SqlSplitter.split(file.text()));
    kept.forEach(statement -> check(file, statement));
    return kept;
  }

  /** As {@link #statements}, but a file may end its transaction and begin others. */
  static List<SqlStatementText> anyTransactions(MigrationFile file) {
    List<SqlStatementText> all = SqlSplitter.split(file.text());
    all.forEach(statement -> checkWords(file, statement));
    return unwrapped(all);
  }

  private static List<SqlStatementText> unwrapped(List<SqlStatementText> all) {
    boolean wrapped =
        all.size() > 1 && all.getFirst().beginsTransaction() && all.getLast().commits();
    return wrapped ? all.subList(1, all.size() - 1) : all;
  }

  private static void checkWords(MigrationFile file, SqlStatementText statement) {
    if (statement.sql().startsWith("\\") || statement.copiesFromStdin()) {
      throw new MigrationProblem.MetaCommand(file.name(), statement.line(), firstLine(statement))
          .raise();
    }
  }

  private static String firstLine(SqlStatementText statement) {
    return statement.sql().lines().findFirst().orElse("");
  }

  private static void check(MigrationFile file, SqlStatementText statement) {
    checkWords(file, statement);
    if (statement.endsTransaction() || statement.beginsTransaction()) {
      throw new MigrationProblem.EndsTransaction(
              file.name(), statement.line(), firstLine(statement))
          .raise();
    }
  }

  static MigrationProblem.Failed failure(
      MigrationFile file, SqlStatementText statement, SQLException failure) {
    return failure(file.name(), statement, failure);
  }

  static MigrationProblem.Failed failure(
      String file, SqlStatementText statement, SQLException failure) {
    Optional<ServerErrorMessage> answer =
        failure instanceof PSQLException known
            ? Optional.ofNullable(known.getServerErrorMessage())
            : Optional.empty();
    return new MigrationProblem.Failed(
        file,
        answer
            .map(ServerErrorMessage::getPosition)
            .filter(position -> position > 0)
            .map(statement::lineAt)
            .orElse(statement.line()),
        shortened(statement.sql()),
        Optional.ofNullable(failure.getSQLState()).orElse(""),
        answer.map(ServerErrorMessage::getMessage).orElse(String.valueOf(failure.getMessage())),
        answer.map(ServerErrorMessage::getDetail),
        answer.map(ServerErrorMessage::getHint),
        answer.map(ServerErrorMessage::getWhere));
  }

  private static String shortened(String sql) {
    return sql.length() <= SHOWN_CHARS ? sql : sql.substring(0, SHOWN_CHARS) + " ...";
  }
}
