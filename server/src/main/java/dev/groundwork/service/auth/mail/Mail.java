package dev.groundwork.service.auth.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Objects;

/**
 * A mail to one person. Its text form shows neither the address nor the content.
 *
 * @param to one bare address, without a name
 * @param subject one line; control characters in it become spaces
 */
public record Mail(String to, String subject, String html, String text) {
  private static final int MAX_ADDRESS = 254;

  /**
   * A mail.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link MailProblem.BadRecipient}
   */
  public Mail {
    if (!isAddress(to)) {
      throw new MailProblem.BadRecipient().raise();
    }
    subject = subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    Objects.requireNonNull(html);
    Objects.requireNonNull(text);
  }

  /** The part of the address that may be told in logs. */
  String domain() {
    return to.substring(to.lastIndexOf('@') + 1);
  }

  static boolean isAddress(String text) {
    boolean plain =
        text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || "<>(),;:\"".indexOf(c) >= 0);
    if (!plain || text.length() > MAX_ADDRESS || text.indexOf('@') < 1) {
      return false;
    }
    try {
      new InternetAddress(text, true).validate();
      return true;
    } catch (AddressException malformed) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "Mail[to=somebody at " + domain() + "]";
  }
}
