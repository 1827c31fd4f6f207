package dev.groundwork;

import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.PostgrestDump;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.http.AdminServer;
import dev.groundwork.base.http.Edge;
import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Gate;
import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Health;
import dev.groundwork.base.http.HttpConfig;
import dev.groundwork.base.http.HttpServer;
import dev.groundwork.base.http.Router;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Metrics;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.observe.PoolState;
import dev.groundwork.base.pg.Listener;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolStats;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.schema.SchemaJson;
import dev.groundwork.cli.Running;
import dev.groundwork.cli.Version;
import dev.groundwork.service.Room;
import dev.groundwork.service.rest.openapi.OpenApiSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Serves one database: pool, schema, REST API and the other rooms, on a port. */
final class Serving implements Running, Listener.Subscriber {
  /** How long a schema may take to be loaded; longer means that something is wrong. */
  static final Duration FIRST_SCHEMA = Duration.ofSeconds(20);

  /** How long the first load waits for notifications to arrive. */
  private static final Duration CHANNEL_PATIENCE = Duration.ofMillis(500);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Hosts that stand for all addresses of the machine; the last five are PostgREST's words. */
  private static final Set<String> ALL_ADDRESSES =
      Set.of("0.0.0.0", "::", "*", "*4", "!4", "*6", "!6");

  /** Headers of the other rooms' answers that pages may read. */
  private static final String EXPOSED = "Link, X-Total-Count, X-Supabase-Api-Version, Retry-After";

  private final Plan plan;
  private final Observer observer;
  private final PgDatabase database;
  private final HttpServer http;
  private final Optional<AdminServer> admin;
  private final Optional<Gate> gate;
  private final List<String> operatorPages = new ArrayList<>();
  private final Switchboard rest = new Switchboard();

  /** Whether the settings in the database were read a moment ago, at the start. */
  private final AtomicBoolean justRead;

  private final AtomicBoolean loading = new AtomicBoolean();
  private final AtomicBoolean reloadWanted = new AtomicBoolean();
  private volatile boolean closed;

  /** Whether the API listens; who asks for health before is not sent there. */
  private volatile boolean serves;

  private volatile Generation generation;

  /**
   * What is served.
   *
   * @param settings that hold now
   * @param reread reads the settings anew
   * @param prefix where the REST API is mounted
   * @param rooms beside it, made when what they stand on is there
   * @param pages whether there is a page at the root
   * @param patience how long the schema is waited for before the API listens without it
   */
  record Plan(
      Settings settings,
      Supplier<Settings> reread,
      PgAddress login,
      String prefix,
      Function<Access, List<Room>> rooms,
      boolean pages,
      Duration patience) {}

  /**
   * What rooms take of what is served.
   *
   * @param authenticator that holds at the moment
   * @param url by which clients reach the server, without a slash at its end
   * @param observer is told what happens
   */
  record Access(Supplier<Authenticator> authenticator, Supplier<String> url, Observer observer) {}

  private Serving(Parts parts, Plan plan, Watch watch) {
    Settings settings = plan.settings();
    this.plan = plan;
    this.observer = watch.observer();
    this.justRead = new AtomicBoolean(plan.patience().isPositive());
    this.database =
        parts.open(() -> PgDatabase.open(Configs.pool(settings, plan.login()), observer));
    this.http =
        new HttpServer(
            Configs.api(settings),
            new Failures(Configs.verbosity(settings), true, observer),
            observer,
            database::cancel);
    this.admin =
        Configs.admin(settings)
            .map(config -> new AdminServer(config, sources(watch.metrics()), observer));
    this.generation = generation(settings);
    this.gate = Configs.gate(settings).map(config -> parts.open(() -> new Gate(config)));
    gate.ifPresent(opened -> watch.metrics().watchLimit(opened::state));
    watch.metrics().watchInFlight(http::inFlight);
    watch.metrics().watchPool(this::pool);
    watch.metrics().watchTokens(() -> generation.authenticator().tokens());
  }

  /** Opens everything and begins to listen. */
  static Serving open(Parts parts, Plan plan, Watch watch) throws InterruptedException {
    Serving serving = new Serving(parts, plan, watch);
    parts.open(() -> serving::closeGeneration);
    serving.loadSchema(parts);
    serving.mountRooms(parts);
    parts.open(serving::startAdmin);
    serving.generation.schema().awaitFirst(plan.patience());
    parts.open(serving::startHttp);
    return serving;
  }

  /**
   * A load that begins when notifications arrive misses nothing and need not be done again; where
   * they do not arrive soon, it does not wait for them.
   */
  private void loadSchema(Parts parts) {
    if (plan.patience().isZero()) {
      beginLoading();
    }
    if (plan.settings().value(SettingTable.DB_CHANNEL_ENABLED)) {
      String channel = plan.settings().value(SettingTable.DB_CHANNEL);
      parts.open(() -> Listener.start(plan.login().primary(), channel, this, observer));
      Thread.ofVirtual().name("await-channel").start(this::beginLoadingSoon);
    } else {
      beginLoading();
    }
  }

  private void beginLoadingSoon() {
    try {
      Thread.sleep(CHANNEL_PATIENCE);
      beginLoading();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives whether this call began it. */
  private boolean beginLoading() {
    if (closed || loading.getAndSet(true)) {
      return false;
    }
    if (plan.patience().isZero() && plan.settings().value(SettingTable.DB_CONFIG)) {
      Thread.ofVirtual().name("await-config").start(this::awaitSettings);
    } else {
      generation.schema().start();
    }
    return true;
  }

  private void closeGeneration() {
    closed = true;
    generation.close();
  }

  @Override
  public URI api() {
    return socket().isPresent()
        ? URI.create("http://localhost" + plan.prefix())
        : uri(http.port(), plan.prefix());
  }

  @Override
  public Optional<Path> socket() {
    return Configs.api(plan.settings()).socket().map(HttpConfig.UnixSocket::file);
  }

  @Override
  public Optional<URI> admin() {
    return admin.map(server -> uri(server.port(), ""));
  }

  @Override
  public List<URI> operatorPages() {
    return admin()
        .map(at -> operatorPages.stream().map(path -> URI.create(at + path)).toList())
        .orElse(List.of());
  }

  @Override
  public Optional<URI> page() {
    return plan.pages() && socket().isEmpty()
        ? Optional.of(uri(http.port(), "/"))
        : Optional.empty();
  }

  @Override
  public Optional<String> example() {
    return SampleRequest.path(database, plan.settings());
  }

  @Override
  public void reloadSchema() {
    generation.schema().reload();
  }

  @Override
  public void reloadSettings() {
    takeOverSettings();
  }

  /**
   * Serves by the old settings until the schema is loaded by the new ones. Whatever comes of it,
   * the schema is read once more: somebody may have asked for that meanwhile.
   */
  private synchronized boolean takeOverSettings() {
    boolean taken = false;
    try {
      Generation next = generation(plan.reread().get());
      next.schema().start();
      taken = next.schema().awaitFirst(FIRST_SCHEMA);
      if (taken) {
        next.room().mount(rest);
        generation.close();
        generation = next;
        observer.report(new Event.Lifecycle("configuration loaded anew"));
      } else {
        next.close();
        warn("configuration kept as it was: the schema cannot be loaded by the new one");
      }
    } catch (ProblemException e) {
      warn("configuration kept as it was: " + e.problem().message());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    generation.schema().reload();
    return taken;
  }

  /** Whatever was told while nobody listened is caught up with. */
  @Override
  public void listening() {
    if (beginLoading()) {
      justRead.set(false);
      return;
    }
    boolean reread = plan.settings().value(SettingTable.DB_CONFIG);
    if (justRead.getAndSet(false) || !reread) {
      reloadSchema();
    } else {
      reloadSettingsSoon();
    }
  }

  /** Of many that want it one does it, and begins after the last one has asked. */
  private void reloadSettingsSoon() {
    if (!reloadWanted.getAndSet(true)) {
      Thread.ofVirtual().name("reload-config").start(this::reloadWanted);
    }
  }

  private synchronized void reloadWanted() {
    reloadWanted.set(false);
    takeOverSettings();
  }

  /**
   * While the database is away its settings are not known, and nothing may be served by others: the
   * schema is not loaded before they are.
   */
  private void awaitSettings() {
    Duration pause = Duration.ofMillis(250);
    while (!closed && !takeOverSettings()) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException _) {
        return;
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  @Override
  public void notified(String payload) {
    switch (payload) {
      case "reload schema", "" -> reloadSchema();
      case "reload config" -> reloadSettingsSoon();
      default -> {
        // a word for somebody else on the channel
      }
    }
  }

  private void warn(String message) {
    observer.report(new Event.Warning(message, Optional.empty()));
  }

  private Generation generation(Settings settings) {
    return Generation.of(settings, database, plan.prefix(), () -> description(settings), observer);
  }

  private void mountRooms(Parts parts) {
    generation.room().mount(rest);
    Handler limited = gate.map(opened -> opened.before(rest)).orElse(rest);
    http.behind(() -> generation.edge()).mount(plan.prefix(), limited);
    Access access = new Access(() -> generation.authenticator(), this::publicUrl, observer);
    for (Room room : plan.rooms().apply(access)) {
      parts.open(() -> room);
      mount(room);
    }
  }

  private void mount(Room room) {
    if (room.operatorPage().isEmpty()) {
      room.mount(room.errors().map(this::behind).orElse(http));
    } else if (admin.isPresent()) {
      room.mount(admin.get().router());
      operatorPages.add(room.operatorPage().get());
    }
  }

  /** Pages of other origins may call a room that tells failures in its own way. */
  private Router behind(Failures.Style errors) {
    Failures failures = new Failures(errors, observer);
    return http.behind(
        () -> new Edge(failures, generation.edge().cors().map(cors -> cors.exposing(EXPOSED))));
  }

  private String publicUrl() {
    return plan.settings()
        .find(SettingTable.PUBLIC_URL)
        .map(url -> url.replaceFirst("/+$", ""))
        .orElseGet(() -> uri(port(Configs.api(plan.settings())), "").toString());
  }

  private AutoCloseable startHttp() {
    http.start();
    serves = true;
    return http::stop;
  }

  private AutoCloseable startAdmin() {
    admin.ifPresent(AdminServer::start);
    return () -> admin.ifPresent(AdminServer::stop);
  }

  private AdminServer.Sources sources(Metrics metrics) {
    return new AdminServer.Sources(
        this::health,
        metrics::text,
        Optional.of(this::shownSettings),
        Optional.of(() -> SchemaJson.of(generation.schema().current())));
  }

  private Health health() {
    Optional<String> fault = Readiness.fault(database);
    return Health.of(
        new Health.Part("database", fault),
        generation.schema().loaded().isPresent()
            ? Health.Part.up("schema")
            : Health.Part.down("schema", "not loaded yet"),
        serves ? Health.Part.up("api") : Health.Part.down("api", "not listening yet"));
  }

  private String shownSettings() {
    Settings settings = generation.settings();
    if (settings.mode() == Mode.REST) {
      return PostgrestDump.masked(settings);
    }
    return settings.entries().stream()
        .map(entry -> entry.key() + " = " + entry.value().orElse("") + "  # " + entry.origin())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private PoolState pool() {
    PoolStats stats = database.stats();
    return new PoolState(
        stats.active(), stats.idle(), stats.waiting(), stats.size(), stats.timeouts());
  }

  private OpenApiSettings description(Settings settings) {
    boolean security = settings.value(SettingTable.OPENAPI_SECURITY);
    HttpConfig config = Configs.api(settings);
    return settings
        .find(SettingTable.OPENAPI_PROXY)
        .flatMap(url -> OpenApiSettings.proxied(Version.NUMBER, url, security))
        .orElseGet(() ->
            OpenApiSettings.direct(
                Version.NUMBER, config.host(), port(config), plan.prefix(), security));
  }

  /** A socket has no port; those who reach it by a proxy know that one. */
  private int port(HttpConfig config) {
    return config.socket().isPresent() ? config.port() : http.port();
  }

  private URI uri(int port, String path) {
    String host = Configs.api(plan.settings()).host();
    String reachable = ALL_ADDRESSES.contains(host) ? "127.0.0.1" : host;
    String shown = reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]";
    return URI.create("http://" + shown + ":" + port + path);
  }
}
