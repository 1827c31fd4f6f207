package dev.groundwork.cli;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A command whose work is a method of another one's class.
 *
 * @param action does it, and gives the exit code
 */
record SimpleCommand(
    String name,
    List<String> description,
    List<Parameter> parameters,
    List<Option> options,
    ToIntFunction<Arguments> action)
    implements Command {

  SimpleCommand {
    description = List.copyOf(description);
    parameters = List.copyOf(parameters);
    options = List.copyOf(options);
  }

  @Override
  public int run(Arguments given) {
    return action.applyAsInt(given);
  }
}
