package dev.groundwork.service.rest.config;

import dev.groundwork.base.identity.Caller;
import java.util.Map;

/**
 * Limits by who calls.
 *
 * @param roles by the database role
 * @param keys by the key that the caller's token names; they win over those of the role
 */
public record CallerLimits(Map<String, Limits> roles, Map<String, Limits> keys) {
  public static final CallerLimits NONE = new CallerLimits(Map.of(), Map.of());

  public CallerLimits {
    roles = Map.copyOf(roles);
    keys = Map.copyOf(keys);
  }

  /** The limits that hold for a caller. */
  public Limits of(Caller caller) {
    Limits ofRole = roles.getOrDefault(caller.role(), Limits.NONE);
    return keys.isEmpty() || caller.key().isEmpty()
        ? ofRole
        : keys.getOrDefault(caller.key().get(), Limits.NONE).orElse(ofRole);
  }
}
