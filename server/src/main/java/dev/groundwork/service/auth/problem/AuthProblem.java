package dev.groundwork.service.auth.problem;

import dev.groundwork.base.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A problem as clients of the protocol see it.
 *
 * @param reasons why a password is weak: {@code length}, {@code characters}, {@code pwned}
 * @param pause after which it may be tried again
 */
public record AuthProblem(
    AuthCode kind, int status, String message, List<String> reasons, Optional<Duration> pause)
    implements Problem {

  public AuthProblem {
    reasons = List.copyOf(reasons);
  }

  /** A problem without more to it. */
  public AuthProblem(AuthCode kind, int status, String message) {
    this(kind, status, message, List.of(), Optional.empty());
  }

  /** The same with another HTTP status. */
  public AuthProblem at(int other) {
    return new AuthProblem(kind, other, message, reasons, pause);
  }

  /** The same of a password that is weak for these reasons. */
  public AuthProblem weakBy(List<String> why) {
    return new AuthProblem(kind, status, message, why, pause);
  }

  /** The same, to be tried again after a while. */
  public AuthProblem retryAfter(Duration time) {
    return new AuthProblem(kind, status, message, reasons, Optional.of(time));
  }

  @Override
  public String code() {
    return kind.text();
  }

  @Override
  public List<Map.Entry<String, String>> headers() {
    return pause.map(time -> List.of(Map.entry("Retry-After", seconds(time)))).orElse(List.of());
  }

  private static String seconds(Duration time) {
    return String.valueOf(Math.max(1, time.plusMillis(999).toSeconds()));
  }
}
