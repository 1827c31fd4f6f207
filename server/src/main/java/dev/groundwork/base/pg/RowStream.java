package dev.groundwork.base.pg;

import java.util.List;
import java.util.Optional;

/**
 * What a script gave, with the rest of a result that is too large to be held whole. It keeps a
 * connection and a transaction until it is closed. One thread at a time.
 */
public interface RowStream extends AutoCloseable {

  /** The rows of each statement as far as they have come: of a large result the first few. */
  List<Rows> first();

  /**
   * The next rows of the large result; empty at its end. Waits for PostgreSQL, which makes rows
   * only as they are taken.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PgProblem}
   */
  Optional<Rows> next();

  /** Cancels the query if it still runs, ends the transaction and gives the connection back. */
  @Override
  void close();
}
