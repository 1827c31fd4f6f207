package dev.groundwork.service.auth.password;

import dev.groundwork.base.text.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Passwords that attackers have and try first. */
@FunctionalInterface
public interface LeakedPasswords {

  /** Knows of no leaked password. */
  LeakedPasswords NONE = password -> false;

  /**
   * Whether a password is among them.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link PasswordProblem.LeakUnknown}
   *     when that cannot be found out and must be
   */
  boolean contains(String password);

  /** What lists of leaked passwords hold instead of them: SHA-1 in upper-case hex. */
  static String fingerprint(String password) {
    byte[] digest = Hashes.digest("SHA-1", password.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().withUpperCase().formatHex(digest);
  }
}
