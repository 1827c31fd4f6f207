package dev.groundwork;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.supabase.SupabaseConfig;
import dev.groundwork.base.config.supabase.SupabaseFolder;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.DatabaseCheck;
import dev.groundwork.base.pg.setup.HollowExtensions;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrator;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.base.pg.setup.SchemaSignal;
import dev.groundwork.base.pg.setup.SupabaseMigrator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a project's database ready: the server, the roles, what the project's SQL files say. */
final class ProjectDatabase {
  /** The database of an embedded server that holds the project. */
  static final String NAME = "postgres";

  private final ProjectFolder project;
  private final Optional<SupabaseProject> supabase;
  private final String channel;
  private final MigrationConfig waits;
  private final Interruption interruption;
  private final Observer observer;

  /** What a project that was written for Supabase has instead of our files. */
  record SupabaseProject(SupabaseFolder folder, SupabaseConfig config) {}

  /**
   * A project's database.
   *
   * @param channel that tells of changes of the schema
   * @param interruption ends migrations
   */
  ProjectDatabase(
      ProjectFolder project,
      Optional<SupabaseProject> supabase,
      String channel,
      MigrationConfig waits,
      Interruption interruption,
      Observer observer) {
    this.project = project;
    this.supabase = supabase;
    this.channel = channel;
    this.waits = waits;
    this.interruption = interruption;
    this.observer = observer;
  }

  /**
   * A database that is ready.
   *
   * @param login what is served from; may switch to the roles of requests and no more
   * @param authAdmin the same database for the sign-in service, who owns what is in {@code auth}
   * @param owner the same for work beside the requests: who applied the project's files
   */
  record Ready(PgAddress login, PgAddress authAdmin, PgAddress owner) {}

  /** Makes an embedded server ready and gives the addresses to serve from. */
  Ready onEmbedded(Parts parts, OptionalLong rows) {
    observer.report(new Event.Lifecycle("Starting PostgreSQL in " + project.state()));
    EmbeddedConfig config = EmbeddedConfig.in(project.state());
    EmbeddedPostgres server = parts.open(() -> EmbeddedPostgres.start(config, observer));
    PgAddress superuser = server.address(NAME);
    PgAddress login = Roles.prepareOwnServer(superuser, observer);
    prepare(superuser, rows);
    HollowExtensions.tell(superuser, EmbeddedPostgres.hollowExtensions(), observer);
    return new Ready(login, Roles.logIn(superuser, Roles.AUTH_ADMIN), superuser);
  }

  /** Makes somebody's server ready; its login is served from, too. */
  Ready onOther(PgAddress login, OptionalLong rows) {
    DatabaseCheck.run(login);
    Roles.prepare(login, observer);
    prepare(login, rows);
    return new Ready(login, login.with("options=-c%20role%3D" + Roles.AUTH_ADMIN), login);
  }

  private void prepare(PgAddress owner, OptionalLong rows) {
    new Baseline(owner, observer).apply(baseline(supabase));
    SchemaSignal.install(owner, channel, observer);
    supabase.ifPresentOrElse(
        found ->
            new SupabaseMigrator(owner, waits, interruption, observer)
                .apply(found.folder(), found.config()),
        () -> applyFiles(owner));
    if (rows.isPresent()) {
      fill(owner, rows.getAsLong());
    }
  }

  /** What a project's database holds before its own files. */
  static List<Baseline.Script> baseline(Optional<SupabaseProject> supabase) {
    return supabase
        .map(found -> BaselineScripts.ofSupabaseProject(found.config().openTables()))
        .orElseGet(BaselineScripts::ofProject);
  }

  private void applyFiles(PgAddress owner) {
    Migrator migrator = new Migrator(owner, waits, interruption, observer);
    migrator.migrate(project.migrations());
    migrator.seed(project.seed());
  }

  /** The number of rows goes to the file as the setting {@code groundwork.rows}. */
  private void fill(PgAddress owner, long rows) {
    PgAddress told = owner.with("options=-c%20groundwork.rows%3D" + rows);
    Migrator migrator = new Migrator(told, waits, interruption, observer);
    if (!migrator.seed(project.fill())) {
      String message = "--rows did nothing: fill.sql is missing, or was run before";
      observer.report(new Event.Warning(message, Optional.empty()));
    }
  }
}
