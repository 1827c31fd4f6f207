package dev.groundwork.cli;

import java.util.List;

/** {@code groundwork version}. */
final class VersionCommand implements Command {
  private final Program program;

  VersionCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "version";
  }

  @Override
  public List<String> description() {
    return List.of("Prints the versions of Groundwork and Java.");
  }

  @Override
  public int run(Arguments given) {
    program.terminal().line("groundwork " + Version.NUMBER);
    program.terminal().line("java " + Runtime.version());
    return ExitCode.OK.code();
  }
}
