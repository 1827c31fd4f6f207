package dev.groundwork;

import dev.groundwork.ProjectDatabase.SupabaseProject;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.DatabaseCheck;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.service.migrations.Workbench;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** A project's folder and database, for commands on its schema. */
final class ProjectWorkbench implements Workbench {
  private final ProjectFolder project;
  private final Optional<SupabaseProject> supabase;
  private final Optional<PgAddress> url;
  private final Optional<PgAddress> scratchUrl;
  private final MigrationConfig waits;
  private final Interruption interruption;
  private final Observer observer;
  private final Parts parts = new Parts();
  private Optional<PgAddress> target = Optional.empty();
  private Optional<ScratchServer> scratches = Optional.empty();

  /**
   * A workbench on which nothing was started yet.
   *
   * @param url of the project's database; the embedded one when empty
   * @param scratchUrl of a server for scratch databases; an embedded one when empty
   */
  ProjectWorkbench(
      ProjectFolder project,
      Optional<SupabaseProject> supabase,
      Optional<PgAddress> url,
      Optional<PgAddress> scratchUrl,
      MigrationConfig waits,
      Interruption interruption,
      Observer observer) {
    this.project = project;
    this.supabase = supabase;
    this.url = url;
    this.scratchUrl = scratchUrl;
    this.waits = waits;
    this.interruption = interruption;
    this.observer = observer;
  }

  @Override
  public synchronized PgAddress target() {
    PgAddress found = target.orElseGet(() -> url.orElseGet(this::embedded));
    target = Optional.of(found);
    return found;
  }

  private PgAddress embedded() {
    EmbeddedConfig config = EmbeddedConfig.in(project.state());
    return EmbeddedPostgres.running(config, ProjectDatabase.NAME)
        .orElseGet(() ->
            parts
                .open(() -> EmbeddedPostgres.start(config, observer))
                .address(ProjectDatabase.NAME));
  }

  @Override
  public void prepareTarget() {
    DatabaseCheck.run(target());
    Roles.prepare(target(), observer);
    new Baseline(target(), observer).apply(ProjectDatabase.baseline(supabase));
  }

  @Override
  public synchronized Scratch scratch() {
    ScratchServer server =
        scratches.orElseGet(() ->
            parts.open(() ->
                ScratchServer.open(
                    scratchUrl, project.state(), ProjectDatabase.baseline(supabase), observer)));
    scratches = Optional.of(server);
    return server.database();
  }

  @Override
  public Migrations migrationsOn(PgAddress database) {
    return migrationsOn(database, observer);
  }

  private Migrations migrationsOn(PgAddress database, Observer told) {
    return supabase
        .map(found -> Migrations.ofSupabase(database, found.folder(), waits, interruption, told))
        .orElseGet(
            () -> Migrations.ofProject(database, project.migrations(), waits, interruption, told));
  }

  @Override
  public MigrationConfig waits() {
    return waits;
  }

  @Override
  public Interruption interruption() {
    return interruption;
  }

  @Override
  public void replay(PgAddress database, Predicate<String> wanted) {
    Observer silent = java.util.Objects::requireNonNull;
    migrationsOn(database, silent).up(new Migrations.Order(Optional.empty(), false, wanted));
  }

  @Override
  public Path migrations() {
    return supabase.map(found -> found.folder().migrations()).orElseGet(project::migrations);
  }

  @Override
  public Path desired() {
    return supabase
        .map(found -> found.folder().root().resolve("schemas"))
        .orElseGet(() -> project.root().resolve("schema"));
  }

  @Override
  public Observer observer() {
    return observer;
  }

  @Override
  public void close() {
    parts.close();
  }
}
