package dev.groundwork.base.pg;

import dev.groundwork.base.sql.Script;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A PostgreSQL database that runs scripts. Calls block; callers are on virtual threads. */
public interface Database {

  /**
   * Runs a script and gives the rows of each of its statements (none for a statement without a
   * result). One network round trip, without BEGIN and COMMIT of its own, wherever the script's
   * ending and isolation allow it.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PgProblem} when PostgreSQL
   *     refuses or cannot be reached; the transaction is undone then
   */
  List<Rows> run(Script script);

  /**
   * As {@link #run}, but sends at most so many rows of each statement; who gets as many does not
   * know whether there are more.
   */
  List<Rows> run(Script script, int most);

  /**
   * Begins a script that only reads and gives a large result, of any size. Half of all connections,
   * at most, do this at a time; who comes later waits.
   *
   * @throws dev.groundwork.base.problem.ProblemException as {@link #run} does
   */
  RowStream stream(Script script);

  /**
   * Cancels what the thread is waiting for, so that it gets an error soon; nothing if it waits for
   * nothing.
   */
  void cancel(Thread waiting);

  /**
   * As {@link #run}, but looks at the rows of the first statements before the others are sent: when
   * the check throws, these do not run, and the exception is passed on. Gives the rows of the
   * others. Costs a second round trip.
   */
  List<Rows> run(Script script, int first, Consumer<List<Rows>> check);

  /**
   * Lets no connection of before be used again, once those who hold one give it back: what they
   * have prepared, and what their sessions began with, may be out of date.
   */
  void renew();

  /**
   * As {@link #run}, but looks at the rows before the transaction ends: when the inspection throws,
   * the transaction is undone and the exception passed on. Costs a second round trip.
   */
  <T> T inspect(Script script, Function<List<Rows>, T> inspection);

  /**
   * Does work that needs several looks at the database as one transaction, which is committed when
   * the work ends and undone when it throws. Costs a round trip a statement; not tried a second
   * time.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PgProblem}
   */
  <T> T transact(Function<Transaction, T> work);
}
