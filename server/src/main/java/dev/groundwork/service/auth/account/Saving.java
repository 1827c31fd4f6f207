package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.problem.AuthCode;
import java.util.List;
import java.util.function.Supplier;

/** Tells clients what the project's own triggers and constraints say of a person's row. */
public final class Saving {
  /** Two requests may make the same person at once; the second one is told as if it came later. */
  private static final List<String> OWN_KEYS =
      List.of(
          "users_email_partial_key",
          "users_pool_email_key",
          "users_phone_key",
          "identities_provider_id_provider_unique");

  private Saving() {}

  /** Does it; what the database refuses becomes the message that clients know. */
  public static <T> T user(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (ProblemException e) {
      if (!(e.problem() instanceof PgProblem.Refused refused)) {
        throw e;
      }
      if (OWN_KEYS.stream().anyMatch(refused.message()::contains)) {
        throw AuthCode.USER_ALREADY_EXISTS.because("User already registered").raise();
      }
      throw new ProblemException(AuthCode.UNEXPECTED_FAILURE.because("Database error " + what), e);
    }
  }
}
