package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Applies a project's SQL files to its database: each once, in the order of their names, whole or
 * not at all. Each file has a session and a transaction of its own, so that what one sets does not
 * reach the next. Two nodes that start at once do not get into each other's way.
 */
public final class Migrator {
  private final PgAddress address;
  private final Observer observer;

  /**
   * A migrator.
   *
   * @param address of a user who may create what the files create
   */
  public Migrator(PgAddress address, Observer observer) {
    this.address = address;
    this.observer = observer;
  }

  /** A file that was applied just now. */
  public record Applied(String name, Duration took) {}

  /**
   * Applies the files of a folder that were not applied yet.
   *
   * @throws ProblemException with a {@link MigrationProblem}; files before the one at fault stay
   *     applied
   */
  public List<Applied> migrate(Path folder) {
    return migrate(folder, _ -> true);
  }

  /**
   * As {@link #migrate(Path)}, as if the folder held only some of its files.
   *
   * @param wanted says which, by their names
   */
  public List<Applied> migrate(Path folder, Predicate<String> wanted) {
    List<MigrationFile> files =
        MigrationFile.in(folder).stream().filter(file -> wanted.test(file.name())).toList();
    if (files.isEmpty()) {
      return List.of();
    }
    try (SetupLock lock = SetupLock.take(address, observer)) {
      List<Applied> done = new ArrayList<>();
      Map<String, String> past = past(lock.connection(), MigrationLog.Kind.MIGRATION);
      for (MigrationFile file : MigrationPlan.pending(files, past)) {
        done.add(apply(file, MigrationLog.Kind.MIGRATION));
      }
      return done;
    }
  }

  /** The files of a folder that {@link #migrate} would apply; changes nothing. */
  public List<String> pending(Path folder) {
    try (Connection connection = SetupLock.connect(address)) {
      Map<String, String> past =
          MigrationLog.exists(connection)
              ? MigrationLog.applied(connection, MigrationLog.Kind.MIGRATION)
              : Map.of();
      return MigrationPlan.pending(MigrationFile.in(folder), past).stream()
          .map(MigrationFile::name)
          .toList();
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /**
   * Runs a file of seed data unless a file of this name was run before, even if it changed since.
   *
   * @return whether it was run
   */
  public boolean seed(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    MigrationFile seed = MigrationFile.read(file);
    try (SetupLock lock = SetupLock.take(address, observer)) {
      if (past(lock.connection(), MigrationLog.Kind.SEED).containsKey(seed.name())) {
        return false;
      }
      apply(seed, MigrationLog.Kind.SEED);
      return true;
    }
  }

  private static Map<String, String> past(Connection connection, MigrationLog.Kind kind) {
    try {
      if (!MigrationLog.exists(connection)) {
        MigrationLog.create(connection);
      }
      return MigrationLog.applied(connection, kind);
    } catch (SQLException e) {
      if ("42501".equals(e.getSQLState())) {
        String sql = "create schema groundwork authorization current_user";
        throw new ProblemException(
            new MigrationProblem.NotAllowed(PgProblem.of(e).message(), sql), e);
      }
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private Applied apply(MigrationFile file, MigrationLog.Kind kind) {
    long start = System.nanoTime();
    List<SqlStatementText> statements = FileCheck.statements(file);
    try (Connection connection = SetupLock.connect(address)) {
      connection.setAutoCommit(false);
      for (SqlStatementText statement : statements) {
        execute(connection, file, statement);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      SetupLock.execute(connection, "reset role");
      MigrationLog.record(connection, file, kind, took);
      commit(connection, file, statements);
      observer.report(
          new Event.Lifecycle("Applied " + file.name() + " in " + took.toMillis() + " ms"));
      return new Applied(file.name(), took);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static void execute(
      Connection connection, MigrationFile file, SqlStatementText statement) {
    try {
      SetupLock.execute(connection, VectorIndexes.runnable(connection, statement));
    } catch (SQLException e) {
      throw new ProblemException(FileCheck.failure(file, statement, e), e);
    }
  }

  /** What was deferred to the end of the transaction may fail here. */
  private static void commit(
      Connection connection, MigrationFile file, List<SqlStatementText> statements) {
    try {
      connection.commit();
    } catch (SQLException e) {
      SqlStatementText last =
          statements.isEmpty()
              ? new SqlStatementText("", 1, List.of())
              : new SqlStatementText(
                  "(at the end of the file)", statements.getLast().line(), List.of());
      throw new ProblemException(FileCheck.failure(file, last, e), e);
    }
  }
}
