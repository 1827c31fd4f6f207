package dev.groundwork.cli;

import java.util.List;
import java.util.Optional;

/**
 * What clients of a project identify themselves with.
 *
 * @param anon key of pages and apps: the role {@code anon}, as a token
 * @param serviceRole key of trusted servers, as a token: past row-level security
 * @param publishable keys of pages and apps
 * @param secret keys of trusted servers
 * @param jwtSecret what tokens are signed with
 */
public record Keys(
    Optional<String> anon,
    Optional<String> serviceRole,
    List<String> publishable,
    List<String> secret,
    String jwtSecret) {

  /** Without the secrets, so that it may stand in logs. */
  @Override
  public String toString() {
    return "Keys[...]";
  }
}
