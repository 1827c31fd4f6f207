package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.Settings.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groundwork config}: the settings that hold, and why. */
@Command(
    name = "config",
    description = {
      "Prints the effective settings and where each comes from; secrets are masked.",
      ""
    },
    footer = {"", "For `groundwork rest`, see its option --dump-config."})
final class ConfigCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The project's folder; by default the current one.")
  private Path folder = Path.of(".");

  private final Program program;

  ConfigCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Settings settings = program.settings().server(ProjectFolder.open(folder), List.of());
    List<Entry> entries = settings.entries();
    int keys = entries.stream().mapToInt(entry -> entry.key().length()).max().orElse(0);
    int values = entries.stream().mapToInt(entry -> shown(entry).length()).max().orElse(0);
    String format = "%-" + keys + "s  %-" + Math.min(values, 40) + "s  %s";
    for (Entry entry : entries) {
      String line = format.formatted(entry.key(), shown(entry), entry.origin());
      boolean standard = entry.origin().equals(dev.groundwork.base.config.Origin.DEFAULT);
      program.terminal().line(standard ? program.terminal().faint(line) : line);
    }
    return ExitCode.OK.code();
  }

  private static String shown(Entry entry) {
    return entry.value().orElse("-");
  }
}
