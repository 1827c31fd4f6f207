package dev.groundwork.base.identity;

import java.util.Optional;

/**
 * The caller of a request.
 *
 * @param role the database role that the request runs as
 * @param claims the verified claims as a JSON object, with {@code role} in it
 * @param key what tells this caller from others of the role, when the claims name it
 */
public record Caller(String role, String claims, Optional<String> key) {

  /** A caller who is as any other of the role. */
  public Caller(String role, String claims) {
    this(role, claims, Optional.empty());
  }
}
