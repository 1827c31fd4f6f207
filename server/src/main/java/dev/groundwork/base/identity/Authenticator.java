package dev.groundwork.base.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out who is calling, by the rules of PostgREST 14. A token is verified once and kept;
 * whether its time has come or gone is looked at on each use.
 */
public final class Authenticator {
  private final IdentityConfig config;
  private final InstantSource clock;
  private final Optional<TokenDecoder> decoder;
  private final Optional<Caller> anonymous;
  private final Cache<String, Verified> verified;

  /** A genuine token: its claims, and the caller that it makes while they hold. */
  private record Verified(Claims claims, Caller caller) {}

  public Authenticator(IdentityConfig config) {
    this(config, InstantSource.system());
  }

  public Authenticator(IdentityConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.decoder = config.keys().map(TokenDecoder::new);
    this.anonymous =
        config.anonymousRole().map(role -> caller(JsonNodeFactory.instance.objectNode(), role));
    this.verified = Caffeine.newBuilder().maximumSize(config.cacheEntries()).build();
  }

  /**
   * The caller of a request.
   *
   * @param authorization the {@code Authorization} header; only the scheme Bearer is looked at
   * @param apiKey the header of that name; counts when it may and nothing is authorized otherwise
   * @throws dev.groundwork.base.problem.ProblemException with an {@link IdentityProblem}
   */
  public Caller identify(Optional<String> authorization, Optional<String> apiKey) {
    Optional<String> token =
        authorization.isEmpty() && config.acceptApiKey()
            ? apiKey
            : authorization.flatMap(Authenticator::bearer);
    return token
        .map(this::identify)
        .orElseGet(() -> anonymous.orElseThrow(() -> new IdentityProblem.TokenRequired().raise()));
  }

  private Caller identify(String token) {
    Verified known = verified.getIfPresent(token);
    if (known != null) {
      check(known.claims);
      return known.caller;
    }
    Verified fresh = verify(token);
    if (config.cacheEntries() > 0) {
      verified.put(token, fresh);
    }
    return fresh.caller;
  }

  private Verified verify(String token) {
    ObjectNode json =
        decoder.orElseThrow(() -> new IdentityProblem.SecretMissing().raise()).claims(token);
    Claims claims = new Claims(json);
    check(claims);
    String role =
        config
            .rolePath()
            .in(json)
            .map(Authenticator::plain)
            .or(config::anonymousRole)
            .orElseThrow(() -> new IdentityProblem.TokenRequired().raise());
    return new Verified(claims, caller(json, role));
  }

  private void check(Claims claims) {
    Optional<IdentityProblem> fault = claims.fault(clock.instant(), config.audience());
    if (fault.isPresent()) {
      throw fault.get().raise();
    }
  }

  private static String plain(JsonNode role) {
    return role.isTextual() ? role.textValue() : role.toString();
  }

  private static Caller caller(ObjectNode claims, String role) {
    return new Caller(role, claims.deepCopy().put("role", role).toString());
  }

  /** What follows the scheme Bearer and white space; empty for another scheme. */
  private static Optional<String> bearer(String authorization) {
    int end = 0;
    while (end < authorization.length() && !Character.isWhitespace(authorization.charAt(end))) {
      end++;
    }
    return authorization.substring(0, end).equalsIgnoreCase("Bearer")
        ? Optional.of(authorization.substring(end).stripLeading())
        : Optional.empty();
  }
}
