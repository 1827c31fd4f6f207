package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;

/** From what was thrown to the reply: problems are told, everything else is reported. */
public final class Failures {
  private final Style style;
  private final Observer observer;

  /** How problems are told to the clients of a protocol. */
  @FunctionalInterface
  public interface Style {
    /** The reply for a problem of a request with these headers. */
    Reply told(Problem problem, Headers request);
  }

  /** Failures told in the style of a protocol. */
  public Failures(Style style, Observer observer) {
    this.style = style;
    this.observer = observer;
  }

  /**
   * Failures told as PostgREST does.
   *
   * @param proxyStatus whether replies have {@code Proxy-Status} with the problem's code
   * @param observer is told what was not expected, with its cause
   */
  public Failures(Verbosity verbosity, boolean proxyStatus, Observer observer) {
    this(new PostgrestStyle(verbosity, proxyStatus), observer);
  }

  /** How much an error body tells. */
  public enum Verbosity {
    /** All four fields. */
    VERBOSE,
    /** Code and message. */
    MINIMAL
  }

  /** The reply for something thrown; the cause of what is not a problem is reported, not told. */
  public Reply reply(Throwable thrown, String requestId) {
    return reply(thrown, requestId, Headers.NONE);
  }

  /** As above, for a client that may say in its headers how it wants failures to be told. */
  public Reply reply(Throwable thrown, String requestId, Headers request) {
    if (thrown instanceof ProblemException known) {
      if (known.getCause() != null && known.problem().status() >= 500) {
        observer.report(new Event.RequestFailed(requestId, known));
      }
      return style.told(known.problem(), request);
    }
    observer.report(new Event.RequestFailed(requestId, thrown));
    return style.told(new HttpProblem.Unexpected(requestId), request);
  }

  public Reply reply(Problem problem) {
    return style.told(problem, Headers.NONE);
  }
}
