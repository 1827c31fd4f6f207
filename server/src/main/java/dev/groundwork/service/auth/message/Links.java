package dev.groundwork.service.auth.message;

import dev.groundwork.service.auth.account.Landing;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.config.AuthConfig;

/** The links in mails; always to the server's own public address, whatever a request says. */
final class Links {
  private Links() {}

  static String of(AuthConfig config, Messages.Letter letter) {
    return Landing.withToken(
        config.url(), letter.token().hash(), letter.kind().type(), letter.redirectTo());
  }
}
