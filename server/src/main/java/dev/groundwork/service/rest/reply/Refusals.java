package dev.groundwork.service.rest.reply;

import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.service.rest.plan.PatchFailure;
import java.util.Optional;

/** What a client is told of a failure for which PostgreSQL has no words of its own. */
public final class Refusals {
  /** A text is none of a type: {@code invalid_text_representation}. */
  private static final String BAD_TEXT = "22P02";

  private Refusals() {}

  /** The problem that another one stands for; itself, for nearly all. */
  public static Problem told(Problem problem) {
    return patchFailure(problem).<Problem>map(Refusals::notPatched).orElse(problem);
  }

  private static Optional<PatchFailure> patchFailure(Problem problem) {
    return problem instanceof PgProblem.Refused refused && refused.state().equals(BAD_TEXT)
        ? PatchFailure.in(refused.message())
        : Optional.empty();
  }

  private static ReplyProblem notPatched(PatchFailure failure) {
    return switch (failure.reason()) {
      case TEST -> new ReplyProblem.TestFailed(failure);
      case MISSING, NO_PARENT, NO_PLACE -> new ReplyProblem.NotPatched(failure);
    };
  }
}
