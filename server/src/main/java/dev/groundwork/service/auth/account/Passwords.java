package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.password.LeakedPasswords;
import dev.groundwork.service.auth.password.PasswordHasher;
import dev.groundwork.service.auth.password.PasswordRules;
import dev.groundwork.service.auth.password.Weakness;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What passwords must be, and whether one is a person's. */
public final class Passwords {
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final Optional<LeakedPasswords> leaked;

  public Passwords(PasswordHasher hasher, PasswordRules rules, Optional<LeakedPasswords> leaked) {
    this.hasher = hasher;
    this.rules = rules;
    this.leaked = leaked;
  }

  /**
   * The hash of a new password.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is weak
   */
  String hashOfNew(String password) {
    if (PasswordRules.isTooLong(password)) {
      throw AuthCode.VALIDATION_FAILED.because(PasswordRules.TOO_LONG).raise();
    }
    List<Weakness> weaknesses = weaknesses(password);
    if (!weaknesses.isEmpty()) {
      String message = weaknesses.stream().map(Weakness::message).collect(Collectors.joining(" "));
      throw AuthCode.WEAK_PASSWORD.because(message).weakBy(reasons(weaknesses)).raise();
    }
    return hasher.hash(password);
  }

  /** Why a password would not be taken today. */
  List<Weakness> weaknesses(String password) {
    List<Weakness> weaknesses = new ArrayList<>(rules.weaknesses(password));
    if (weaknesses.isEmpty() && leaked.filter(list -> list.contains(password)).isPresent()) {
      weaknesses.add(Weakness.LEAKED);
    }
    return weaknesses;
  }

  /** The words that clients know for some weaknesses. */
  static List<String> reasons(List<Weakness> weaknesses) {
    return weaknesses.stream().map(Weakness::reason).toList();
  }

  /** Whether a password is a person's; takes as long when the person has none, or is nobody. */
  boolean matches(Optional<User> user, String password) {
    Optional<String> hash = user.flatMap(User::passwordHash).filter(PasswordHasher::isKnown);
    if (hash.isEmpty()) {
      hasher.pretend(password);
      return false;
    }
    return hasher.matches(password, hash.get());
  }

  /** Whether a hash is to be made anew, now that the password is known. */
  boolean isOutdated(User user) {
    return user.passwordHash().filter(hasher::isOutdated).isPresent();
  }

  /** The hash, whatever the password is. */
  String hash(String password) {
    return hasher.hash(password);
  }
}
