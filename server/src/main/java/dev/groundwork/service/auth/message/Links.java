package dev.groundwork.service.auth.message;

import dev.groundwork.service.auth.account.Landing;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.config.AuthConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** The links in mails; always to the server's own public address, whatever a request says. */
final class Links {
  private Links() {}

  static String of(AuthConfig config, Messages.Letter letter) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("token", letter.token().hash());
    parts.put("type", letter.kind().type());
    parts.put("redirect_to", letter.redirectTo());
    return Landing.withQuery(config.url() + "/verify", parts);
  }
}
