package dev.groundwork.base.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.groundwork.base.observe.TokenState;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out who is calling, by the rules of PostgREST 14. A token is verified once and kept;
 * whether its time has come or gone is looked at on each use.
 */
public final class Authenticator {
  private static final String BEARER = "Bearer";

  private final InstantSource clock;
  private volatile State state;

  /** A genuine token: its claims, when they hold, and the caller that it makes meanwhile. */
  private record Verified(Claims claims, Claims.Times times, Caller caller) {}

  /** What follows from the settings; tokens verified under other settings are forgotten. */
  private record State(
      IdentityConfig config,
      Optional<TokenDecoder> decoder,
      Optional<Caller> anonymous,
      Cache<String, Verified> verified) {

    static State of(IdentityConfig config) {
      return new State(
          config,
          config.keys().map(TokenDecoder::new),
          config.anonymousRole().map(Authenticator::anonymous),
          Caffeine.newBuilder().maximumSize(config.cacheEntries()).recordStats().build());
    }
  }

  public Authenticator(IdentityConfig config) {
    this(config, InstantSource.system());
  }

  public Authenticator(IdentityConfig config, InstantSource clock) {
    this.clock = clock;
    this.state = State.of(config);
  }

  /** Goes on with other settings, such as a new secret. */
  public void reconfigure(IdentityConfig config) {
    state = State.of(config);
  }

  /**
   * The caller of a request.
   *
   * @param authorization the {@code Authorization} header; only the scheme Bearer is looked at
   * @param apiKey the header of that name; counts when it may and nothing is authorized otherwise
   * @throws dev.groundwork.base.problem.ProblemException with an {@link IdentityProblem}
   */
  public Caller identify(Optional<String> authorization, Optional<String> apiKey) {
    State now = state;
    Optional<String> bearer = authorization.flatMap(Authenticator::bearer);
    if (!now.config.acceptApiKey()) {
      return bearer.isPresent() ? identify(bearer.get(), now) : anonymous(now);
    }
    Optional<String> token = bearer.filter(each -> !ApiKey.looksLike(each));
    if (token.isPresent()) {
      return identify(token.get(), now);
    }
    boolean otherScheme = authorization.isPresent() && bearer.isEmpty();
    Optional<String> key = apiKey.or(() -> bearer);
    return key.isPresent() ? ofKey(key.get(), otherScheme, now) : anonymous(now);
  }

  private static Caller anonymous(State now) {
    return now.anonymous.orElseThrow(() -> new IdentityProblem.TokenRequired().raise());
  }

  /** An old key is a token; beside an authorization of another kind it does not count. */
  private Caller ofKey(String key, boolean otherScheme, State now) {
    if (!ApiKey.looksLike(key)) {
      return otherScheme ? anonymous(now) : identify(key, now);
    }
    return now.config.apiKeys().stream()
        .filter(each -> each.is(key))
        .findFirst()
        .map(each -> anonymous(each.role()))
        .orElseThrow(() -> new IdentityProblem.UnknownApiKey().raise());
  }

  /** What became of the cache of verified tokens since the settings last changed. */
  public TokenState tokens() {
    CacheStats stats = state.verified.stats();
    return new TokenState(stats.requestCount(), stats.hitCount(), stats.evictionCount());
  }

  private Caller identify(String token, State now) {
    Verified known = now.verified.getIfPresent(token);
    if (known != null) {
      if (!known.times.include(clock.instant())) {
        check(known.claims, now.config);
      }
      return known.caller;
    }
    Verified fresh = verify(token, now);
    if (now.config.cacheEntries() > 0) {
      now.verified.put(token, fresh);
    }
    return fresh.caller;
  }

  private Verified verify(String token, State now) {
    ObjectNode json =
        now.decoder.orElseThrow(() -> new IdentityProblem.SecretMissing().raise()).claims(token);
    Claims claims = new Claims(json);
    check(claims, now.config);
    String role =
        now.config
            .rolePath()
            .in(json)
            .map(Authenticator::plain)
            .or(now.config::anonymousRole)
            .orElseThrow(() -> new IdentityProblem.TokenRequired().raise());
    Optional<String> key = now.config.keyPath().in(json).map(Authenticator::plain);
    return new Verified(claims, claims.times(), new Caller(role, claims(json, role), key));
  }

  private void check(Claims claims, IdentityConfig config) {
    Optional<IdentityProblem> fault = claims.fault(clock.instant(), config.audience());
    if (fault.isPresent()) {
      throw fault.get().raise();
    }
  }

  private static String plain(JsonNode role) {
    return role.isTextual() ? role.textValue() : role.toString();
  }

  private static Caller anonymous(String role) {
    return new Caller(role, claims(JsonNodeFactory.instance.objectNode(), role));
  }

  private static String claims(ObjectNode claims, String role) {
    return claims.deepCopy().put("role", role).toString();
  }

  /** What follows the scheme Bearer and white space; empty for another scheme. */
  private static Optional<String> bearer(String authorization) {
    int end = 0;
    while (end < authorization.length() && !Character.isWhitespace(authorization.charAt(end))) {
      end++;
    }
    if (end != BEARER.length() || !authorization.regionMatches(true, 0, BEARER, 0, end)) {
      return Optional.empty();
    }
    while (end < authorization.length() && Character.isWhitespace(authorization.charAt(end))) {
      end++;
    }
    return Optional.of(authorization.substring(end));
  }
}
