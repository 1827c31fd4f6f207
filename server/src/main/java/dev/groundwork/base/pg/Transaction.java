package dev.groundwork.base.pg;

import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.util.List;

/** A transaction in hand; good on the thread and in the time of the work that it was given to. */
public interface Transaction {

  /**
   * Runs a statement.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PgProblem}; the transaction
   *     can do nothing more then
   */
  Rows run(Statement statement);

  /**
   * Runs several statements in one round trip and gives the rows of each. The first script of a
   * transaction says at which isolation level it runs and whether it may write; endings say nothing
   * here.
   *
   * @throws dev.groundwork.base.problem.ProblemException as {@link #run(Statement)} does
   */
  List<Rows> run(Script script);

  /** From now on the transaction is undone in the end, once deferred constraints have spoken up. */
  void undo();
}
