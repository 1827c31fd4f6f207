package dev.groundwork.service.auth.mail;

/** Sends mails, or keeps them for people to look at. */
public interface Mailer extends AutoCloseable {

  /**
   * Takes a mail and returns at once. Whether it arrives cannot be known; failures are reported as
   * events.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link MailProblem.QueueFull} when
   *     too many are waiting
   */
  void send(Mail mail);

  /** Takes no more mails; waits a few seconds for those that are being sent. */
  @Override
  void close();
}
