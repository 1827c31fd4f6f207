package dev.groundwork.cli;

import java.util.List;

/** One command: what it is called, what it takes, and what it does. */
interface Command {
  String name();

  /** Paragraphs; the first stands in the list of commands, too. */
  List<String> description();

  default List<Parameter> parameters() {
    return List.of();
  }

  default List<Option> options() {
    return List.of();
  }

  default List<Command> commands() {
    return List.of();
  }

  /** Lines below everything else of the help. */
  default List<String> footer() {
    return List.of();
  }

  /** Does it, and gives the exit code. */
  int run(Arguments given);
}
