package dev.groundwork.cli;

import java.util.List;

/** The program without a command: says what there is. */
final class RootCommand implements Command {
  private final List<Command> commands;

  RootCommand(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  @Override
  public String name() {
    return "groundwork";
  }

  @Override
  public List<String> description() {
    return List.of("The backend of an application in one process on PostgreSQL.");
  }

  @Override
  public List<Command> commands() {
    return commands;
  }

  @Override
  public List<String> footer() {
    return List.of(
        "Begin with:  groundwork start examples/hiring",
        "Exit codes:  0 done or stopped on request, 1 failure, 2 wrong usage or settings",
        "Settings:    docs/reference/settings.md");
  }

  @Override
  public int run(Arguments given) {
    throw given.wrong("a command is missing");
  }
}
