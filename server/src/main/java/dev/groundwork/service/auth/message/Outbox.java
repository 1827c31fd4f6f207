package dev.groundwork.service.auth.message;

import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.mail.MailKind;
import dev.groundwork.service.auth.mail.MailTemplates;
import dev.groundwork.service.auth.mail.MailValues;
import dev.groundwork.service.auth.mail.Mailer;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.User;
import java.util.HashMap;
import java.util.Map;

/** Mails from templates. There is no sender of messages to phones but the hook. */
public final class Outbox implements Messages {
  private final AuthConfig config;
  private final MailTemplates templates;
  private final Mailer mailer;

  public Outbox(AuthConfig config, MailTemplates templates, Mailer mailer) {
    this.config = config;
    this.templates = templates;
    this.mailer = mailer;
  }

  @Override
  public void mail(Letter letter) {
    Map<String, String> texts = new HashMap<>();
    texts.put("ConfirmationURL", Links.of(config, letter));
    texts.put("Token", letter.token().code());
    texts.put("TokenHash", letter.token().hash());
    texts.put("SiteURL", config.site());
    texts.put("RedirectTo", letter.redirectTo());
    texts.put("Email", letter.user().email().orElse(letter.to()));
    texts.put("SendingTo", letter.to());
    letter.newEmail().ifPresent(address -> texts.put("NewEmail", address));
    MailValues values = new MailValues(texts, letter.user().userMetadata());
    mailer.send(templates.mail(kind(letter.kind()), letter.to(), values));
  }

  private static MailKind kind(Kind kind) {
    return switch (kind) {
      case CONFIRMATION -> MailKind.CONFIRMATION;
      case RECOVERY -> MailKind.RECOVERY;
      case MAGIC_LINK -> MailKind.MAGIC_LINK;
      case INVITE -> MailKind.INVITE;
      case EMAIL_CHANGE -> MailKind.EMAIL_CHANGE;
      case REAUTHENTICATION -> MailKind.REAUTHENTICATION;
    };
  }

  @Override
  public String message(User user, String phone, String code, String channel) {
    throw AuthCode.SMS_SEND_FAILED
        .because("Unable to get SMS provider: set auth.hook.send-sms to an address that sends them")
        .raise();
  }
}
