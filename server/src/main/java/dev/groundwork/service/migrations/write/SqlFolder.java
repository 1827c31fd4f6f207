package dev.groundwork.service.migrations.write;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlSplitter;
import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.diff.DiffProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of SQL files that together say what a schema shall be. They may stand in any order: one
 * that needs another is tried again when the others are there.
 */
final class SqlFolder {
  /** Something is not there: a schema, table, column, function, type, constraint. */
  private static final Set<String> MISSING =
      Set.of("3F000", "42P01", "42703", "42883", "42704", "42830");

  private final Path folder;

  SqlFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs all files on an empty database.
   *
   * @throws ProblemException with a {@link DiffProblem} when there are none, or one fails
   */
  void apply(PgAddress database) {
    List<Path> left = files();
    if (left.isEmpty()) {
      throw new DiffProblem.NothingDesired(folder.toString()).raise();
    }
    try (PlainSession session = PlainSession.open(database)) {
      session.execute("set check_function_bodies = off");
      while (!left.isEmpty()) {
        left = round(session, left);
      }
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries each file; gives those that need something that is not there yet. */
  private List<Path> round(PlainSession session, List<Path> files) {
    List<Path> waiting = new ArrayList<>();
    Optional<ProblemException> first = Optional.empty();
    for (Path file : files) {
      Optional<ProblemException> failure = run(session, file);
      if (failure.isPresent()) {
        waiting.add(file);
        first = first.or(() -> failure);
      }
    }
    if (waiting.size() == files.size()) {
      throw first.orElseThrow();
    }
    return waiting;
  }

  private Optional<ProblemException> run(PlainSession session, Path file) {
    session.execute("begin");
    for (SqlStatementText statement : SqlSplitter.split(text(file))) {
      try {
        session.execute(statement.sql());
      } catch (ProblemException e) {
        session.execute("rollback");
        return Optional.of(failure(file, statement, e));
      }
    }
    session.execute("commit");
    return Optional.empty();
  }

  private ProblemException failure(Path file, SqlStatementText statement, ProblemException cause) {
    String name = folder.getFileName() + "/" + folder.relativize(file);
    DiffProblem problem =
        new DiffProblem.DesiredFails(name, statement.line(), cause.problem().message());
    ProblemException failure = new ProblemException(problem, cause);
    if (cause.problem() instanceof PgProblem && MISSING.contains(cause.problem().code())) {
      return failure;
    }
    throw failure;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
