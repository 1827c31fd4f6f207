package dev.groundwork.base.config;

import dev.groundwork.base.config.Setting.Postgrest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every setting there is: its names, type, default and meaning, stated once. The reference page is
 * made from it.
 */
public final class SettingTable {

  /** What {@code app.settings.x} starts with; everything below it belongs to the project. */
  public static final String APP_SETTINGS = "app.settings.";

  public static final Setting<String> DB_URL =
      Setting.of(
              "db.url",
              Kind.text()
                  .described("a PostgreSQL connection string, or `@file`")
                  .checked(Complaints::connection),
              "The database: `postgresql://user:password@host:port/database?sslmode=require` or"
                  + " `host=... user=...`; a folder as host is that of a Unix socket. Not set: an"
                  + " embedded PostgreSQL in the project's `.groundwork` folder.")
          .postgrest(new Postgrest(List.of("db-uri"), Optional.of("postgresql://")))
          .asSecret();

  public static final Setting<Long> DB_POOL_SIZE =
      Setting.of(
              "db.pool-size",
              Kind.number(1, 1000),
              "Most connections that requests of the API have to the database; sign-in has as many"
                  + " more.")
          .standard("10")
          .postgrest("db-pool");

  public static final Setting<Long> DB_POOL_WAIT =
      Setting.of(
              "db.pool-wait-seconds",
              Kind.number(0, 3600),
              "How long a request waits for a free connection before it is answered with 504.")
          .standard("10")
          .postgrest("db-pool-acquisition-timeout");

  public static final Setting<Long> DB_POOL_LIFETIME =
      Setting.of(
              "db.pool-max-lifetime-seconds",
              Kind.number(1, 604_800),
              "Age at which a connection is replaced.")
          .standard("1800")
          .postgrest("db-pool-max-lifetime");

  public static final Setting<Long> DB_POOL_IDLE =
      Setting.of(
              "db.pool-max-idle-seconds",
              Kind.number(1, 86_400),
              "How long a connection may be idle before it is closed.")
          .standard("30")
          .postgrest("db-pool-max-idletime", "db-pool-timeout");

  public static final Setting<Boolean> DB_POOL_RECOVERY =
      Setting.of(
              "db.pool-automatic-recovery",
              Kind.flag()
                  .checked(on ->
                      on
                          ? ""
                          : "must be true: the pool always reconnects; let a supervisor"
                              + " watch /health/ready instead"),
              "Whether lost connections are opened again.")
          .standard("true")
          .postgrest("db-pool-automatic-recovery");

  public static final Setting<Boolean> DB_PREPARED_STATEMENTS =
      Setting.of(
              "db.prepared-statements",
              Kind.flag(),
              "Whether statements stay prepared; `false` behind a pooler in transaction mode.")
          .standard("true")
          .postgrest("db-prepared-statements")
          .alsoInDatabase();

  public static final Setting<String> DB_CHANNEL =
      Setting.of(
              "db.channel",
              Kind.text(),
              "Channel on which `notify` reloads the schema (`reload schema`) or the configuration"
                  + " (`reload config`).")
          .standard("pgrst")
          .postgrest("db-channel");

  public static final Setting<Boolean> DB_CHANNEL_ENABLED =
      Setting.of("db.channel-enabled", Kind.flag(), "Whether the server listens on that channel.")
          .standard("true")
          .postgrest("db-channel-enabled");

  public static final Setting<Boolean> DB_CONFIG =
      Setting.of(
              "db.config",
              Kind.flag(),
              "Whether settings are also read from the database (`alter role authenticator set"
                  + " pgrst.db_schemas = 'api'`), where they win over all others.")
          .standard("false")
          .postgrest(new Postgrest(List.of("db-config"), Optional.of("true")));

  public static final Setting<String> DB_PRE_CONFIG =
      Setting.of(
              "db.pre-config",
              Kind.text(),
              "Function that is called before settings are read from the database; it may make them"
                  + " with `set_config('pgrst.db_schemas', 'api', true)`.")
          .postgrest("db-pre-config");

  public static final Setting<Boolean> DB_TIMEZONE_ENABLED =
      Setting.of(
              "db.timezone-enabled",
              Kind.flag(),
              "Whether `Prefer: timezone` may name a time zone of `pg_timezone_names`.")
          .standard("true")
          .postgrest("db-timezone-enabled")
          .alsoInDatabase();

  public static final Setting<String> HTTP_HOST =
      Setting.of(
              "http.host",
              Kind.text(),
              "Address that the API listens on: a name, an address, or `*` for all. PostgREST's"
                  + " `*4`, `!4`, `*6` and `!6` are understood.")
          .standard("127.0.0.1")
          .postgrest(new Postgrest(List.of("server-host"), Optional.of("!4")));

  public static final Setting<Long> HTTP_PORT =
      Setting.of("http.port", Kind.number(0, 65_535), "Port of the API; 0 takes any free one.")
          .standard("8000")
          .postgrest(new Postgrest(List.of("server-port"), Optional.of("3000")));

  public static final Setting<String> PUBLIC_URL =
      Setting.of(
          "http.public-url",
          Kind.text().checked(Complaints::proxy),
          "Address by which clients reach the server, such as `https://api.example.com`: it stands"
              + " in mails, redirects and tokens. Not set: that of host and port.");

  public static final Setting<String> ADMIN_HOST =
      Setting.of(
              "http.admin-host",
              Kind.text(),
              "Address that the health checks and metrics listen on; not set: that of the API.")
          .postgrest("admin-server-host");

  public static final Setting<Long> ADMIN_PORT =
      Setting.of(
              "http.admin-port",
              Kind.number(0, 65_535),
              "Port of `/health/live`, `/health/ready` and `/metrics`; 0 takes any free one.")
          .standard("8001")
          .postgrest(new Postgrest(List.of("admin-server-port"), Optional.empty()));

  public static final Setting<List<String>> CORS_ORIGINS =
      Setting.of(
              "http.cors-origins",
              Kind.list(),
              "Origins whose pages may call the API; not set: any origin.")
          .postgrest("server-cors-allowed-origins")
          .alsoInDatabase();

  public static final Setting<Long> MAX_BODY_BYTES =
      Setting.of(
              "http.max-body-bytes",
              Kind.number(1, 1 << 30),
              "Largest request body; a larger one is answered with 413.")
          .standard("10485760");

  public static final Setting<String> UNIX_SOCKET =
      Setting.of(
              "http.unix-socket",
              Kind.text(),
              "File of a Unix socket that the API listens on instead of host and port.")
          .postgrest("server-unix-socket");

  public static final Setting<String> UNIX_SOCKET_MODE =
      Setting.of(
              "http.unix-socket-mode",
              Kind.text().described("an octal number from 600 to 777").checked(Complaints::mode),
              "File mode of the Unix socket.")
          .standard("660")
          .postgrest("server-unix-socket-mode");

  public static final Setting<Boolean> LIMITS_ENABLED =
      Setting.of(
              "limits.enabled",
              Kind.flag(),
              "Whether requests beyond what the database can do wait for their turn or are answered"
                  + " with 503, by a limit that adapts itself. Health checks, metrics and pages are"
                  + " not limited.")
          .standard("true");

  public static final Setting<Long> LIMITS_MIN =
      Setting.of(
          "limits.min-concurrency",
          Kind.number(1, 10_000),
          "Requests of the API that are always let in at a time. Not set: half as"
              + " many again as `db.pool-size`; with `groundwork rest` 32 more than it, so that a"
              + " few wait for a connection as with PostgREST.");

  public static final Setting<Long> LIMITS_MAX =
      Setting.of(
          "limits.max-concurrency",
          Kind.number(1, 10_000),
          "Requests of the API that are let in at a time at most. Not set: four times the least.");

  public static final Setting<Long> LIMITS_MAX_WAIT =
      Setting.of(
              "limits.max-wait-ms",
              Kind.number(0, 60_000),
              "How far away the turn of a request may be, in milliseconds; a request that would"
                  + " wait for longer is answered with 503 at once.")
          .standard("500");

  public static final Setting<String> LIMITS_KEY_CLAIM =
      Setting.of(
              "limits.key-claim",
              Kind.text(),
              "Path of the claim that names the key whose limits (`limits.keys.NAME.max-rows`) hold"
                  + " for a token, in the words of `jwt.role-claim-key`.")
          .standard(".sub");

  public static final Setting<List<String>> SCHEMAS =
      Setting.of(
              "rest.schemas",
              Kind.list().checked(Complaints::schema),
              "Schemas that the API serves; the first one is the default.")
          .standard("public")
          .postgrest("db-schemas", "db-schema")
          .alsoInDatabase();

  public static final Setting<List<String>> EXTRA_SEARCH_PATH =
      Setting.of(
              "rest.extra-search-path",
              Kind.emptyableList(),
              "Schemas added to the search path of every request, such as those of extensions.")
          .standard("public")
          .postgrest("db-extra-search-path")
          .alsoInDatabase();

  public static final Setting<Long> MAX_ROWS =
      Setting.of(
              "rest.max-rows",
              Kind.number(0, Integer.MAX_VALUE),
              "Most rows that one read gives; not set: no limit.")
          .standard("1000")
          .postgrest(new Postgrest(List.of("db-max-rows", "max-rows"), Optional.empty()))
          .alsoInDatabase();

  public static final Setting<String> CURSOR_SECRET =
      Setting.of(
              "rest.cursor-secret",
              Kind.text(),
              "What cursors of pages are sealed with, the same on all nodes. Not set: made of"
                  + " `jwt.secret`; where that is a JWK, of other private keys or, without any, of"
                  + " what this process alone knows.")
          .asSecret();

  public static final Setting<String> PRE_REQUEST =
      Setting.of(
              "rest.pre-request",
              Kind.text(),
              "Function called in each request's transaction before its statement.")
          .postgrest("db-pre-request", "pre-request")
          .alsoInDatabase();

  public static final Setting<String> ROOT_SPEC =
      Setting.of(
              "rest.root-spec", Kind.text(), "Function that answers the root instead of OpenAPI.")
          .postgrest("db-root-spec", "root-spec")
          .alsoInDatabase();

  public static final Setting<String> TX_END =
      Setting.of(
              "rest.tx-end",
              Kind.choice("commit", "commit-allow-override", "rollback", "rollback-allow-override"),
              "How a request's transaction ends, and whether `Prefer: tx` may choose.")
          .standard("commit")
          .postgrest("db-tx-end")
          .alsoInDatabase();

  public static final Setting<Boolean> AGGREGATES =
      Setting.of(
              "rest.aggregates-enabled",
              Kind.flag(),
              "Whether clients may use aggregate functions and parts of dates.")
          .standard("false")
          .postgrest("db-aggregates-enabled")
          .alsoInDatabase();

  public static final Setting<Boolean> PLAN =
      Setting.of(
              "rest.plan-enabled",
              Kind.flag(),
              "Whether clients may ask for the execution plan of a request.")
          .standard("false")
          .postgrest("db-plan-enabled")
          .alsoInDatabase();

  public static final Setting<List<String>> HOISTED_SETTINGS =
      Setting.of(
              "rest.hoisted-tx-settings",
              Kind.list(),
              "Settings of a function that hold for the whole transaction that calls it.")
          .standard(
              "statement_timeout,plan_filter.statement_cost_limit,"
                  + "default_transaction_isolation")
          .postgrest("db-hoisted-tx-settings")
          .alsoInDatabase();

  public static final Setting<String> OPENAPI_MODE =
      Setting.of(
              "rest.openapi-mode",
              Kind.choice("follow-privileges", "ignore-privileges", "disabled"),
              "What the OpenAPI document at the root shows.")
          .standard("follow-privileges")
          .postgrest("openapi-mode")
          .alsoInDatabase();

  public static final Setting<Boolean> OPENAPI_SECURITY =
      Setting.of(
              "rest.openapi-security-active",
              Kind.flag(),
              "Whether the OpenAPI document describes the bearer token.")
          .standard("false")
          .postgrest("openapi-security-active")
          .alsoInDatabase();

  public static final Setting<String> OPENAPI_PROXY =
      Setting.of(
              "rest.openapi-server-proxy-uri",
              Kind.text().checked(Complaints::proxy),
              "URL of the API as clients see it, for the OpenAPI document.")
          .postgrest("openapi-server-proxy-uri")
          .alsoInDatabase();

  public static final Setting<Boolean> SERVER_TIMING =
      Setting.of(
              "rest.server-timing-enabled",
              Kind.flag(),
              "Whether each answer tells its time by stage in `Server-Timing`.")
          .standard("false")
          .postgrest("server-timing-enabled")
          .alsoInDatabase();

  public static final Setting<String> TRACE_HEADER =
      Setting.of(
              "rest.trace-header",
              Kind.text().checked(Complaints::header),
              "Request header that answers repeat.")
          .postgrest("server-trace-header")
          .alsoInDatabase();

  public static final Setting<String> ERROR_VERBOSITY =
      Setting.of(
              "rest.client-error-verbosity",
              Kind.choice("verbose", "minimal"),
              "Whether errors tell details and hints to clients.")
          .standard("verbose")
          .postgrest("client-error-verbosity")
          .alsoInDatabase();

  public static final Setting<Boolean> LEGACY_TARGET_NAMES =
      Setting.of(
              "rest.url-use-legacy-target-names",
              Kind.flag(),
              "Whether an aliased embed may also be filtered by its relation's name.")
          .standard("true")
          .postgrest("url-use-legacy-target-names")
          .alsoInDatabase();

  public static final Setting<String> ANON_ROLE =
      Setting.of(
              "jwt.anon-role",
              Kind.text(),
              "Database role of requests without a token; not set: they are refused.")
          .standard("anon")
          .postgrest(new Postgrest(List.of("db-anon-role"), Optional.empty()))
          .alsoInDatabase();

  public static final Setting<String> JWT_SECRET =
      Setting.of(
              "jwt.secret",
              Kind.text().described("text of 32 characters or more, a JWK, a JWK set, or `@file`"),
              "Key that tokens are checked with. `groundwork start` generates one.")
          .postgrest("jwt-secret")
          .asSecret()
          .alsoInDatabase();

  public static final Setting<Boolean> JWT_SECRET_BASE64 =
      Setting.of("jwt.secret-is-base64", Kind.flag(), "Whether the secret is written in Base64.")
          .standard("false")
          .postgrest("jwt-secret-is-base64", "secret-is-base64")
          .alsoInDatabase();

  public static final Setting<String> SIGNING_KEYS =
      Setting.of(
              "jwt.signing-keys",
              Kind.text().described("a JWK set with private keys, or `@file`"),
              "Keys that tokens of people are signed with: the first one signs, all verify. Not"
                  + " set: those of `groundwork keys rotate`, or else `jwt.secret`.")
          .asSecret();

  public static final Setting<List<String>> PUBLISHABLE_KEYS =
      Setting.of(
              "jwt.publishable-keys",
              Kind.list(),
              "Keys that stand for `anon`, such as `sb_publishable_...`. Not set: a generated one.")
          .asSecret();

  public static final Setting<List<String>> SECRET_KEYS =
      Setting.of(
              "jwt.secret-keys",
              Kind.list(),
              "Keys that stand for `service_role`, such as `sb_secret_...`. Not set: a generated"
                  + " one.")
          .asSecret();

  public static final Setting<Boolean> DEMO_KEYS =
      Setting.of(
              "jwt.demo-keys",
              Kind.flag(),
              "Whether the keys that everybody knows from local Supabase projects are taken;"
                  + " refused where the server listens on a public address.")
          .standard("false");

  public static final Setting<String> JWT_AUDIENCE =
      Setting.of(
              "jwt.aud",
              Kind.text(),
              "Audience that a token must be for, when the token names one.")
          .postgrest("jwt-aud")
          .alsoInDatabase();

  public static final Setting<String> JWT_ROLE_CLAIM =
      Setting.of(
              "jwt.role-claim-key", Kind.text(), "Path of the claim that holds the database role.")
          .standard(".role")
          .postgrest("jwt-role-claim-key", "role-claim-key")
          .alsoInDatabase();

  public static final Setting<Long> JWT_CACHE =
      Setting.of(
              "jwt.cache-max-entries",
              Kind.number(0, 10_000_000),
              "Most tokens that are remembered as checked; 0 checks each one anew.")
          .standard("1000")
          .postgrest("jwt-cache-max-entries")
          .alsoInDatabase();

  public static final Setting<String> JWT_CACHE_LIFETIME =
      Setting.of(
              "jwt.cache-max-lifetime",
              Kind.text().described("anything"),
              "Had a meaning before PostgREST 14; accepted, without effect.")
          .postgrest("jwt-cache-max-lifetime")
          .alsoInDatabase();

  public static final Setting<String> LOG_LEVEL =
      Setting.of(
              "log.level",
              Kind.choice("crit", "error", "warn", "info", "debug"),
              "What is logged: `crit` starting and stopping, `error` also answers of 500 and above,"
                  + " `warn` also those of 400 and above, `info` all requests.")
          .standard("info")
          .postgrest(new Postgrest(List.of("log-level"), Optional.of("error")));

  public static final Setting<String> LOG_FORMAT =
      Setting.of("log.format", Kind.choice("text", "json"), "How log lines look.").standard("text");

  public static final Setting<String> LOG_QUERY =
      Setting.of(
              "log.query",
              Kind.choice("disabled", "main-query", "true", "false"),
              "Whether a request is logged with the SQL that answers it, without its values.")
          .standard("disabled")
          .postgrest("log-query");

  public static final Setting<Boolean> OTEL =
      Setting.of(
              "telemetry.otel-enabled",
              Kind.flag().checked(on -> on ? "is not supported yet: leave it false" : ""),
              "Whether traces are sent with OpenTelemetry.")
          .standard("false")
          .postgrest("server-otel-enabled");

  private static final List<Setting<?>> ALL =
      List.of(
          DB_URL,
          DB_POOL_SIZE,
          DB_POOL_WAIT,
          DB_POOL_LIFETIME,
          DB_POOL_IDLE,
          DB_POOL_RECOVERY,
          DB_PREPARED_STATEMENTS,
          DB_CHANNEL,
          DB_CHANNEL_ENABLED,
          DB_CONFIG,
          DB_PRE_CONFIG,
          DB_TIMEZONE_ENABLED,
          HTTP_HOST,
          HTTP_PORT,
          PUBLIC_URL,
          ADMIN_HOST,
          ADMIN_PORT,
          CORS_ORIGINS,
          MAX_BODY_BYTES,
          UNIX_SOCKET,
          UNIX_SOCKET_MODE,
          LIMITS_ENABLED,
          LIMITS_MIN,
          LIMITS_MAX,
          LIMITS_MAX_WAIT,
          LIMITS_KEY_CLAIM,
          SCHEMAS,
          EXTRA_SEARCH_PATH,
          MAX_ROWS,
          CURSOR_SECRET,
          PRE_REQUEST,
          ROOT_SPEC,
          TX_END,
          AGGREGATES,
          PLAN,
          HOISTED_SETTINGS,
          OPENAPI_MODE,
          OPENAPI_SECURITY,
          OPENAPI_PROXY,
          SERVER_TIMING,
          TRACE_HEADER,
          ERROR_VERBOSITY,
          LEGACY_TARGET_NAMES,
          ANON_ROLE,
          JWT_SECRET,
          JWT_SECRET_BASE64,
          SIGNING_KEYS,
          PUBLISHABLE_KEYS,
          SECRET_KEYS,
          DEMO_KEYS,
          JWT_AUDIENCE,
          JWT_ROLE_CLAIM,
          JWT_CACHE,
          JWT_CACHE_LIFETIME,
          LOG_LEVEL,
          LOG_FORMAT,
          LOG_QUERY,
          OTEL);

  /** What PostgREST once had; somebody's file may still have it, and it means nothing any more. */
  private static final Set<String> REMOVED =
      Set.of(
          "admin-server-config-enabled",
          "db-load-guc-config",
          "db-use-legacy-gucs",
          "raw-media-types",
          "server-reuseport");

  private SettingTable() {}

  /** All settings, in the order of the reference. */
  public static List<Setting<?>> all() {
    return Stream.of(ALL, AuthSettings.all(), MigrationSettings.all(), WriteSettings.all())
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }

  /**
   * The settings that may also stand in the database, by their name there, such as {@code
   * db_schemas} for {@code pgrst.db_schemas}. What the server needs before it reaches the database,
   * and what concerns the process, may not.
   */
  public static Map<String, Setting<?>> inDatabase() {
    Map<String, Setting<?>> settings = new TreeMap<>();
    for (Setting<?> setting : ALL) {
      if (setting.inDatabase()) {
        settings.put(setting.postgrest().orElseThrow().name().replace('-', '_'), setting);
      }
    }
    return settings;
  }

  /** Whether a name, of a file or of a variable, was a setting of PostgREST before version 14. */
  static boolean isRemoved(String name) {
    String key = name.replaceFirst("^PGRST_", "").toLowerCase(Locale.ROOT).replace('_', '-');
    return REMOVED.contains(key);
  }
}
