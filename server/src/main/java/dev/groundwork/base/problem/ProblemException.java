package dev.groundwork.base.problem;

/**
 * Carries a {@link Problem} from where it is found to where it is told; the only exception that
 * does.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.code() + ": " + problem.message(), null, false, false);
    this.problem = problem;
  }

  /** As above, with the cause for the log; clients never see it. */
  public ProblemException(Problem problem, Throwable cause) {
    super(problem.code() + ": " + problem.message(), cause, false, true);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
