package dev.groundwork.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code groundwork schema}: the schema of a project's database. */
final class SchemaCommand {
  private static final Option OUTPUT =
      Option.value("output", "FILE", "Write to this file; by default to standard output.");

  private final Program program;

  private SchemaCommand(Program program) {
    this.program = program;
  }

  static Command of(Program program) {
    return new GroupCommand(
        "schema",
        List.of("Writes the schema of a project's database."),
        MigrateCommand.TARGET,
        new SchemaCommand(program).commands());
  }

  private List<Command> commands() {
    return List.of(
        MigrateCommand.command(
            "dump",
            List.of(
                "Writes the schema as SQL: the same text for the same schema, without data.",
                "What every project's database has from the start is left out."),
            List.of(),
            this::dump,
            OUTPUT));
  }

  private int dump(Arguments given) {
    return MigrateCommand.on(
        program,
        given,
        bench -> write(program, given.value(OUTPUT), MigrateFiles.files(bench).dump()));
  }

  /** Writes a text to a file, or prints it. */
  static int write(Program program, Optional<String> file, String text) {
    if (file.isEmpty()) {
      program.terminal().block(text);
      return ExitCode.OK.code();
    }
    try {
      Path path = Path.of(file.get()).toAbsolutePath();
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return ExitCode.OK.code();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
