package dev.groundwork.base.pg.setup;

import dev.groundwork.base.config.supabase.SupabaseConfig;
import dev.groundwork.base.config.supabase.SupabaseFolder;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Applies the SQL files of a Supabase project as its command line does: roles, migrations by
 * version, seed data by patterns; and the secrets and buckets of its configuration. Files may end
 * their transaction and begin others.
 */
public final class SupabaseMigrator {
  private final PgAddress owner;
  private final MigrationConfig config;
  private final Interruption interruption;
  private final Observer observer;

  /**
   * A migrator that waits for locks as is standard.
   *
   * @param owner who applies the files; what they make is theirs
   */
  public SupabaseMigrator(PgAddress owner, Observer observer) {
    this(owner, MigrationConfig.STANDARD, new Interruption(), observer);
  }

  public SupabaseMigrator(
      PgAddress owner, MigrationConfig config, Interruption interruption, Observer observer) {
    this.owner = owner;
    this.config = config;
    this.interruption = interruption;
    this.observer = observer;
  }

  /**
   * Applies what was not applied yet.
   *
   * @throws ProblemException with a {@link MigrationProblem}; files before the one at fault stay
   *     applied
   */
  public void apply(SupabaseFolder folder, SupabaseConfig given) {
    try (SetupLock lock = SetupLock.take(owner, interruption, observer)) {
      Connection connection = lock.connection();
      Migrations migrations = Migrations.ofSupabase(owner, folder, config, interruption, observer);
      migrations.first(lock);
      if (given.migrations()) {
        migrations.up(lock, Migrations.Order.ALL);
      }
      for (Path seed : ProjectFiles.matching(folder.root(), given.seeds(), observer)) {
        seed(connection, folder, seed);
      }
      SupabaseObjects.secrets(connection, given.vault());
      SupabaseObjects.buckets(connection, given.buckets());
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private void seed(Connection connection, SupabaseFolder folder, Path path) throws SQLException {
    MigrationFile file = MigrationFile.read(path);
    String shown = "supabase/" + folder.root().relativize(path).toString().replace('\\', '/');
    Optional<String> hash = SupabaseLog.seedHash(connection, shown);
    if (hash.isEmpty()) {
      run(shown, file, (session, _) -> SupabaseLog.recordSeed(session, shown, file.checksum()));
    } else if (!hash.get().equals(file.checksum())) {
      warn(shown + " was changed after it had been run; the change has no effect");
      SupabaseLog.recordSeed(connection, shown, file.checksum());
    }
  }

  private void run(String name, MigrationFile file, FileRun.Recording recording) {
    Duration took =
        new FileRun(owner, config, interruption, observer)
            .run(
                new FileRun.Job(
                    MigrationLog.Kind.SEED.label(),
                    name,
                    file,
                    FileCheck.anyTransactions(file),
                    recording));
    observer.report(
        new Event.Lifecycle("Applied " + file.name() + " in " + took.toMillis() + " ms"));
  }

  private void warn(String message) {
    observer.report(new Event.Warning(message, Optional.empty()));
  }
}
