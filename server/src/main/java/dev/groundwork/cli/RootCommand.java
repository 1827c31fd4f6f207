package dev.groundwork.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program without a command: says what there is. */
@Command(
    name = "groundwork",
    description = {"The backend of an application in one process on PostgreSQL.", ""},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Begin with:  groundwork start examples/hiring",
      "Exit codes:  0 done or stopped on request, 1 failure, 2 wrong usage or settings",
      "Settings:    docs/reference/settings.md"
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  RootCommand() {
    this.spec = CommandSpec.create();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
