package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlStatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which migrations a project has, and where it is written down that they were applied. */
interface Ledger {

  /** In the order in which they are applied. */
  List<MigrationFile> files();

  /** What is run before the migrations and was not run yet. */
  default Optional<FileRun.Job> first(Connection connection) throws SQLException {
    return Optional.empty();
  }

  /** Makes the tables that are missing. */
  void prepare(Connection connection) throws SQLException;

  /** By name; empty when there are no tables yet. */
  Map<String, Past> past(Connection connection) throws SQLException;

  /**
   * A migration that was applied.
   *
   * @param checksum empty when somebody else has applied it
   * @param at as PostgreSQL writes a time
   */
  record Past(Optional<String> checksum, Optional<String> at, Optional<Duration> took) {}

  /**
   * The files to apply, in order.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the past is not as it was
   */
  List<MigrationFile> pending(
      List<MigrationFile> files, Map<String, Past> past, Set<String> half, boolean anyOrder);

  /** The statements of a file, checked by the rules of the project. */
  List<SqlStatementText> statements(MigrationFile file);

  void record(
      Connection session, MigrationFile file, List<SqlStatementText> statements, Duration took)
      throws SQLException;

  void forget(Connection session, MigrationFile file) throws SQLException;
}
