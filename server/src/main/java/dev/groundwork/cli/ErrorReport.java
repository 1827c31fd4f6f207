package dev.groundwork.cli;

import dev.groundwork.base.config.ConfigProblem;
import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;

/** Tells on standard error why a command failed: what is wrong, and how to mend it. */
final class ErrorReport {
  private final Terminal terminal;

  ErrorReport(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Tells the failure and gives the exit code that stands for it. */
  ExitCode tell(Throwable failure) {
    if (failure instanceof ProblemException carrier) {
      tell(carrier.problem());
      return carrier.problem() instanceof ConfigProblem ? ExitCode.USAGE : ExitCode.FAILURE;
    }
    terminal.error("internal error: " + failure);
    failure.printStackTrace(terminal.err());
    return ExitCode.BUG;
  }

  private void tell(Problem problem) {
    terminal.error(problem.message());
    problem.details().ifPresent(details -> indented(text(details)));
    problem.hint().ifPresent(hint -> indented("hint: " + hint));
  }

  private void indented(String text) {
    text.lines().forEach(line -> terminal.err().println("  " + line));
  }

  private static String text(Details details) {
    return switch (details) {
      case Details.Text(String text) -> text;
      case Details.Json(String json) -> json;
    };
  }
}
