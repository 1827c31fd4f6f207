package dev.groundwork.base.pg.setup;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session that runs files of a project by single statements, and lets one look in between. */
public final class StatementSession implements AutoCloseable {
  private final PlainSession session;

  private StatementSession(PlainSession session) {
    this.session = session;
  }

  /** Connects; no transaction is open. */
  public static StatementSession open(PgAddress address) {
    return new StatementSession(PlainSession.open(address));
  }

  /** The session itself, in whatever state the statements have left it. */
  public PlainSession session() {
    return session;
  }

  /**
   * Runs a statement of a file.
   *
   * @throws ProblemException with a {@link MigrationProblem.Failed} when it fails
   */
  public void run(String file, SqlStatementText statement) {
    try {
      session.execute(runnable(statement));
    } catch (ProblemException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw new ProblemException(FileCheck.failure(file, statement, cause), cause);
      }
      throw e;
    }
  }

  /** How PostgreSQL would run a statement, as JSON; empty when it cannot tell. */
  public List<@Nullable String> explain(SqlStatementText statement) {
    session.execute("savepoint groundwork_look");
    try {
      return session.texts("explain (verbose, format json, costs off) " + runnable(statement));
    } catch (ProblemException e) {
      return List.of();
    } finally {
      session.execute("rollback to savepoint groundwork_look; release savepoint groundwork_look");
    }
  }

  /** Whether vectors are there in name only may change with every statement. */
  private String runnable(SqlStatementText statement) {
    String without = VectorIndexes.withoutOptions(statement.sql());
    boolean concerned = !without.equals(statement.sql());
    return concerned && !session.texts(VectorIndexes.IN_NAME_ONLY).isEmpty()
        ? without
        : statement.sql();
  }

  @Override
  public void close() {
    session.close();
  }
}
