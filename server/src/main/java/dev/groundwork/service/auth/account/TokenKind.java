package dev.groundwork.service.auth.account;

/** What a token that was sent to an address is good for, as in {@code auth.one_time_tokens}. */
public enum TokenKind {
  CONFIRMATION("confirmation_token"),
  RECOVERY("recovery_token"),
  REAUTHENTICATION("reauthentication_token"),
  EMAIL_CHANGE_NEW("email_change_token_new"),
  EMAIL_CHANGE_CURRENT("email_change_token_current"),
  PHONE_CHANGE("phone_change_token");

  private final String text;

  TokenKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
