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
    program.terminal().line("groundwork " + version());
    program.terminal().line("java " + Runtime.version());
    return ExitCode.OK.code();
  }

  /** The version in the jar's manifest. */
  static String version() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
