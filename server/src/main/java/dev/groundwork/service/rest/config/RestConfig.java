package dev.groundwork.service.rest.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Settings of the REST API; the names in brackets are PostgREST's.
 *
 * @param schemas exposed schemas, the first is the default (db-schemas)
 * @param extraSearchPath schemas added to the search path of each request (db-extra-search-path)
 * @param preRequest function called before each request's statement (db-pre-request)
 * @param maxRows most rows that a read gives (db-max-rows)
 * @param txEnd how transactions end (db-tx-end)
 * @param aggregates whether aggregate functions may be used (db-aggregates-enabled)
 * @param plan whether execution plans may be asked for (db-plan-enabled)
 * @param rootSpec function that answers the root path (db-root-spec)
 * @param hoistedSettings function settings that apply to the whole transaction
 *     (db-hoisted-tx-settings)
 * @param appSettings settings visible to SQL as {@code app.settings.x}, by full name
 * @param openApiMode what the root's OpenAPI document shows (openapi-mode)
 * @param openApiSecurity whether it describes JWT security (openapi-security-active)
 * @param openApiProxyUri the URL clients see (openapi-server-proxy-uri)
 * @param serverTiming whether every answer has Server-Timing (server-timing-enabled)
 * @param traceHeader request header that answers repeat (server-trace-header)
 * @param errorVerbosity how much error bodies tell (client-error-verbosity)
 * @param legacyTargetNames whether embeds may be addressed by the target's name beside an alias
 *     (url-use-legacy-target-names)
 * @param idempotency how answers are kept by {@code Idempotency-Key}; empty: the header says
 *     nothing, as with PostgREST
 * @param nesting how much a body with nested rows may have
 */
public record RestConfig(
    List<String> schemas,
    List<String> extraSearchPath,
    Optional<String> preRequest,
    OptionalLong maxRows,
    TxEnd txEnd,
    boolean aggregates,
    boolean plan,
    Optional<String> rootSpec,
    List<String> hoistedSettings,
    Map<String, String> appSettings,
    OpenApiMode openApiMode,
    boolean openApiSecurity,
    Optional<String> openApiProxyUri,
    boolean serverTiming,
    Optional<String> traceHeader,
    ErrorVerbosity errorVerbosity,
    boolean legacyTargetNames,
    Optional<Idempotency> idempotency,
    Nesting nesting) {

  public RestConfig {
    schemas = List.copyOf(schemas);
    extraSearchPath = List.copyOf(extraSearchPath);
    hoistedSettings = List.copyOf(hoistedSettings);
    appSettings = Map.copyOf(appSettings);
    if (schemas.isEmpty()) {
      throw new IllegalArgumentException("at least one schema must be exposed");
    }
  }

  /** Every setting but the schemas at PostgREST's default. */
  public static RestConfig of(List<String> schemas) {
    return new RestConfig(
        schemas,
        List.of("public"),
        Optional.empty(),
        OptionalLong.empty(),
        TxEnd.COMMIT,
        false,
        false,
        Optional.empty(),
        List.of(),
        Map.of(),
        OpenApiMode.FOLLOW_PRIVILEGES,
        false,
        Optional.empty(),
        false,
        Optional.empty(),
        ErrorVerbosity.VERBOSE,
        true,
        Optional.empty(),
        Nesting.STANDARD);
  }

  /** These settings with another limit of rows. */
  public RestConfig withMaxRows(OptionalLong changed) {
    return with(changed, idempotency);
  }

  /** These settings, and answers are kept. */
  public RestConfig withIdempotency(Idempotency kept) {
    return with(maxRows, Optional.of(kept));
  }

  private RestConfig with(OptionalLong otherMaxRows, Optional<Idempotency> otherIdempotency) {
    return new RestConfig(
        schemas,
        extraSearchPath,
        preRequest,
        otherMaxRows,
        txEnd,
        aggregates,
        plan,
        rootSpec,
        hoistedSettings,
        appSettings,
        openApiMode,
        openApiSecurity,
        openApiProxyUri,
        serverTiming,
        traceHeader,
        errorVerbosity,
        legacyTargetNames,
        otherIdempotency,
        nesting);
  }

  /**
   * How answers are kept.
   *
   * @param lifetime for how long
   * @param required whether writes without a key are refused
   */
  public record Idempotency(Duration lifetime, boolean required) {}

  /**
   * How much a body with nested rows may have.
   *
   * @param depth levels below the top
   * @param rows on all levels
   */
  public record Nesting(int depth, int rows) {
    public static final Nesting STANDARD = new Nesting(8, 10_000);
  }

  /** How a request's transaction ends, and whether {@code Prefer: tx} may choose. */
  public enum TxEnd {
    COMMIT,
    COMMIT_ALLOW_OVERRIDE,
    ROLLBACK,
    ROLLBACK_ALLOW_OVERRIDE
  }

  /** What the OpenAPI document shows. */
  public enum OpenApiMode {
    FOLLOW_PRIVILEGES,
    IGNORE_PRIVILEGES,
    DISABLED
  }

  /** How much an error body tells. */
  public enum ErrorVerbosity {
    VERBOSE,
    MINIMAL
  }
}
