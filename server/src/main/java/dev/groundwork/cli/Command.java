package dev.groundwork.cli;

import java.util.List;
import java.util.stream.Stream;

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

  /** These, and those that every command takes. */
  default List<Option> allOptions() {
    return Stream.concat(options().stream(), Stream.of(Option.HELP, Option.VERSION)).toList();
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
