package dev.groundwork.service.auth.problem;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * A problem as applications of the OAuth 2.1 server see it.
 *
 * @param code of RFC 6749, such as {@code invalid_grant}
 */
public record OAuthProblem(String code, int status, String message) implements Problem {

  /** What an application asked for is not as it must be. */
  public static OAuthProblem of(String code, String message) {
    return new OAuthProblem(code, 400, message);
  }

  /** The application is not the one that it says. */
  public static OAuthProblem client() {
    return new OAuthProblem("invalid_client", 401, "Invalid client credentials");
  }

  @Override
  public List<Map.Entry<String, String>> headers() {
    return status == 401
        ? List.of(Map.entry("WWW-Authenticate", "Basic realm=\"oauth\""))
        : List.of();
  }
}
