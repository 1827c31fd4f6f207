package dev.groundwork.base.config;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be wrong with the configuration; all of it is found before anything starts. */
public sealed interface ConfigProblem extends Problem {

  @Override
  default int status() {
    return 500;
  }

  /** Settings that are unknown, of the wrong type or out of range: all of them at once. */
  record InvalidSettings(List<Fault> faults) implements ConfigProblem {
    public InvalidSettings {
      faults = List.copyOf(faults);
    }

    @Override
    public String code() {
      return "GWCFG101";
    }

    @Override
    public String message() {
      return faults.size() == 1
          ? "a setting is wrong: " + faults.getFirst()
          : faults.size() + " settings are wrong";
    }

    @Override
    public Optional<Details> details() {
      return faults.size() == 1
          ? Optional.empty()
          : Optional.of(
              new Details.Text(
                  faults.stream().map(Fault::toString).collect(Collectors.joining("\n"))));
    }
  }

  /** A file of the configuration is missing or cannot be read or written. */
  record UnusableFile(Path file, String reason) implements ConfigProblem {
    @Override
    public String code() {
      return "GWCFG102";
    }

    @Override
    public String message() {
      return file + ": " + reason;
    }
  }

  /** A file of the configuration is not in its format. */
  record MalformedFile(Path file, int line, String reason) implements ConfigProblem {
    @Override
    public String code() {
      return "GWCFG103";
    }

    @Override
    public String message() {
      return file + ":" + line + ": " + reason;
    }
  }
}
