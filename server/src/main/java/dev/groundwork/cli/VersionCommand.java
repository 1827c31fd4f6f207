package dev.groundwork.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code groundwork version}. */
@Command(
    name = "version",
    description = {"Prints the versions of Groundwork and Java.", ""})
final class VersionCommand implements Callable<Integer> {
  private final Program program;

  VersionCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    program.terminal().line("groundwork " + Version.NUMBER);
    program.terminal().line("java " + Runtime.version());
    return ExitCode.OK.code();
  }
}
