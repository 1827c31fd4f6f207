package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.Settings.Entry;
import java.util.List;

/** {@code groundwork config}: the settings that hold, and why. */
final class ConfigCommand implements Command {
  private final Program program;

  ConfigCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public List<String> description() {
    return List.of("Prints the effective settings and where each comes from; secrets are masked.");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.FOLDER);
  }

  @Override
  public List<String> footer() {
    return List.of("For `groundwork rest`, see its option --dump-config.");
  }

  @Override
  public int run(Arguments given) {
    Settings settings = program.settings().server(ProjectFolder.open(given.folder()), List.of());
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
