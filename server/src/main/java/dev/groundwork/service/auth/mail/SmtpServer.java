package dev.groundwork.service.auth.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** One mail server; a connection for each mail. */
final class SmtpServer {
  private static final String TIMEOUT_MS = "15000";
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** Failures that say nothing of the server's answer are like temporary ones. */
  private static final int UNKNOWN = 0;

  private final SmtpConfig config;
  private final Session session;

  SmtpServer(SmtpConfig config) {
    this.config = config;
    this.session = Session.getInstance(properties(config));
  }

  /** Sends a mail and returns when the server has taken it. */
  void send(Mail mail) throws MessagingException {
    MimeMessage message = message(mail);
    try (Transport transport = session.getTransport()) {
      transport.connect(
          config.host(), config.port(), config.user().orElse(null), config.password().orElse(null));
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  /** Whether it makes no sense to try again. */
  static boolean isPermanent(MessagingException failed) {
    return failed instanceof AuthenticationFailedException || answer(failed) >= 500;
  }

  /** What went wrong, without the server's words: they may repeat the address or a link. */
  static String reason(MessagingException failed) {
    int answer = answer(failed);
    if (answer != UNKNOWN) {
      return "the mail server answered " + answer;
    }
    if (failed instanceof AuthenticationFailedException) {
      return "the mail server does not take user and password";
    }
    if (failed instanceof SendFailedException) {
      return "the mail server did not take it";
    }
    Exception cause = failed.getNextException();
    if (cause == null && failed.getClass() == MessagingException.class) {
      return String.valueOf(failed.getMessage());
    }
    String name = (cause == null ? failed : cause).getClass().getSimpleName();
    return "the mail server cannot be reached (" + name + ")";
  }

  private static int answer(MessagingException failed) {
    int answer =
        switch (failed) {
          case SMTPAddressFailedException address -> address.getReturnCode();
          case SMTPSenderFailedException sender -> sender.getReturnCode();
          case SMTPSendFailedException send -> send.getReturnCode();
          default -> UNKNOWN;
        };
    boolean looksDeeper =
        answer == UNKNOWN && failed.getNextException() instanceof MessagingException;
    return looksDeeper ? answer((MessagingException) failed.getNextException()) : answer;
  }

  private MimeMessage message(Mail mail) throws MessagingException {
    String id = "<" + UUID.randomUUID() + "@" + senderDomain() + ">";
    MimeMessage message = new Named(session, id);
    message.setFrom(sender());
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
    message.setSubject(mail.subject(), UTF_8);
    message.setSentDate(Date.from(Instant.now()));
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.html(), UTF_8, "html");
    message.setContent(new MimeMultipart("alternative", text, html));
    message.saveChanges();
    return message;
  }

  private InternetAddress sender() throws MessagingException {
    try {
      return config.senderName().isEmpty()
          ? new InternetAddress(config.senderAddress(), true)
          : new InternetAddress(config.senderAddress(), config.senderName(), UTF_8);
    } catch (UnsupportedEncodingException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private String senderDomain() {
    return config.senderAddress().substring(config.senderAddress().lastIndexOf('@') + 1);
  }

  /** Does not tell this machine's name in the identifier. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  private static Properties properties(SmtpConfig config) {
    SmtpConfig.Security security = config.security();
    boolean tls = security == SmtpConfig.Security.TLS;
    String protocol = tls ? "smtps" : "smtp";
    String prefix = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", protocol);
    for (String timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.put(prefix + timeout, TIMEOUT_MS);
    }
    String start = String.valueOf(security == SmtpConfig.Security.STARTTLS);
    properties.put(prefix + "auth", String.valueOf(config.user().isPresent()));
    properties.put(prefix + "starttls.enable", start);
    properties.put(prefix + "starttls.required", start);
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "ssl.protocols", "TLSv1.2 TLSv1.3");
    Optional<SSLContext> trusting = config.authority().map(SmtpServer::trusting);
    trusting.ifPresent(it -> properties.put(prefix + "ssl.socketFactory", it.getSocketFactory()));
    return properties;
  }

  private static SSLContext trusting(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        known.setCertificateEntry("authority-" + count++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException unusable) {
      String reason = "no certificate can be read from " + file + ": " + unusable.getMessage();
      throw new MailProblem.BadSetup(reason).raise();
    }
  }
}
