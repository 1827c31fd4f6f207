package dev.groundwork.service.auth.password;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can go wrong with a password besides being wrong. */
public sealed interface PasswordProblem extends Problem {

  /** More passwords are waiting to be hashed than can be done in good time. */
  record Busy() implements PasswordProblem {
    @Override
    public String code() {
      return "GWPWD503";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "Too many passwords are being checked at the moment";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Try again in a moment.");
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "2"));
    }
  }

  /** A new password has more bytes than bcrypt reads. */
  record TooLong() implements PasswordProblem {
    @Override
    public String code() {
      return "GWPWD101";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return PasswordRules.TOO_LONG;
    }
  }

  /** A new password holds the character NUL, after which some programs stop reading. */
  record HoldsNul() implements PasswordProblem {
    @Override
    public String code() {
      return "GWPWD102";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Password cannot hold the character NUL";
    }
  }

  /** Whether a password is known to attackers cannot be found out now, and must be. */
  record LeakUnknown() implements PasswordProblem {
    @Override
    public String code() {
      return "GWPWD504";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "The password cannot be compared with leaked ones at the moment";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Try again in a moment.");
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "5"));
    }
  }
}
