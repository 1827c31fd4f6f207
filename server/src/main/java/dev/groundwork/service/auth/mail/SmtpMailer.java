package dev.groundwork.service.auth.mail;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends mails by SMTP in the background: a few at a time, up to a thousand waiting, each tried
 * again when the failure may be temporary.
 */
public final class SmtpMailer implements Mailer {
  private static final int MOST_WAITING = 1000;
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

  private final SmtpServer server;
  private final Observer observer;
  private final List<Duration> pauses;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mail-", 1).factory());

  /** Connects for the first time when the first mail is sent. */
  public SmtpMailer(SmtpConfig config, Observer observer) {
    this(config, observer, PAUSES);
  }

  /**
   * As above.
   *
   * @param pauses between the tries; one try more than there are pauses
   */
  SmtpMailer(SmtpConfig config, Observer observer, List<Duration> pauses) {
    this.server = new SmtpServer(config);
    this.observer = observer;
    this.pauses = List.copyOf(pauses);
  }

  @Override
  public void send(Mail mail) {
    if (closing.getCount() == 0 || !room.tryAcquire()) {
      throw new MailProblem.QueueFull().raise();
    }
    threads.execute(() -> deliver(mail));
  }

  @Override
  public void close() {
    closing.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException hurry) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Mail mail) {
    try {
      int tries = 0;
      while (!attempt(mail, tries)) {
        if (closing.await(pauses.get(tries).toMillis(), TimeUnit.MILLISECONDS)) {
          report(mail, "the program stopped before it could be tried again");
          return;
        }
        tries++;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      report(mail, "the program stopped");
    } finally {
      room.release();
    }
  }

  /** Whether the mail is done with: sent, or given up and reported. */
  private boolean attempt(Mail mail, int tries) throws InterruptedException {
    turns.acquire();
    try {
      server.send(mail);
      return true;
    } catch (MessagingException failed) {
      boolean last = tries >= pauses.size() || SmtpServer.isPermanent(failed);
      if (last) {
        report(mail, SmtpServer.reason(failed));
      }
      return last;
    } catch (RuntimeException unforeseen) {
      report(mail, unforeseen.getClass().getSimpleName());
      return true;
    } finally {
      turns.release();
    }
  }

  private void report(Mail mail, String reason) {
    String message = "A mail to somebody at " + mail.domain() + " was not sent: " + reason;
    observer.report(new Event.Warning(message, Optional.empty()));
  }
}
