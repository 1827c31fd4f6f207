package dev.groundwork.cli;

import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.write.SchemaFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Commands that write migrations, and hold databases against them. */
final class MigrateFiles {
  private static final Parameter NAME =
      Parameter.required(
          "NAME", "What it is about, such as add_invoices; part of the file's name.");
  private static final Option FROM_DB =
      Option.value(
          "from-db", "URL", "Write what this database holds, as the project's first migration.");
  private static final Option DROP =
      Option.value(
          "drop",
          "NAME,...",
          "Things that go with what they hold, by full names such as public.orders.note; or all.");
  private static final Option RENAME =
      Option.value(
          "rename",
          "OLD:NEW,...",
          "Things that have another name now, such as public.orders:sales.");

  private final Program program;

  private MigrateFiles(Program program) {
    this.program = program;
  }

  static List<Command> commands(Program program) {
    return new MigrateFiles(program).commands();
  }

  private List<Command> commands() {
    return List.of(
        MigrateCommand.command(
            "new",
            List.of("Writes the next file, empty or with what a database holds."),
            List.of(NAME),
            this::create,
            FROM_DB),
        MigrateCommand.command(
            "diff",
            List.of(
                "Writes the migration that leads from the migrations to the desired schema.",
                "The desired schema is what the SQL files in schema/ say (supabase/schemas/ in a"
                    + " Supabase project). It is compared with the migrations on a scratch"
                    + " database, where the new migration is run before it is written. What was"
                    + " dropped or renamed is asked about, unless the options say it."),
            List.of(NAME),
            this::diff,
            DROP,
            RENAME),
        MigrateCommand.command(
            "verify",
            List.of(
                "Says in what the database differs from its migrations.",
                "Exit code 1 when it does."),
            List.of(),
            this::verify));
  }

  private int create(Arguments given) {
    String name = given.parameter(0).orElseThrow();
    return given.value(FROM_DB).isPresent()
        ? MigrateCommand.on(
            program, given, given.value(FROM_DB), bench -> tell(files(bench).capture(name)))
        : MigrateCommand.on(program, given, bench -> tell(List.of(files(bench).newFile(name))));
  }

  private int diff(Arguments given) {
    String name = given.parameter(0).orElseThrow();
    DiffAnswers answers =
        new DiffAnswers(
            program.terminal(), given.value(DROP).orElse(""), given.value(RENAME).orElse(""));
    return MigrateCommand.on(program, given, bench -> tell(files(bench).diff(name, answers)));
  }

  private int verify(Arguments given) {
    return MigrateCommand.on(program, given, this::verify);
  }

  private int verify(Workbench bench) {
    List<String> differences = files(bench).verify();
    differences.forEach(program.terminal()::line);
    if (differences.isEmpty()) {
      program.terminal().line("The database is what its migrations say.");
    }
    return (differences.isEmpty() ? ExitCode.OK : ExitCode.FAILURE).code();
  }

  private int tell(List<Path> written) {
    Path here = Path.of("").toAbsolutePath();
    for (Path file : written) {
      Path shown = file.startsWith(here) ? here.relativize(file) : file;
      program.terminal().line("wrote " + shown);
    }
    if (written.isEmpty()) {
      program.terminal().line("The migrations lead to the desired schema already.");
    }
    return ExitCode.OK.code();
  }

  static SchemaFiles files(Workbench bench) {
    return new SchemaFiles(bench, Clock.systemUTC());
  }
}
