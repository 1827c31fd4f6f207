package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Applies a project's migrations and seed data to its database, as a start does. */
public final class Migrator {
  private final PgAddress address;
  private final MigrationConfig config;
  private final Interruption interruption;
  private final Observer observer;

  /**
   * A migrator that waits for locks as is standard.
   *
   * @param address of a user who may create what the files create
   */
  public Migrator(PgAddress address, Observer observer) {
    this(address, MigrationConfig.STANDARD, new Interruption(), observer);
  }

  public Migrator(
      PgAddress address, MigrationConfig config, Interruption interruption, Observer observer) {
    this.address = address;
    this.config = config;
    this.interruption = interruption;
    this.observer = observer;
  }

  /**
   * Applies the files of a folder that were not applied yet.
   *
   * @throws ProblemException with a {@link MigrationProblem}; files before the one at fault stay
   *     applied
   */
  public List<Migrations.Applied> migrate(Path folder) {
    return Migrations.ofProject(address, folder, config, interruption, observer)
        .up(Migrations.Order.ALL);
  }

  /**
   * Runs a file of seed data unless a file of this name was run before, even if it changed since.
   *
   * @return whether it was run
   */
  public boolean seed(Path path) {
    if (!Files.exists(path)) {
      return false;
    }
    MigrationFile seed = MigrationFile.read(path);
    MigrationLog.Kind kind = MigrationLog.Kind.SEED;
    try (SetupLock lock = SetupLock.take(address, interruption, observer)) {
      new ProjectLedger(path).prepare(lock.connection());
      if (MigrationLog.applied(lock.connection(), kind).containsKey(seed.name())) {
        return false;
      }
      List<SqlStatementText> statements = FileCheck.statements(seed);
      Duration took =
          new FileRun(address, config, interruption, observer)
              .run(
                  new FileRun.Job(
                      kind.label(),
                      seed.name(),
                      seed,
                      statements,
                      (session, time) -> MigrationLog.record(session, seed, kind, time)));
      observer.report(
          new Event.Lifecycle("Applied " + seed.name() + " in " + took.toMillis() + " ms"));
      return true;
    } catch (SQLException e) {
      throw Migrations.problem(e);
    }
  }
}
