package dev.groundwork.cli;

import dev.groundwork.base.config.SettingTable;
import dev.groundwork.service.migrations.types.JavaRecords;
import dev.groundwork.service.migrations.types.TypeScript;
import java.util.List;
import java.util.Optional;

/** {@code groundwork types}: what clients see of a project's database, in their languages. */
final class TypesCommand {
  private static final Option OUTPUT =
      Option.value("output", "FILE", "Write to this file; by default to standard output.");
  private static final Option SCHEMAS =
      Option.value("schemas", "NAME,...", "The schemas; by default those that the API serves.");
  private static final Option PACKAGE =
      Option.value("package", "NAME", "The package of the class Database; none by default.");

  private final Program program;

  private TypesCommand(Program program) {
    this.program = program;
  }

  static Command of(Program program) {
    return new GroupCommand(
        "types",
        List.of("Writes typed definitions of tables, views, functions and enums."),
        MigrateCommand.TARGET,
        new TypesCommand(program).commands());
  }

  private List<Command> commands() {
    return List.of(
        MigrateCommand.command(
            "typescript",
            List.of("Writes the type Database that supabase-js takes."),
            List.of(),
            this::typescript,
            OUTPUT,
            SCHEMAS),
        MigrateCommand.command(
            "java",
            List.of("Writes Java records and enums, in one class Database."),
            List.of(),
            this::java,
            OUTPUT,
            SCHEMAS,
            PACKAGE));
  }

  private int typescript(Arguments given) {
    return MigrateCommand.on(
        program, given, bench -> write(given, TypeScript.of(bench.target(), schemas(given))));
  }

  private int java(Arguments given) {
    Optional<String> packageName = given.value(PACKAGE);
    return MigrateCommand.on(
        program,
        given,
        bench -> write(given, JavaRecords.of(bench.target(), schemas(given), packageName)));
  }

  private int write(Arguments given, String text) {
    return SchemaCommand.write(program, given.value(OUTPUT), text);
  }

  private List<String> schemas(Arguments given) {
    if (given.value(SCHEMAS).isPresent()) {
      return List.of(given.value(SCHEMAS).get().strip().split("\\s*,\\s*"));
    }
    return MigrateCommand.settings(program, given).value(SettingTable.SCHEMAS);
  }
}
