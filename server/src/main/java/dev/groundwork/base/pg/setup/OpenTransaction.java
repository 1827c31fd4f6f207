package dev.groundwork.base.pg.setup;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs a file whose statements may end the transaction that they run in: another begins at once.
 * What may stand in no transaction runs between two of them.
 */
final class OpenTransaction {
  private final Connection connection;
  private final MigrationFile file;

  OpenTransaction(Connection connection, MigrationFile file) {
    this.connection = connection;
    this.file = file;
  }

  /** Runs all statements; the last transaction stays open. */
  void run(List<SqlStatementText> statements) throws SQLException {
    SetupLock.execute(connection, "begin");
    for (SqlStatementText statement : statements) {
      if (statement.standsAlone()) {
        SetupLock.execute(connection, "commit");
        execute(statement);
        SetupLock.execute(connection, "begin");
      } else if (!statement.beginsTransaction()) {
        execute(statement);
        beginAgain(statement);
      }
    }
  }

  private void beginAgain(SqlStatementText statement) throws SQLException {
    if (statement.endsTransaction()) {
      SetupLock.execute(connection, "begin");
    }
  }

  /** What was deferred to the end of the transaction may fail here. */
  void commit(List<SqlStatementText> statements) {
    int line = statements.isEmpty() ? 1 : statements.getLast().line();
    execute(new SqlStatementText("commit", line, List.of("commit")));
  }

  private void execute(SqlStatementText statement) {
    try {
      SetupLock.execute(connection, VectorIndexes.runnable(connection, statement));
    } catch (SQLException e) {
      throw new ProblemException(FileCheck.failure(file, statement, e), e);
    }
  }
}
