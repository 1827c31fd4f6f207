package dev.groundwork.cli;

import dev.groundwork.base.text.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads command lines: finds the command, and has the library read the options of each level. */
final class ArgumentParser {
  private static final Set<String> HELP = Set.of(Option.HELP.word(), "-" + Option.HELP.letter());

  private final Command command;
  private final String path;
  private final List<Option> options;

  private ArgumentParser(Command command, String path) {
    this.command = command;
    this.path = path;
    this.options = command.allOptions();
  }

  /**
   * Reads the words after the program's name.
   *
   * @throws UsageException when the command does not take them
   */
  static Arguments parse(Command root, List<String> words) {
    return new ArgumentParser(root, root.name()).parse(words, Map.of());
  }

  /** Who asks for help gets it, whatever else is wrong. */
  private Arguments parse(List<String> words, Map<String, Optional<String>> above) {
    try {
      return strictly(words, above);
    } catch (UsageException e) {
      if (words.stream().takeWhile(each -> !each.equals("--")).noneMatch(HELP::contains)) {
        throw e;
      }
      return new Arguments(command, path, Map.of(Option.HELP.name(), Optional.empty()), List.of());
    }
  }

  private Arguments strictly(List<String> words, Map<String, Optional<String>> above) {
    boolean group = !command.commands().isEmpty();
    CommandLine line = read(words, group);
    Map<String, Optional<String>> values = new HashMap<>(above);
    values.putAll(values(line));
    List<String> left = line.getArgList();
    if (values.containsKey(Option.HELP.name()) || values.containsKey(Option.VERSION.name())) {
      return new Arguments(command, path, values, left);
    }
    if (!group || left.isEmpty()) {
      return complete(line, values);
    }
    Optional<Command> next =
        command.commands().stream().filter(each -> each.name().equals(left.getFirst())).findFirst();
    return next.map(each -> below(each).parse(left.subList(1, left.size()), values))
        .orElseGet(() -> alone(words, values));
  }

  private ArgumentParser below(Command next) {
    return new ArgumentParser(next, path + " " + next.name());
  }

  /** Without one of the commands below. */
  private Arguments alone(List<String> words, Map<String, Optional<String>> above) {
    CommandLine line = read(words, false);
    Map<String, Optional<String>> values = new HashMap<>(above);
    values.putAll(values(line));
    return complete(line, values);
  }

  private Arguments complete(CommandLine line, Map<String, Optional<String>> values) {
    Arguments given = new Arguments(command, path, values, line.getArgList());
    return given.has(Option.HELP) || given.has(Option.VERSION) ? given : checked(given);
  }

  private Arguments checked(Arguments given) {
    List<Parameter> parameters = command.parameters();
    List<String> words = given.parameters();
    boolean many = !parameters.isEmpty() && parameters.getLast().many();
    if (words.size() > parameters.size() && !many) {
      throw unmatched(words.get(parameters.size()));
    }
    for (Option option : options) {
      if (option.need() == Option.Need.REQUIRED && !given.has(option)) {
        throw given.wrong("Missing required option: '" + option.withValue() + "'");
      }
    }
    for (Parameter parameter : parameters.stream().skip(words.size()).toList()) {
      if (parameter.required()) {
        throw given.wrong("Missing required parameter: '" + parameter.label() + "'");
      }
    }
    return given;
  }

  private CommandLine read(List<String> words, boolean untilCommand) {
    String[] plain = plain(words);
    Options known = new Options();
    options.forEach(each -> known.addOption(known(each)));
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      CommandLine line = parser.parse(known, plain, untilCommand);
      if (untilCommand && !line.getArgList().isEmpty()) {
        refuseOption(List.of(plain), line.getArgList());
      }
      return line;
    } catch (UnrecognizedOptionException e) {
      throw unknown(e.getOption());
    } catch (MissingArgumentException e) {
      throw missingValue(e.getOption());
    } catch (ParseException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** The library stops at the first word that it does not know, which may look like an option. */
  private void refuseOption(List<String> words, List<String> left) {
    int before = words.size() - left.size() - 1;
    boolean literal = before >= 0 && words.get(before).equals("--");
    if (!literal && left.getFirst().startsWith("-")) {
      throw unknown(left.getFirst());
    }
  }

  private static org.apache.commons.cli.Option known(Option option) {
    String letter = option.letter().isEmpty() ? null : option.letter();
    return org.apache.commons.cli.Option.builder(letter)
        .longOpt(option.name())
        .hasArg(option.need() != Option.Need.FLAG)
        .optionalArg(option.need() == Option.Need.ASKED)
        .get();
  }

  /** Without forms that the library reads in its own way, or not at all. */
  private String[] plain(List<String> words) {
    List<String> plain = new ArrayList<>(words.size());
    boolean literal = false;
    for (String word : words) {
      literal |= word.equals("--");
      if (!literal && options.stream().anyMatch(each -> word.startsWith("-" + each.name()))) {
        throw unknown(word);
      }
      if (literal || !isFlagOf(word, "false")) {
        plain.add(!literal && isFlagOf(word, "true") ? word.substring(0, word.indexOf('=')) : word);
      }
    }
    return plain.toArray(String[]::new);
  }

  private boolean isFlagOf(String word, String value) {
    return options.stream()
        .anyMatch(
            each -> each.need() == Option.Need.FLAG && word.equals(each.word() + "=" + value));
  }

  private Map<String, Optional<String>> values(CommandLine line) {
    Map<String, Optional<String>> values = new HashMap<>();
    for (org.apache.commons.cli.Option each : line.getOptions()) {
      String name = each.getLongOpt();
      if (values.put(name, Optional.ofNullable(each.getValue())) != null) {
        throw wrong("option '--" + name + "' should be specified only once");
      }
    }
    return values;
  }

  private UsageException missingValue(org.apache.commons.cli.Option option) {
    String label =
        options.stream()
            .filter(each -> each.name().equals(option.getLongOpt()))
            .map(Option::label)
            .findFirst()
            .orElse("VALUE");
    return wrong(
        "Missing required parameter for option '--" + option.getLongOpt() + "' (" + label + ")");
  }

  private UsageException unknown(String word) {
    String name = word.replaceFirst("^-+", "").replaceFirst("=.*", "");
    List<String> names = options.stream().map(Option::name).toList();
    return NearestName.to(name, names)
        .filter(_ -> name.length() > 1)
        .map(near -> new UsageException(unknownMessage(word), "did you mean --" + near + "?"))
        .orElseGet(() -> wrong(unknownMessage(word)));
  }

  private static String unknownMessage(String word) {
    return "Unknown option: '" + word + "'";
  }

  private UsageException unmatched(String word) {
    String message = "Unmatched argument: '" + word + "'";
    List<String> names = command.commands().stream().map(Command::name).toList();
    return NearestName.to(word, names)
        .map(near -> new UsageException(message, "did you mean " + path + " " + near + "?"))
        .orElseGet(() -> wrong(message));
  }

  private UsageException wrong(String message) {
    return new UsageException(message, path + " --help");
  }
}
