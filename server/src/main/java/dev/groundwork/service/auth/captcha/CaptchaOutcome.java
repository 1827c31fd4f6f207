package dev.groundwork.service.auth.captcha;

import java.util.List;

/** What the service says of a captcha. */
public sealed interface CaptchaOutcome {

  /** It was solved, and is used up now. */
  record Solved() implements CaptchaOutcome {}

  /**
   * It was not solved, or long ago, or its answer was used before.
   *
   * @param reasons words of the service, such as {@code timeout-or-duplicate}; may be empty
   */
  record Unsolved(List<String> reasons) implements CaptchaOutcome {
    public Unsolved {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The service cannot be asked.
   *
   * @param reason for the log; not for clients
   */
  record Unavailable(String reason) implements CaptchaOutcome {}
}
