package dev.groundwork;

import dev.groundwork.ProjectDatabase.SupabaseProject;
import dev.groundwork.base.config.AuthSettings;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.supabase.SupabaseConfig;
import dev.groundwork.base.config.supabase.SupabaseFolder;
import dev.groundwork.base.http.ListenAddress;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.setup.ConnectProblem;
import dev.groundwork.base.pg.setup.DatabaseCheck;
import dev.groundwork.base.pg.setup.DatabaseSettings;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.schema.SchemaJson;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.cli.Backend;
import dev.groundwork.cli.Keys;
import dev.groundwork.cli.Running;
import dev.groundwork.service.Room;
import dev.groundwork.service.cron.CronRoom;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.net.NetRoom;
import dev.groundwork.service.pages.PagesConfig;
import dev.groundwork.service.pages.PagesRoom;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** The composition root: builds the ground floor and opens the rooms, by hand. */
public final class Server implements Backend {
  private static final String REST_PREFIX = "/rest/v1";

  private final Map<String, String> environment;
  private final OutputStream log;
  private final Parts parts = new Parts();
  private final Interruption interruption = new Interruption();

  /**
   * A server that serves nothing yet.
   *
   * @param environment for what a connection string leaves open
   * @param log where log lines go
   */
  public Server(Map<String, String> environment, OutputStream log) {
    this.environment = Map.copyOf(environment);
    this.log = log;
  }

  @Override
  public Running start(ProjectFolder project, Settings given, OptionalLong rows) {
    Settings settings = ProjectKeys.in(project, given);
    checkBeforehand(settings);
    if (settings.value(AuthSettings.ENABLED)) {
      ProjectKeys.signing(settings);
    }
    Watch watch = Watch.open(parts, settings, log);
    String channel = settings.value(SettingTable.DB_CHANNEL);
    Optional<SupabaseProject> supabase = supabase(project);
    supabase.ifPresent(
        found -> found.config().notes().forEach(note -> warn(watch.observer(), note)));
    ProjectDatabase setup =
        new ProjectDatabase(
            project,
            supabase,
            channel,
            Configs.migrations(settings),
            interruption,
            watch.observer());
    ProjectDatabase.Ready ready =
        Configs.database(settings, environment)
            .map(address -> setup.onOther(address, rows))
            .orElseGet(() -> setup.onEmbedded(parts, rows));
    PgAddress login = ready.login();
    parts.open(() -> CronRoom.start(ready.owner().primary(), watch.observer()));
    parts.open(() -> NetRoom.start(ready.owner().primary(), watch.observer()));
    boolean pages = Files.isDirectory(project.web()) && hasPages(project, supabase);
    DatabaseSettings inDatabase = new DatabaseSettings(login, watch.observer());
    return open(
        new Serving.Plan(
            inDatabase.over(settings),
            () -> inDatabase.over(settings),
            login,
            REST_PREFIX,
            access -> rooms(project, pages, settings, ready, access),
            pages,
            Serving.FIRST_SCHEMA),
        watch);
  }

  private List<Room> rooms(
      ProjectFolder project,
      boolean pages,
      Settings settings,
      ProjectDatabase.Ready ready,
      Serving.Access access) {
    List<Room> rooms = new ArrayList<>();
    if (pages) {
      rooms.add(new PagesRoom(PagesConfig.ofProject(project.root())));
    }
    if (settings.value(AuthSettings.ENABLED)) {
      rooms.addAll(AuthRooms.open(parts, settings, project, ready.authAdmin(), access));
    }
    return rooms;
  }

  private Optional<SupabaseProject> supabase(ProjectFolder project) {
    return SupabaseFolder.of(project)
        .map(folder -> new SupabaseProject(folder, SupabaseConfig.read(folder, environment)));
  }

  /** A folder {@code web} beside {@code supabase} is usually source code, not to be served. */
  private static boolean hasPages(ProjectFolder project, Optional<SupabaseProject> supabase) {
    return supabase.isEmpty() || Files.exists(project.settings());
  }

  @Override
  public Running rest(Settings settings, Supplier<Settings> reread) {
    checkBeforehand(settings);
    PgAddress login = database(settings);
    Watch watch = Watch.open(parts, settings, log);
    DatabaseSettings inDatabase = new DatabaseSettings(login, watch.observer());
    boolean there = isThere(login, watch.observer());
    return open(
        new Serving.Plan(
            there ? inDatabase.over(settings) : settings,
            () -> inDatabase.over(reread.get()),
            login,
            "",
            _ -> List.of(),
            false,
            there ? Serving.FIRST_SCHEMA : Duration.ZERO),
        watch);
  }

  @Override
  public Settings effective(Settings settings) {
    return new DatabaseSettings(database(settings), Server::untold).over(settings);
  }

  @Override
  public String schema(Settings given) {
    Settings settings = effective(given);
    try (PgDatabase database =
        PgDatabase.open(Configs.pool(settings, database(settings)), Server::untold)) {
      return SchemaJson.of(new SchemaLoader(database, Configs.schema(settings)).load(1));
    }
  }

  private PgAddress database(Settings settings) {
    return Configs.database(settings, environment).orElseThrow();
  }

  /** A command that prints a result has no log. */
  private static void untold(Event event) {
    Objects.requireNonNull(event);
  }

  @Override
  public Keys keys(ProjectFolder project, Settings given) {
    return ProjectKeys.shown(project, ProjectKeys.in(project, given));
  }

  @Override
  public String rotate(ProjectFolder project, String algorithm) {
    return SigningKeyFile.rotate(project, algorithm);
  }

  @Override
  public Workbench workbench(ProjectFolder project, Settings settings, Observer observer) {
    return parts.open(() ->
        new ProjectWorkbench(
            project,
            supabase(project),
            Configs.database(settings, environment),
            Configs.scratch(settings, environment),
            Configs.migrations(settings),
            interruption,
            observer));
  }

  @Override
  public void close() {
    interruption.ask();
    parts.close();
  }

  /** What can be found out at once is told before anything is started. */
  private static void checkBeforehand(Settings settings) {
    Configs.identity(settings);
    ListenAddress.check(Configs.api(settings));
    Configs.admin(settings).ifPresent(ListenAddress::check);
  }

  private Running open(Serving.Plan plan, Watch watch) {
    try {
      return Serving.open(parts, plan, watch);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while starting");
    }
  }

  /** As PostgREST does: a database that is away may come, one that refuses us will not change. */
  private static boolean isThere(PgAddress login, Observer observer) {
    try {
      DatabaseCheck.run(login);
      return true;
    } catch (ProblemException e) {
      if (!(e.problem() instanceof ConnectProblem.Unreachable unreachable)) {
        throw e;
      }
      String message = unreachable.message() + "; answering 503 until it can be";
      warn(observer, message);
      return false;
    }
  }

  private static void warn(Observer observer, String message) {
    observer.report(new Event.Warning(message, Optional.empty()));
  }
}
