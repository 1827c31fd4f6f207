package dev.groundwork.service.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.mail.SmtpConfig.Security;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMailerTest {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private static final Mail MAIL =
      new Mail("ada@example.org", "Grüße 🐎", "<p>the token 123456 ü</p>", "the token 123456 ü");

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    System.setProperty(
        DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY,
        certificate.store().toString());
  }

  @Test
  void aMailArrivesWithBothFormsAndItsSender() throws Exception {
    GreenMail server = greenMail(ServerSetup.PROTOCOL_SMTP);
    try (SmtpMailer mailer = mailer(server.getSmtp().getPort(), Security.NONE)) {
      mailer.send(MAIL);
      assertThat(server.waitForIncomingEmail(5000, 1)).isTrue();
      MimeMessage message = server.getReceivedMessages()[0];
      assertThat(message.getSubject()).isEqualTo("Grüße 🐎");
      assertThat(message.getFrom()[0].toString()).isEqualTo("Shop <shop@example.com>");
      assertThat(message.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("ada@example.org");
      assertThat(message.getMessageID()).endsWith("@example.com>");
      Multipart parts = (Multipart) message.getContent();
      assertThat(parts.getContentType()).startsWith("multipart/alternative");
      assertThat(parts.getBodyPart(0).getContent()).isEqualTo(MAIL.text());
      assertThat(parts.getBodyPart(1).getContent()).isEqualTo(MAIL.html());
    } finally {
      server.stop();
    }
    assertThat(events).isEmpty();
  }

  @Test
  void tlsWithUserAndPassword() {
    GreenMail server = greenMail(ServerSetup.PROTOCOL_SMTPS);
    server.setUser("sender@example.com", "sender", "s3cret");
    try (SmtpMailer mailer = mailer(config(server.getSmtps().getPort(), Security.TLS, "s3cret"))) {
      mailer.send(MAIL);
      assertThat(server.waitForIncomingEmail(5000, 1)).isTrue();
    } finally {
      server.stop();
    }
    assertThat(events).isEmpty();
  }

  @Test
  void aServerThatNobodyVouchesForGetsNothing() throws Exception {
    assertNothingSentTo(certificate, Optional.empty());
  }

  @Test
  void aServerWithTheCertificateOfAnotherNameGetsNothing(@TempDir Path other) throws Exception {
    TestCertificate wrong = TestCertificate.make(other, "dns:mail.example.com");
    assertNothingSentTo(wrong, Optional.of(wrong.certificate()));
  }

  private void assertNothingSentTo(TestCertificate server, Optional<Path> authority)
      throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(Optional.of(server.context()), _ -> "");
        SmtpMailer mailer =
            mailer(
                new SmtpConfig(
                    "127.0.0.1",
                    smtp.port(),
                    Security.STARTTLS,
                    Optional.empty(),
                    Optional.empty(),
                    "shop@example.com",
                    "",
                    authority))) {
      mailer.send(MAIL);
      awaitEvents(1);
      assertThat(smtp.lines).noneMatch(line -> line.contains("MAIL"));
    }
  }

  @Test
  void startTlsComesBeforeTheMail() throws Exception {
    try (ScriptedSmtp server = new ScriptedSmtp(Optional.of(certificate.context()), _ -> "");
        SmtpMailer mailer = mailer(server.port(), Security.STARTTLS)) {
      mailer.send(MAIL);
      await(server, "tls QUIT");
      assertThat(server.lines).contains("tls MAIL FROM:<shop@example.com>");
      assertThat(server.lines).noneMatch(line -> line.startsWith("MAIL"));
    }
    assertThat(events).isEmpty();
  }

  @Test
  void aServerWithoutStartTlsGetsNothingWhenItIsAskedFor() throws Exception {
    try (ScriptedSmtp server = new ScriptedSmtp(Optional.empty(), _ -> "");
        SmtpMailer mailer = mailer(server.port(), Security.STARTTLS)) {
      mailer.send(MAIL);
      awaitEvents(1);
      assertThat(server.lines).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void aTemporaryFailureIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (ScriptedSmtp server = new ScriptedSmtp(Optional.empty(), command -> busy(command, tries));
        SmtpMailer mailer = mailer(server.port(), Security.NONE)) {
      mailer.send(MAIL);
      await(server, "DATA");
    }
    assertThat(tries).hasValue(3);
    assertThat(events).isEmpty();
  }

  private static String busy(String command, AtomicInteger tries) {
    boolean busy = command.equals("RCPT") && tries.incrementAndGet() < 3;
    return busy ? "451 4.7.1 try later <ada@example.org>" : "";
  }

  @Test
  void aLastingFailureIsReportedWithoutAddressAndContent() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (ScriptedSmtp server = new ScriptedSmtp(Optional.empty(), command -> no(command, tries));
        SmtpMailer mailer = mailer(server.port(), Security.NONE)) {
      mailer.send(MAIL);
      awaitEvents(1);
    }
    assertThat(tries).hasValue(1);
    assertThat(events.toString()).contains("example.org", "550").doesNotContain("ada", "123456");
  }

  private static String no(String command, AtomicInteger tries) {
    boolean refused = command.equals("RCPT") && tries.incrementAndGet() > 0;
    return refused ? "550 no <ada@example.org> 123456" : "";
  }

  @Test
  void anAbsentServerIsReportedAfterTheLastTry() {
    try (SmtpMailer mailer = mailer(1, Security.NONE)) {
      mailer.send(MAIL);
      awaitEvents(1);
      assertThat(events.toString()).contains("cannot be reached");
    }
  }

  @Test
  void closingDoesNotWaitForTheNextTry() {
    SmtpMailer mailer =
        new SmtpMailer(config(1, Security.NONE, ""), events::add, List.of(Duration.ofMinutes(5)));
    mailer.send(MAIL);
    long start = System.nanoTime();
    mailer.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    assertThat(events).hasSize(1);
    assertThatThrownBy(() -> mailer.send(MAIL)).isInstanceOf(ProblemException.class);
  }

  @Test
  void moreThanAThousandWaitingAreRefused() throws Exception {
    try (ScriptedSmtp server = new ScriptedSmtp(Optional.empty(), _ -> "421 not now");
        SmtpMailer mailer =
            new SmtpMailer(
                config(server.port(), Security.NONE, ""),
                _ -> {},
                List.of(Duration.ofMinutes(5)))) {
      for (int i = 0; i < 1000; i++) {
        mailer.send(MAIL);
      }
      assertThatThrownBy(() -> mailer.send(MAIL))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(new MailProblem.QueueFull()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\nBcc:eve@example.org",
        "ada@example.org,eve@example.org",
        "ada@example.org;eve@example.org",
        "Ada <ada@example.org>",
        "<ada@example.org>",
        "ada@example.org eve@example.org",
        "group:ada@example.org;",
        "\"ada\\\"\"@example.org",
        "ada@example.org\0",
      })
  void whatIsNotOneAddressIsRefused(String to) {
    assertThatThrownBy(() -> new Mail(to, "s", "h", "t"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(new MailProblem.BadRecipient()));
  }

  @Test
  void aSubjectIsOneLine() {
    Mail mail = new Mail("ada@example.org", "Hi\r\nBcc: eve@example.org\u2028x", "", "");
    assertThat(mail.subject()).isEqualTo("Hi Bcc: eve@example.org x");
  }

  @Test
  void nothingSecretIsInTextForms() {
    assertThat(MAIL.toString()).doesNotContain("ada", "123456");
    assertThat(config(25, Security.TLS, "s3cret").toString()).doesNotContain("s3cret");
  }

  private SmtpMailer mailer(int port, Security security) {
    return mailer(config(port, security, ""));
  }

  private SmtpMailer mailer(SmtpConfig config) {
    Duration soon = Duration.ofMillis(20);
    return new SmtpMailer(config, events::add, List.of(soon, soon, soon));
  }

  private static SmtpConfig config(int port, Security security, String password) {
    Optional<String> secret = Optional.of(password).filter(it -> !it.isEmpty());
    return new SmtpConfig(
        "127.0.0.1",
        port,
        security,
        secret.map(_ -> "sender"),
        secret,
        "shop@example.com",
        "Shop",
        Optional.of(certificate.certificate()));
  }

  private static GreenMail greenMail(String protocol) {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
    server.start();
    return server;
  }

  private void awaitEvents(int count) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (events.size() < count && System.nanoTime() < deadline) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    assertThat(events).hasSize(count);
  }

  private static void await(ScriptedSmtp server, String line) throws InterruptedException {
    for (int i = 0; i < 500 && !server.lines.contains(line); i++) {
      Thread.sleep(10);
    }
    assertThat(server.lines).contains(line);
  }
}
