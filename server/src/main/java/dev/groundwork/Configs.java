package dev.groundwork;

import dev.groundwork.base.config.CallerSettings;
import dev.groundwork.base.config.ConfigProblem;
import dev.groundwork.base.config.ConnectionString;
import dev.groundwork.base.config.Fault;
import dev.groundwork.base.config.MigrationSettings;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.Parsed;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.WriteSettings;
import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.GateConfig;
import dev.groundwork.base.http.HttpConfig;
import dev.groundwork.base.identity.IdentityConfig;
import dev.groundwork.base.identity.RolePath;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.identity.VerificationKeys;
import dev.groundwork.base.observe.LogConfig;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.rest.config.BatchLimits;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.Limits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.config.RestConfig.ErrorVerbosity;
import dev.groundwork.service.rest.config.RestConfig.Idempotency;
import dev.groundwork.service.rest.config.RestConfig.OpenApiMode;
import dev.groundwork.service.rest.config.RestConfig.TxEnd;
import dev.groundwork.service.rest.plan.CursorSeal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Effective settings as the records that the floor and the rooms take. */
final class Configs {
  /** Requests that may wait for a connection in PostgREST's place, and in its way. */
  private static final int PATIENT = 32;

  private static final byte[] THIS_PROCESS = RandomText.bytes(RandomText.STRONG);
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "::1", "localhost");

  private Configs() {}

  static RestConfig rest(Settings settings) {
    return new RestConfig(
        settings.value(SettingTable.SCHEMAS),
        settings.value(SettingTable.EXTRA_SEARCH_PATH),
        settings.find(SettingTable.PRE_REQUEST),
        number(settings.find(SettingTable.MAX_ROWS)),
        TxEnd.valueOf(constant(settings.value(SettingTable.TX_END))),
        settings.value(SettingTable.AGGREGATES),
        settings.value(SettingTable.PLAN),
        settings.find(SettingTable.ROOT_SPEC),
        settings.value(SettingTable.HOISTED_SETTINGS),
        settings.appSettingValues(),
        OpenApiMode.valueOf(constant(settings.value(SettingTable.OPENAPI_MODE))),
        settings.value(SettingTable.OPENAPI_SECURITY),
        settings.find(SettingTable.OPENAPI_PROXY),
        settings.value(SettingTable.SERVER_TIMING),
        settings.find(SettingTable.TRACE_HEADER),
        ErrorVerbosity.valueOf(constant(settings.value(SettingTable.ERROR_VERBOSITY))),
        settings.value(SettingTable.LEGACY_TARGET_NAMES),
        idempotency(settings),
        new RestConfig.Nesting(
            settings.value(WriteSettings.NESTED_DEPTH).intValue(),
            settings.value(WriteSettings.NESTED_ROWS).intValue()));
  }

  /** A database that is served in PostgREST's place has no table for answers. */
  private static Optional<Idempotency> idempotency(Settings settings) {
    return settings.mode() == Mode.REST
        ? Optional.empty()
        : Optional.of(
            new Idempotency(
                Duration.ofSeconds(settings.value(WriteSettings.KEY_LIFETIME)),
                settings.value(WriteSettings.KEY_REQUIRED)));
  }

  /**
   * What makes cursors: from a secret that all nodes have, or else one that this process alone has.
   */
  static CursorSeal cursors(Settings settings) {
    Optional<byte[]> secret =
        settings
            .find(SettingTable.CURSOR_SECRET)
            .or(() ->
                settings.find(SettingTable.JWT_SECRET).filter(text -> isSecret(settings, text)))
            .or(() -> settings.find(SettingTable.SIGNING_KEYS))
            .or(() -> settings.find(SettingTable.SECRET_KEYS).map(List::toString))
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    return new CursorSeal(secret.orElse(THIS_PROCESS));
  }

  /** A JWK may be public. */
  private static boolean isSecret(Settings settings, String jwtSecret) {
    return VerificationKeys.sharedSecret(jwtSecret, settings.value(SettingTable.JWT_SECRET_BASE64))
        .isPresent();
  }

  /** What batches may use. */
  static BatchLimits batchLimits(Settings settings) {
    return new BatchLimits(
        settings.value(WriteSettings.BATCH_MAX_REQUESTS),
        settings.value(WriteSettings.BATCH_MAX_BYTES),
        Duration.ofSeconds(settings.value(WriteSettings.BATCH_MAX_SECONDS)));
  }

  /** What callers may use, by role and by key. */
  static CallerLimits callerLimits(Settings settings) {
    return new CallerLimits(
        limits(settings, CallerSettings.ROLES), limits(settings, CallerSettings.KEYS));
  }

  private static Map<String, Limits> limits(Settings settings, String prefix) {
    Map<String, Limits> limits = new TreeMap<>();
    for (String name : CallerSettings.names(settings, prefix)) {
      limits.put(
          name,
          new Limits(
              settings.find(CallerSettings.STATEMENT_TIMEOUT.of(prefix, name)),
              number(settings.find(CallerSettings.MAX_ROWS.of(prefix, name))),
              number(settings.find(CallerSettings.MAX_COST.of(prefix, name)))));
    }
    return limits;
  }

  private static OptionalLong number(Optional<Long> number) {
    return number.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** How much error bodies tell. */
  static Failures.Verbosity verbosity(Settings settings) {
    return Failures.Verbosity.valueOf(constant(settings.value(SettingTable.ERROR_VERBOSITY)));
  }

  static SchemaScope schema(Settings settings) {
    return new SchemaScope(
        settings.value(SettingTable.SCHEMAS),
        settings.value(SettingTable.EXTRA_SEARCH_PATH),
        settings.value(SettingTable.HOISTED_SETTINGS));
  }

  /** The server of the API. */
  static HttpConfig api(Settings settings) {
    HttpConfig config =
        http(
            settings,
            settings.value(SettingTable.HTTP_HOST),
            settings.value(SettingTable.HTTP_PORT).intValue());
    String mode = settings.value(SettingTable.UNIX_SOCKET_MODE);
    return settings
        .find(SettingTable.UNIX_SOCKET)
        .map(file -> config.withSocket(new HttpConfig.UnixSocket(Path.of(file), mode)))
        .orElse(config);
  }

  /** The server of health checks and metrics; none without a port. */
  static Optional<HttpConfig> admin(Settings settings) {
    String host =
        settings.find(SettingTable.ADMIN_HOST).orElse(settings.value(SettingTable.HTTP_HOST));
    return settings
        .find(SettingTable.ADMIN_PORT)
        .map(port -> http(settings, host, port.intValue()));
  }

  /**
   * The database that the settings name; empty when they name none.
   *
   * @param environment for what the connection string leaves open
   */
  static Optional<PgAddress> database(Settings settings, Map<String, String> environment) {
    return address(settings, SettingTable.DB_URL, environment);
  }

  /** The server for scratch databases that the settings name; empty when they name none. */
  static Optional<PgAddress> scratch(Settings settings, Map<String, String> environment) {
    return address(settings, MigrationSettings.SCRATCH_URL, environment);
  }

  /** How migrations wait for locks. */
  static MigrationConfig migrations(Settings settings) {
    return new MigrationConfig(
        settings.value(MigrationSettings.LOCK_TIMEOUT),
        settings.value(MigrationSettings.LOCK_RETRIES).intValue());
  }

  private static Optional<PgAddress> address(
      Settings settings, Setting<String> setting, Map<String, String> environment) {
    return settings
        .find(setting)
        .map(text -> ConnectionString.parse(text, environment))
        .map(parsed -> address(settings, setting, parsed));
  }

  private static PgAddress address(
      Settings settings, Setting<String> setting, Parsed<ConnectionString> parsed) {
    return switch (parsed) {
      case Parsed.Good<ConnectionString>(ConnectionString found) -> PgAddress.of(found);
      case Parsed.Bad<ConnectionString>(String reason) -> throw fault(settings, setting, reason);
    };
  }

  static LogConfig log(Settings settings) {
    return new LogConfig(
        LogConfig.Level.valueOf(constant(settings.value(SettingTable.LOG_LEVEL))),
        LogConfig.Format.valueOf(constant(settings.value(SettingTable.LOG_FORMAT))),
        List.of("main-query", "true").contains(settings.value(SettingTable.LOG_QUERY)));
  }

  /** Whether only this machine reaches the server, the API as well as the port beside it. */
  static boolean isLocal(Settings settings) {
    return settings.find(SettingTable.UNIX_SOCKET).isEmpty()
        && THIS_MACHINE.contains(api(settings).host())
        && admin(settings).filter(config -> !THIS_MACHINE.contains(config.host())).isEmpty();
  }

  static PoolConfig pool(Settings settings, PgAddress address) {
    PoolConfig standard = PoolConfig.of(address);
    return new PoolConfig(
        address,
        settings.value(SettingTable.DB_POOL_SIZE).intValue(),
        Duration.ofSeconds(settings.value(SettingTable.DB_POOL_WAIT)),
        Duration.ofSeconds(settings.value(SettingTable.DB_POOL_LIFETIME)),
        Duration.ofSeconds(settings.value(SettingTable.DB_POOL_IDLE)),
        standard.connectTimeout(),
        standard.maxUse(),
        settings.value(SettingTable.DB_PREPARED_STATEMENTS));
  }

  /**
   * Who may call; keys and role path are read here, because only their readers know what is right.
   */
  static IdentityConfig identity(Settings settings) {
    Optional<VerificationKeys> secret =
        settings.find(SettingTable.JWT_SECRET).map(text -> sharedKeys(settings, text));
    Optional<VerificationKeys> pairs = signing(settings).flatMap(SigningKeys::verification);
    return new IdentityConfig(
        pairs.isPresent() && secret.isPresent()
            ? Optional.of(secret.get().and(pairs.get()))
            : secret.or(() -> pairs),
        settings.find(SettingTable.JWT_AUDIENCE),
        checked(
            settings,
            SettingTable.JWT_ROLE_CLAIM,
            () -> RolePath.parse(settings.value(SettingTable.JWT_ROLE_CLAIM))),
        checked(
            settings,
            SettingTable.LIMITS_KEY_CLAIM,
            () -> RolePath.parse(settings.value(SettingTable.LIMITS_KEY_CLAIM))),
        settings.find(SettingTable.ANON_ROLE),
        settings.value(SettingTable.JWT_CACHE).intValue(),
        settings.mode() == Mode.SERVER,
        ProjectKeys.apiKeys(settings));
  }

  private static VerificationKeys sharedKeys(Settings settings, String secret) {
    boolean base64 = settings.value(SettingTable.JWT_SECRET_BASE64);
    return checked(settings, SettingTable.JWT_SECRET, () -> VerificationKeys.of(secret, base64));
  }

  /** The pairs of keys that tokens are signed with; empty when the secret signs them. */
  static Optional<SigningKeys> signing(Settings settings) {
    return settings
        .find(SettingTable.SIGNING_KEYS)
        .map(json -> checked(settings, SettingTable.SIGNING_KEYS, () -> SigningKeys.of(json)));
  }

  private static <T> T checked(Settings settings, Setting<?> setting, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw fault(settings, setting, String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException fault(Settings settings, Setting<?> setting, String reason) {
    Fault fault = new Fault(settings.origin(setting), setting.key() + ": " + reason);
    return new ConfigProblem.InvalidSettings(List.of(fault)).raise();
  }

  /** How many requests the API takes on at a time; empty when that is not limited. */
  static Optional<GateConfig> gate(Settings settings) {
    if (!settings.value(SettingTable.LIMITS_ENABLED)) {
      return Optional.empty();
    }
    int pool = settings.value(SettingTable.DB_POOL_SIZE).intValue();
    int usual = pool + (settings.mode() == Mode.REST ? PATIENT : (pool + 1) / 2);
    int min = settings.find(SettingTable.LIMITS_MIN).map(Long::intValue).orElse(usual);
    int max = settings.find(SettingTable.LIMITS_MAX).map(Long::intValue).orElse(4 * min);
    if (max < min) {
      throw fault(settings, SettingTable.LIMITS_MAX, "is less than limits.min-concurrency");
    }
    Duration wait = Duration.ofMillis(settings.value(SettingTable.LIMITS_MAX_WAIT));
    return Optional.of(new GateConfig(min, Math.min(2 * min, max), max, wait));
  }

  private static HttpConfig http(Settings settings, String host, int port) {
    HttpConfig standard = HttpConfig.at(host, port);
    HttpConfig.Limits limits = standard.limits();
    int body = Math.toIntExact(settings.value(SettingTable.MAX_BODY_BYTES));
    return standard.withLimits(
        new HttpConfig.Limits(
            body, limits.requestLine(), limits.headers(), limits.requests(), limits.connections()));
  }

  private static String constant(String word) {
    return word.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
