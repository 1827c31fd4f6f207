package dev.groundwork.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command line says: the command that it names, and what it gives it.
 *
 * @param path the command with those above it, such as {@code groundwork keys rotate}
 * @param options the options' values by name, also those given to the commands above; a flag, and
 *     an option whose value is to be asked for, has an empty one
 * @param parameters the words that belong to no option
 */
record Arguments(
    Command command, String path, Map<String, Optional<String>> options, List<String> parameters) {

  Arguments {
    options = Map.copyOf(options);
    parameters = List.copyOf(parameters);
  }

  /** Whether an option is there, with a value or without one. */
  boolean has(Option option) {
    return options.containsKey(option.name());
  }

  Optional<String> value(Option option) {
    return options.getOrDefault(option.name(), Optional.empty());
  }

  /**
   * The whole number that an option gives.
   *
   * @throws UsageException when it is none
   */
  Optional<Long> number(Option option) {
    return value(option).map(text -> number(option, text));
  }

  private long number(Option option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw invalid(option, text, "a whole number");
    }
  }

  Optional<String> parameter(int place) {
    return place < parameters.size() ? Optional.of(parameters.get(place)) : Optional.empty();
  }

  /** The project's folder, of commands whose first word it is. */
  Path folder() {
    return Path.of(parameter(0).orElse("."));
  }

  UsageException invalid(Option option, String text, String wanted) {
    return wrong(
        "Invalid value for option '" + option.word() + "': '" + text + "' is not " + wanted);
  }

  /** That these arguments say nothing that can be done. */
  UsageException wrong(String message) {
    return new UsageException(message, path + " --help");
  }
}
