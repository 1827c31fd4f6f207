package dev.groundwork.base.pg;

import dev.groundwork.base.sql.Statement;

/** A transaction in hand; good on the thread and in the time of the work that it was given to. */
public interface Transaction {

  /**
   * Runs a statement.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PgProblem}; the transaction
   *     can do nothing more then
   */
  Rows run(Statement statement);
}
