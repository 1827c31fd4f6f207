package dev.groundwork.base.identity;

import java.util.List;
import java.util.Optional;

/**
 * Settings of sign-in by token; the names in brackets are PostgREST's.
 *
 * @param keys that tokens are verified with; without any, a token is refused (jwt-secret)
 * @param audience that a token's {@code aud} must name, when it names one (jwt-aud)
 * @param rolePath where a token's claims hold the database role (jwt-role-claim-key)
 * @param anonymousRole of callers without a token or without a role in it; without one they are
 *     refused (db-anon-role)
 * @param cacheEntries verified tokens that are kept; 0 for none (jwt-cache-max-entries)
 * @param keyPath where a token's claims hold what limits of one caller are found by
 * @param acceptApiKey whether a token may come in the {@code apikey} header, as supabase-js sends
 *     it
 * @param apiKeys that stand for a role without being tokens
 */
public record IdentityConfig(
    Optional<VerificationKeys> keys,
    Optional<String> audience,
    RolePath rolePath,
    RolePath keyPath,
    Optional<String> anonymousRole,
    int cacheEntries,
    boolean acceptApiKey,
    List<ApiKey> apiKeys) {

  /** With keys in the claim {@code sub}, and no API keys. */
  public IdentityConfig(
      Optional<VerificationKeys> keys,
      Optional<String> audience,
      RolePath rolePath,
      Optional<String> anonymousRole,
      int cacheEntries,
      boolean acceptApiKey) {
    this(
        keys,
        audience,
        rolePath,
        RolePath.parse(".sub"),
        anonymousRole,
        cacheEntries,
        acceptApiKey,
        List.of());
  }

  public IdentityConfig {
    apiKeys = List.copyOf(apiKeys);
    if (cacheEntries < 0) {
      throw new IllegalArgumentException("the number of cached tokens is negative");
    }
  }
}
