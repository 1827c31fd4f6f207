package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.service.migrations.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** {@code groundwork migrate}: changes of a project's schema. */
final class MigrateCommand {
  private static final Option FOLDER =
      Option.value("folder", "FOLDER", Parameter.FOLDER.description());
  private static final Option DB_URL =
      Option.value("db-url", "URL", "The database; by default what the project's settings say.");

  /** What commands on a schema are about. */
  static final List<Option> TARGET = List.of(FOLDER, DB_URL);

  private MigrateCommand() {}

  static Command of(Program program) {
    return new GroupCommand(
        "migrate",
        List.of("Writes, checks and applies changes of the schema."),
        TARGET,
        Stream.of(
                MigrateFiles.commands(program),
                MigrateChecks.commands(program),
                MigrateSteps.commands(program),
                ExpandCommand.commands(program))
            .flatMap(List::stream)
            .toList());
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
    List<Option> options = Stream.concat(Stream.of(own), TARGET.stream()).toList();
    return new SimpleCommand(name, description, parameters, options, action);
  }

  private static Workbench workbench(Program program, Arguments given, Optional<String> database) {
    return program
        .backend()
        .workbench(
            project(given), settings(program, given, database), new Narrator(program.terminal()));
  }

  /** Works on a workbench until it is done or a signal comes. */
  static int on(Program program, Arguments given, ToIntFunction<Workbench> work) {
    return on(program, given, given.value(DB_URL), work);
  }

  /** The same with another database. */
  static int on(
      Program program, Arguments given, Optional<String> database, ToIntFunction<Workbench> work) {
    return program.interruptible(() -> {
      try (Workbench workbench = workbench(program, given, database)) {
        return work.applyAsInt(workbench);
      }
    });
  }

  private static ProjectFolder project(Arguments given) {
    return ProjectFolder.open(Path.of(given.value(FOLDER).orElse(".")));
  }

  /** The settings that hold for a command line. */
  static Settings settings(Program program, Arguments given) {
    return settings(program, given, given.value(DB_URL));
  }

  private static Settings settings(Program program, Arguments given, Optional<String> database) {
    return program
        .settings()
        .server(
            project(given),
            database.stream()
                .map(url -> SettingsSource.option(SettingTable.DB_URL.key(), "--db-url", url))
                .toList());
  }
}
