package dev.groundwork.cli;

import java.util.Optional;

/**
 * What clients of a project identify themselves with.
 *
 * @param anon key of pages and apps: the role {@code anon}
 * @param serviceRole key of trusted servers: past row-level security
 * @param jwtSecret what tokens are signed with
 */
public record Keys(Optional<String> anon, Optional<String> serviceRole, String jwtSecret) {

  /** Without the secrets, so that it may stand in logs. */
  @Override
  public String toString() {
    return "Keys[...]";
  }
}
