package dev.groundwork;

import dev.groundwork.base.config.AuthFamilies;
import dev.groundwork.base.config.AuthSettings;
import dev.groundwork.base.config.ConfigProblem;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.service.auth.mail.Mail;
import dev.groundwork.service.auth.mail.MailKind;
import dev.groundwork.service.auth.mail.MailTemplates;
import dev.groundwork.service.auth.mail.Mailbox;
import dev.groundwork.service.auth.mail.Mailer;
import dev.groundwork.service.auth.mail.SmtpConfig;
import dev.groundwork.service.auth.mail.SmtpMailer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who sends mails, and what they look like, by the settings. */
final class Mailers {
  private Mailers() {}

  /** A mail server, a mailbox on this machine, or nobody. */
  static Mailer of(Settings settings, Observer observer) {
    Optional<String> host =
        settings.find(AuthSettings.SMTP_HOST).filter(_ -> settings.value(AuthSettings.SMTP));
    if (host.isPresent()) {
      return new SmtpMailer(smtp(settings, host.get()), observer);
    }
    return Configs.isLocal(settings) ? new Mailbox() : new Nobody(observer);
  }

  private static SmtpConfig smtp(Settings settings, String host) {
    String security = settings.value(AuthSettings.SMTP_SECURITY).toUpperCase(Locale.ROOT);
    return new SmtpConfig(
        host,
        settings.value(AuthSettings.SMTP_PORT).intValue(),
        SmtpConfig.Security.valueOf(security),
        settings.find(AuthSettings.SMTP_USER),
        settings.find(AuthSettings.SMTP_PASS),
        settings.find(AuthSettings.SMTP_FROM).orElse(""),
        settings.find(AuthSettings.SMTP_NAME).orElse(""),
        settings.find(AuthSettings.SMTP_AUTHORITY).map(Path::of));
  }

  /** Says that a mail was to be sent and was not. */
  private record Nobody(Observer observer) implements Mailer {
    @Override
    public void send(Mail mail) {
      String message =
          "a mail was not sent: set " + AuthSettings.SMTP_HOST.key() + " to your mail server";
      observer.report(new Event.Warning(message, Optional.empty()));
    }

    @Override
    public void close() {}
  }

  /** The templates, those of the project in place of ours. */
  static MailTemplates templates(Settings settings, Path project) {
    Map<MailKind, MailTemplates.Custom> custom = new EnumMap<>(MailKind.class);
    for (MailKind kind : MailKind.values()) {
      String name = kind.key().replace('_', '-');
      Optional<String> subject = AuthFamilies.mail(settings, name, AuthFamilies.MAIL_SUBJECT);
      Optional<String> content =
          AuthFamilies.mail(settings, name, AuthFamilies.MAIL_CONTENT)
              .map(path -> content(project.resolve(path)));
      custom.put(kind, new MailTemplates.Custom(subject, content));
    }
    return new MailTemplates(custom);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      String reason = "cannot be read; it is to be the content of a mail";
      throw new ConfigProblem.UnusableFile(file, reason).raise();
    }
  }
}
