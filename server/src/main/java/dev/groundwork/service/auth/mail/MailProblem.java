package dev.groundwork.service.auth.mail;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can go wrong with mails. */
public sealed interface MailProblem extends Problem {

  /** What shall get a mail is not one address, or could smuggle a header in. */
  record BadRecipient() implements MailProblem {
    @Override
    public String code() {
      return "GWMAIL101";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "A mail cannot be sent to this address";
    }
  }

  /** More mails are waiting to be sent than are kept. */
  record QueueFull() implements MailProblem {
    @Override
    public String code() {
      return "GWMAIL503";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "Too many mails are waiting to be sent";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "30"));
    }
  }

  /**
   * A template cannot be understood. Not for clients: this stops the start.
   *
   * @param template its name and part, such as {@code recovery, content}
   * @param line counted from 1, as is the column
   */
  record BadTemplate(String template, int line, int column, String reason) implements MailProblem {
    @Override
    public String code() {
      return "GWMAIL201";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "mail template " + template + ", line " + line + ", column " + column + ": " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "templates know {{ .Name }}, {{ .Data.key }}, {{ if }}, {{ else if }}, {{ else }}, {{ end"
              + " }}, and, or, not, eq, ne, parentheses and comments");
    }
  }

  /** How mails shall be sent is not complete or wrong. Not for clients: this stops the start. */
  record BadSetup(String reason) implements MailProblem {
    @Override
    public String code() {
      return "GWMAIL202";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "mails cannot be sent: " + reason;
    }
  }

  /** The mailbox has no such mail or page. */
  record NotFound(String what) implements MailProblem {
    @Override
    public String code() {
      return "GWMAIL404";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "The mailbox has no '" + what + "'";
    }
  }

  /** The mailbox cannot be asked so. */
  record NoMethod(String method) implements MailProblem {
    @Override
    public String code() {
      return "GWMAIL405";
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return "The mailbox cannot be asked with '" + method + "'";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Allow", "GET, HEAD, DELETE"));
    }
  }
}
