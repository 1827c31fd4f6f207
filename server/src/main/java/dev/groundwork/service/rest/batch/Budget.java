package dev.groundwork.service.rest.batch;

/** The bytes that a batch may still use for what it asks and what it gets. */
public final class Budget {
  private final long limit;
  private long left;

  public Budget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /**
   * Uses some.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link BatchProblem.TooLarge}
   */
  public void use(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new BatchProblem.TooLarge(limit).raise();
    }
  }
}
