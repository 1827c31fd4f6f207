package dev.groundwork.service.rest;

import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.HttpConfig;
import dev.groundwork.base.http.HttpServer;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.IdentityConfig;
import dev.groundwork.base.identity.RolePath;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.identity.VerificationKeys;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.schema.SchemaKeeper;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.service.rest.config.BatchLimits;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.openapi.OpenApiSettings;
import dev.groundwork.service.rest.plan.CursorSeal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** The REST room on a real server and the database that {@code board.sql} makes. */
final class BoardServer implements AutoCloseable {
  static final String FIXTURE = "/dev/groundwork/service/rest/board.sql";
  static final String ANONYMOUS = "board_anon";
  static final SchemaScope SCOPE =
      new SchemaScope(List.of("api", "other"), List.of(), List.of("statement_timeout"));

  /** Small, so that tests can send what is too large. */
  private static final HttpConfig.Limits LIMITS =
      new HttpConfig.Limits(2_000_000, 64 * 1024, 32 * 1024, 64, 128);

  private static final String SECRET = "a secret of a test that is long enough to sign";
  private static final TokenIssuer ISSUER =
      new TokenIssuer(SECRET.getBytes(StandardCharsets.UTF_8));

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final PgDatabase database;
  private final SchemaKeeper schema;
  private final HttpServer http;

  private BoardServer(
      PgDatabase database, RestConfig config, CallerLimits limits, BatchLimits batches) {
    this.database = database;
    this.schema = new SchemaKeeper(new SchemaLoader(database, SCOPE), events::add);
    Failures failures = new Failures(Failures.Verbosity.VERBOSE, true, events::add);
    this.http =
        new HttpServer(
            HttpConfig.at("127.0.0.1", 0).withLimits(LIMITS),
            failures,
            events::add,
            database::cancel);
    RestRoom.Floor floor =
        new RestRoom.Floor(
            database,
            schema::current,
            new Authenticator(identity()),
            Optional.of(ANONYMOUS),
            events::add,
            () -> OpenApiSettings.direct("1", "localhost", 3000, "", false),
            new CursorSeal(SECRET.getBytes(StandardCharsets.UTF_8)));
    new RestRoom("", config, limits, batches, floor).mount(http);
  }

  /** A server for a database, reached as a role that can only become others. */
  static BoardServer start(PgAddress superuser, RestConfig config) throws InterruptedException {
    return start(superuser, config, CallerLimits.NONE);
  }

  static BoardServer start(PgAddress superuser, RestConfig config, CallerLimits limits)
      throws InterruptedException {
    return start(superuser, config, limits, BatchLimits.STANDARD);
  }

  static BoardServer start(
      PgAddress superuser, RestConfig config, CallerLimits limits, BatchLimits batches)
      throws InterruptedException {
    PoolConfig pool =
        PoolConfig.of(superuser.as("board_login", "board"))
            .withSize(4)
            .withAcquisitionTimeout(Duration.ofSeconds(3));
    BoardServer server = new BoardServer(PgDatabase.open(pool, _ -> {}), config, limits, batches);
    server.schema.start();
    if (!server.schema.awaitFirst(Duration.ofSeconds(10))) {
      throw new IllegalStateException("no schema");
    }
    server.http.start();
    return server;
  }

  private static IdentityConfig identity() {
    return new IdentityConfig(
        Optional.of(VerificationKeys.of(SECRET, false)),
        Optional.empty(),
        RolePath.parse(".role"),
        Optional.of(ANONYMOUS),
        100,
        true);
  }

  /** Two schemas, transactions that clients may undo, everything switched on. */
  static RestConfig config() {
    return config(OptionalLong.empty());
  }

  static RestConfig config(OptionalLong maxRows) {
    return new RestConfig(
        SCOPE.schemas(),
        SCOPE.extraSearchPath(),
        Optional.empty(),
        maxRows,
        RestConfig.TxEnd.COMMIT_ALLOW_OVERRIDE,
        true,
        true,
        Optional.empty(),
        SCOPE.hoistedSettings(),
        Map.of("app.settings.greeting", "hi"),
        RestConfig.OpenApiMode.FOLLOW_PRIVILEGES,
        false,
        Optional.empty(),
        false,
        Optional.empty(),
        RestConfig.ErrorVerbosity.VERBOSE,
        true,
        Optional.empty(),
        RestConfig.Nesting.STANDARD);
  }

  /** A token of a member. */
  static String member(String subject) {
    return token("{\"role\":\"board_member\",\"sub\":\"" + subject + "\"}");
  }

  static String token(String claims) {
    return ISSUER.token(claims);
  }

  int port() {
    return http.port();
  }

  void reload() {
    schema.reload();
  }

  /** Connections that requests hold at this moment. */
  int connectionsInUse() {
    return database.stats().active();
  }

  /** What was reported as a failure of the server itself, and forgets it. */
  List<Throwable> failures() {
    List<Throwable> failures =
        events.stream()
            .filter(Event.RequestFailed.class::isInstance)
            .map(event -> ((Event.RequestFailed) event).cause())
            .toList();
    events.clear();
    return failures;
  }

  @Override
  public void close() {
    http.stop();
    schema.close();
    database.close();
  }
}
