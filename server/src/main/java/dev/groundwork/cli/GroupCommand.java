package dev.groundwork.cli;

import java.util.List;

/**
 * A command that only holds others.
 *
 * @param options that all of them take, and that may stand before their names
 */
record GroupCommand(
    String name, List<String> description, List<Option> options, List<Command> commands)
    implements Command {

  GroupCommand {
    description = List.copyOf(description);
    options = List.copyOf(options);
    commands = List.copyOf(commands);
  }

  @Override
  public int run(Arguments given) {
    throw given.wrong("a command is missing");
  }
}
