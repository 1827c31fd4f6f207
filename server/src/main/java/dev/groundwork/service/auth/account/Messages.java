package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.store.User;
import java.util.Optional;

/** Sends what people get by mail and phone. */
public interface Messages {

  /**
   * A mail with a link or a code.
   *
   * @throws dev.groundwork.base.problem.ProblemException when too many were sent
   */
  void mail(Letter letter);

  /**
   * A message with a code.
   *
   * @param channel {@code sms} or {@code whatsapp}
   * @return what the sender calls it
   * @throws dev.groundwork.base.problem.ProblemException when it cannot be sent
   */
  String message(User user, String phone, String code, String channel);

  /** What a mail is about. */
  enum Kind {
    CONFIRMATION("signup"),
    RECOVERY("recovery"),
    MAGIC_LINK("magiclink"),
    INVITE("invite"),
    EMAIL_CHANGE("email_change"),
    REAUTHENTICATION("reauthentication");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The type in the link. */
    public String type() {
      return type;
    }
  }

  /**
   * A mail to be written.
   *
   * @param to the address
   * @param token what it holds
   * @param newEmail the address that is to come in place of the old one
   * @param redirectTo where the link ends
   */
  record Letter(
      Kind kind,
      User user,
      String to,
      OneTimeTokens.Sent token,
      Optional<String> newEmail,
      String redirectTo) {}
}
