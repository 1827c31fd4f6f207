package dev.groundwork.service.auth.password;

/**
 * Why a password is too weak.
 *
 * @param reason a word for programs: {@code length}, {@code characters} or {@code pwned}
 * @param message a sentence for people
 */
public record Weakness(String reason, String message) {

  /** Attackers have the password. */
  public static final Weakness LEAKED =
      new Weakness(
          "pwned",
          "Password is known to be weak and easy to guess, please choose a different one.");
}
