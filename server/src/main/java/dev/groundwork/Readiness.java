package dev.groundwork;

import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Whether the database answers. */
final class Readiness {
  private static final Script PING =
      new Script(
          List.of(Statement.of("select 1")),
          Script.Access.READ_ONLY,
          Optional.empty(),
          Script.Ending.COMMIT);

  private Readiness() {}

  /** Why it does not; a pool that is busy does not mean that. */
  static Optional<String> fault(Database database) {
    try {
      database.run(PING);
      return Optional.empty();
    } catch (ProblemException e) {
      return e.problem() instanceof PgProblem.PoolExhausted
          ? Optional.empty()
          : Optional.of(e.problem().message());
    }
  }
}
