package dev.groundwork.base.pg.setup;

import dev.groundwork.base.config.supabase.SupabaseConfig;
import dev.groundwork.base.config.supabase.SupabaseFolder;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Applies the SQL files of a Supabase project as its command line does: roles, migrations by
 * version, seed data by patterns; and the secrets and buckets of its configuration. Each file has a
 * session of its own and is one transaction, unless its statements say otherwise.
 */
public final class SupabaseMigrator {
  private final PgAddress owner;
  private final Observer observer;

  /**
   * A migrator.
   *
   * @param owner who applies the files; what they make is theirs
   */
  public SupabaseMigrator(PgAddress owner, Observer observer) {
    this.owner = owner;
    this.observer = observer;
  }

  /**
   * Applies what was not applied yet.
   *
   * @throws ProblemException with a {@link MigrationProblem}; files before the one at fault stay
   *     applied
   */
  public void apply(SupabaseFolder folder, SupabaseConfig config) {
    try (SetupLock lock = SetupLock.take(owner, observer)) {
      Connection connection = lock.connection();
      roles(connection, folder.roles());
      if (config.migrations()) {
        migrate(connection, folder.migrations(), _ -> true);
      }
      for (Path seed : ProjectFiles.matching(folder.root(), config.seeds(), observer)) {
        seed(connection, folder, seed);
      }
      SupabaseObjects.secrets(connection, config.vault());
      SupabaseObjects.buckets(connection, config.buckets());
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /**
   * Applies roles and migrations, and nothing that puts data in: what the schema is made of.
   *
   * @throws ProblemException as {@link #apply}
   */
  public void replay(SupabaseFolder folder) {
    replay(folder, _ -> true);
  }

  /**
   * As {@link #replay(SupabaseFolder)}, as if there were only some of the migrations.
   *
   * @param wanted says which, by their files' names
   */
  public void replay(SupabaseFolder folder, Predicate<String> wanted) {
    try (SetupLock lock = SetupLock.take(owner, observer)) {
      roles(lock.connection(), folder.roles());
      migrate(lock.connection(), folder.migrations(), wanted);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private void roles(Connection connection, Path file) throws SQLException {
    if (Files.exists(file)) {
      MigrationFile roles = MigrationFile.read(file);
      boolean done =
          MigrationLog.applied(connection, MigrationLog.Kind.SEED).containsKey(roles.name());
      if (!done) {
        run(
            roles,
            (session, _, took) ->
                MigrationLog.record(session, roles, MigrationLog.Kind.SEED, took));
      }
    }
  }

  /** The migrations that {@link #apply} would apply; changes nothing. */
  public List<String> pending(SupabaseFolder folder) {
    try (Connection connection = SetupLock.connect(owner)) {
      List<ProjectFiles.Versioned> files = ProjectFiles.migrations(folder.migrations(), observer);
      if (!MigrationLog.exists(connection)) {
        return files.stream().map(each -> each.file().name()).toList();
      }
      Map<String, String> past = MigrationLog.applied(connection, MigrationLog.Kind.MIGRATION);
      List<SupabaseLog.Entry> entries = SupabaseLog.entries(connection);
      return files.stream()
          .filter(each -> !SupabaseLog.has(entries, each))
          .map(each -> each.file().name())
          .filter(name -> !past.containsKey(name))
          .toList();
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private void migrate(Connection connection, Path folder, Predicate<String> wanted)
      throws SQLException {
    Map<String, String> past = MigrationLog.applied(connection, MigrationLog.Kind.MIGRATION);
    List<SupabaseLog.Entry> entries = SupabaseLog.entries(connection);
    List<ProjectFiles.Versioned> files =
        ProjectFiles.migrations(folder, observer).stream()
            .filter(each -> wanted.test(each.file().name()))
            .toList();
    for (ProjectFiles.Versioned each : files) {
      String checksum = past.get(each.file().name());
      if (checksum == null && !SupabaseLog.has(entries, each)) {
        run(each.file(), (session, statements, took) -> record(session, each, statements, took));
      } else if (checksum != null && !checksum.equals(each.file().checksum())) {
        warn(
            each.file().name()
                + " was changed after it had been applied; the change has no effect");
      }
    }
  }

  private static void record(
      Connection session,
      ProjectFiles.Versioned migration,
      List<SqlStatementText> statements,
      Duration took)
      throws SQLException {
    MigrationLog.record(session, migration.file(), MigrationLog.Kind.MIGRATION, took);
    SupabaseLog.record(session, migration, statements);
  }

  private void seed(Connection connection, SupabaseFolder folder, Path path) throws SQLException {
    MigrationFile file = MigrationFile.read(path);
    String shown = "supabase/" + folder.root().relativize(path).toString().replace('\\', '/');
    Optional<String> hash = SupabaseLog.seedHash(connection, shown);
    if (hash.isEmpty()) {
      run(file, (session, _, _) -> SupabaseLog.recordSeed(session, shown, file.checksum()));
    } else if (!hash.get().equals(file.checksum())) {
      warn(shown + " was changed after it had been run; the change has no effect");
      SupabaseLog.recordSeed(connection, shown, file.checksum());
    }
  }

  /** Writes down that a file was applied, in the transaction that applies it. */
  private interface Recording {
    void write(Connection session, List<SqlStatementText> statements, Duration took)
        throws SQLException;
  }

  private void run(MigrationFile file, Recording recording) {
    long start = System.nanoTime();
    List<SqlStatementText> statements = FileCheck.anyTransactions(file);
    try (Connection session = SetupLock.connect(owner)) {
      OpenTransaction transaction = new OpenTransaction(session, file);
      transaction.run(statements);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      SetupLock.execute(session, "reset all; reset role");
      recording.write(session, statements, took);
      transaction.commit(statements);
      observer.report(
          new Event.Lifecycle("Applied " + file.name() + " in " + took.toMillis() + " ms"));
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private void warn(String message) {
    observer.report(new Event.Warning(message, Optional.empty()));
  }
}
