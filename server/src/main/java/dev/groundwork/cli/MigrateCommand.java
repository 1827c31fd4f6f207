package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.service.migrations.Workbench;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** {@code groundwork migrate}: changes of a project's schema. */
final class MigrateCommand implements Command {
  static final Option FOLDER = Option.value("folder", "FOLDER", Parameter.FOLDER.description());
  static final Option DB_URL =
      Option.value("db-url", "URL", "The database; by default what the project's settings say.");

  private final Program program;

  MigrateCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "migrate";
  }

  @Override
  public List<String> description() {
    return List.of("Writes, checks and applies changes of the schema.");
  }

  @Override
  public List<Option> options() {
    return List.of(FOLDER, DB_URL);
  }

  @Override
  public List<Command> commands() {
    return Stream.of(MigrateSteps.commands(program), ExpandCommand.commands(program))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public int run(Arguments given) {
    throw given.wrong("a command is missing");
  }

  /**
   * A command below this one.
   *
   * @param own options beside those that all of them take
   */
  static Command command(
      String name,
      List<String> description,
      List<Parameter> parameters,
      ToIntFunction<Arguments> action,
      Option... own) {
    List<Option> options = Stream.concat(Stream.of(own), Stream.of(FOLDER, DB_URL)).toList();
    return new SimpleCommand(name, description, parameters, options, action);
  }

  /** The folder and database that a command line means; the caller closes it. */
  static Workbench workbench(Program program, Arguments given) {
    ProjectFolder project =
        ProjectFolder.open(java.nio.file.Path.of(given.value(FOLDER).orElse(".")));
    Settings settings =
        program
            .settings()
            .server(
                project,
                Stream.of(given.value(DB_URL))
                    .flatMap(Optional::stream)
                    .map(url -> SettingsSource.option(SettingTable.DB_URL.key(), "--db-url", url))
                    .toList());
    return program.backend().workbench(project, settings, new Narrator(program.terminal()));
  }

  /** Works on a workbench until it is done or a signal comes. */
  static int on(Program program, Arguments given, ToIntFunction<Workbench> work) {
    return program.interruptible(() -> {
      try (Workbench workbench = workbench(program, given)) {
        return work.applyAsInt(workbench);
      }
    });
  }

  Program program() {
    return program;
  }
}
