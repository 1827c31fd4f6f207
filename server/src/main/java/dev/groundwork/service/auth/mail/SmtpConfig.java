package dev.groundwork.service.auth.mail;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which mail server sends, and in whose name.
 *
 * @param user with a password when the server wants to know who sends
 * @param senderName shown beside the address; may be empty
 * @param authority a file with the certificate, in PEM, of whoever vouches for the server; without
 *     it, those that Java knows
 */
public record SmtpConfig(
    String host,
    int port,
    Security security,
    Optional<String> user,
    Optional<String> password,
    String senderAddress,
    String senderName,
    Optional<Path> authority) {

  /** How the connection is protected. */
  public enum Security {
    /** From the first byte, as on port 465. */
    TLS,
    /** After STARTTLS; a server that does not offer it gets nothing. */
    STARTTLS,
    /** Not at all. */
    NONE
  }

  /**
   * A mail server.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link MailProblem.BadSetup}
   */
  public SmtpConfig {
    require(!host.isBlank(), "the mail server's host is missing");
    require(port > 0 && port < 65_536, "the mail server's port must lie between 1 and 65535");
    require(user.isPresent() == password.isPresent(), "user and password belong together");
    require(Mail.isAddress(senderAddress), "the sender's address is missing or no address");
    require(
        senderName.chars().noneMatch(Character::isISOControl), "the sender's name is not one line");
  }

  private static void require(boolean condition, String reason) {
    if (!condition) {
      throw new MailProblem.BadSetup(reason).raise();
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "SmtpConfig[" + host + ":" + port + ", " + security + "]";
  }
}
