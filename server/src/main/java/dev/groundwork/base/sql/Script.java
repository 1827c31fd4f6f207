package dev.groundwork.base.sql;

import java.util.List;
import java.util.Optional;

/**
 * Statements that run in one transaction, sent to PostgreSQL in one round trip where the ending
 * allows it.
 *
 * @param statements run in this order; each one's rows are kept
 * @param access whether the transaction may write; a read-only one may run on a replica
 * @param isolation an isolation level other than the server's default: {@code serializable}, {@code
 *     repeatable read}
 * @param ending what happens after the last statement
 */
public record Script(
    List<Statement> statements, Access access, Optional<String> isolation, Ending ending) {

  public Script {
    statements = List.copyOf(statements);
  }

  /** Whether a transaction may write. */
  public enum Access {
    READ_ONLY,
    READ_WRITE
  }

  /**
   * How the transaction ends when every statement succeeded; after an error it is always undone.
   */
  public enum Ending {
    COMMIT,
    ROLLBACK
  }

  /** Some of the statements, run in the same way. */
  public Script part(int from, int to) {
    return new Script(statements.subList(from, to), access, isolation, ending);
  }

  /** A read-write script that commits. */
  public static Script of(Statement... statements) {
    return new Script(List.of(statements), Access.READ_WRITE, Optional.empty(), Ending.COMMIT);
  }
}
