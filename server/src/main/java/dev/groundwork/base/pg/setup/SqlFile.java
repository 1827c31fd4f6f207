package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlStatementText;
import java.nio.file.Path;
import java.util.List;

/** A file of a project with the statements that it is run as. */
public record SqlFile(String name, List<SqlStatementText> statements) {

  public SqlFile {
    statements = List.copyOf(statements);
  }

  /**
   * The files of a folder in the order in which they are applied; none when it does not exist.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link MigrationProblem}, as {@link
   *     #read} does
   */
  public static List<SqlFile> in(Path folder) {
    return MigrationFile.in(folder).stream().map(SqlFile::of).toList();
  }

  /** A single file. */
  public static SqlFile read(Path file) {
    return of(MigrationFile.read(file));
  }

  private static SqlFile of(MigrationFile file) {
    return new SqlFile(file.name(), FileCheck.anyTransactions(file));
  }
}
