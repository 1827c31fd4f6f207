package dev.groundwork.service.auth.address;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in lower case: ASCII, without quotes or comments, so that it has one way of
 * being written.
 */
public record EmailAddress(String address) {
  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL = 64;
  private static final Pattern LOCAL =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /**
   * An address.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link AddressProblem.BadEmail}
   */
  public EmailAddress {
    int at = address.lastIndexOf('@');
    boolean valid =
        address.length() <= MAX_LENGTH
            && at >= 1
            && at <= MAX_LOCAL
            && LOCAL.matcher(address.substring(0, at)).matches()
            && DOMAIN.matcher(address.substring(at + 1)).matches();
    if (!valid) {
      throw new AddressProblem.BadEmail().raise();
    }
  }

  /**
   * The address in a text, put in lower case; nothing else is mended.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link AddressProblem.BadEmail}
   */
  public static EmailAddress parse(String text) {
    boolean ascii = text.chars().allMatch(c -> c > ' ' && c < 0x7f); // K (Kelvin) has a lower case
    return new EmailAddress(ascii ? text.toLowerCase(Locale.ROOT) : "");
  }

  /** As {@link #parse}, or none. */
  public static Optional<EmailAddress> of(String text) {
    try {
      return Optional.of(parse(text));
    } catch (dev.groundwork.base.problem.ProblemException malformed) {
      return Optional.empty();
    }
  }

  /** What stands behind the at sign. */
  public String domain() {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  @Override
  public String toString() {
    return address;
  }
}
