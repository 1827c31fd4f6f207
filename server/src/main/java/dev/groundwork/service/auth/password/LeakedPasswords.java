package dev.groundwork.service.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-1", missing);
    }
  }
}
