package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.problem.AuthCode;

/** Names that people sign in with in place of an address. */
public final class Usernames {
  private Usernames() {}

  /**
   * The name, when it can be one.
   *
   * @throws dev.groundwork.base.problem.ProblemException otherwise
   */
  public static String valid(String name) {
    if (!name.matches("[A-Za-z0-9](?:[A-Za-z0-9._-]{1,38})[A-Za-z0-9]")) {
      throw AuthCode.VALIDATION_FAILED
          .because(
              "A username has 3 to 40 letters, digits, dots, dashes or underscores, and begins and"
                  + " ends with a letter or digit")
          .raise();
    }
    return name;
  }
}
