package dev.groundwork.testing;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.service.migrations.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A folder with {@code migrations/} and {@code schema/}, a target, and scratch databases on the
 * server of the test run. They are empty but for fixtures; roles that files make stay, so files of
 * tests make none.
 *
 * @param fixtures what is in every scratch database
 */
public record TestWorkbench(Path folder, PgAddress target, List<String> fixtures)
    implements Workbench {

  @Override
  public Scratch scratch() {
    String name = TestServer.createDatabase(fixtures);
    return new Scratch() {
      @Override
      public PgAddress address() {
        return TestServer.address(name);
      }

      @Override
      public void close() {
        TestServer.dropDatabase(name);
      }
    };
  }

  @Override
  public Migrations migrationsOn(PgAddress database) {
    return Migrations.ofProject(database, migrations(), waits(), interruption(), observer());
  }

  @Override
  public MigrationConfig waits() {
    return MigrationConfig.STANDARD;
  }

  @Override
  public Interruption interruption() {
    return new Interruption();
  }

  @Override
  public void replay(PgAddress database, Predicate<String> wanted) {
    migrationsOn(database).up(new Migrations.Order(Optional.empty(), false, wanted));
  }

  @Override
  public void prepareTarget() {
    // the migrator makes what it needs
  }

  @Override
  public Path migrations() {
    return folder.resolve("migrations");
  }

  @Override
  public Path desired() {
    return folder.resolve("schema");
  }

  @Override
  public Observer observer() {
    return event -> {};
  }

  @Override
  public void close() {}
}
