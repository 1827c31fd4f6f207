package dev.groundwork.cli;

import dev.groundwork.base.config.PostgrestDump;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code groundwork rest}: the PostgREST API alone, in PostgREST's place. */
final class RestCommand implements Command {
  private static final Parameter FILE =
      Parameter.optional("FILE", "A configuration file of PostgREST.");
  private static final Option DUMP_CONFIG =
      Option.flag(
          "dump-config",
          "Print the effective configuration in PostgREST's format, secrets included.");
  private static final Option DUMP_SCHEMA =
      Option.flag("dump-schema", "Print what the schema cache holds of the database, as JSON.");
  private static final Option EXAMPLE =
      Option.flag(
          "e",
          "example",
          "Print a configuration file with every setting, its meaning and its default.");
  private static final Option READY =
      Option.flag("ready", "Ask the admin port of a running server whether it is ready.");

  private final Program program;

  RestCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "rest";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Serves the PostgREST API alone, at /.",
        "Configured by PostgREST's PGRST_* environment variables and its configuration file;"
            + " variables win over the file.");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(FILE);
  }

  @Override
  public List<Option> options() {
    return List.of(DUMP_CONFIG, DUMP_SCHEMA, EXAMPLE, READY);
  }

  @Override
  public List<String> footer() {
    return List.of("SIGUSR1 loads the schema anew, SIGUSR2 the configuration.");
  }

  @Override
  public int run(Arguments given) {
    if (given.has(EXAMPLE)) {
      program.terminal().block(PostgrestDump.example());
      return ExitCode.OK.code();
    }
    Optional<Path> source = given.parameter(0).map(Path::of);
    Settings settings = program.settings().rest(source);
    if (given.has(READY)) {
      return ReadyCheck.of(settings, program.terminal()).code();
    }
    if (given.has(DUMP_SCHEMA)) {
      program.terminal().block(program.backend().schema(settings) + "\n");
      return ExitCode.OK.code();
    }
    if (given.has(DUMP_CONFIG)) {
      program.terminal().block(PostgrestDump.of(withDatabase(settings)));
      return ExitCode.OK.code();
    }
    return program.serve(
        () -> program.backend().rest(settings, () -> program.settings().rest(source)),
        running -> program.terminal().line("groundwork rest: serving at " + place(running)));
  }

  /** The database need not be there for its settings to be looked at. */
  private Settings withDatabase(Settings settings) {
    try {
      return program.backend().effective(settings);
    } catch (ProblemException e) {
      program.terminal().error("without the settings in the database: " + e.problem().message());
      return settings;
    }
  }

  private static String place(Running running) {
    return running.socket().map(Path::toString).orElse(running.api().toString());
  }
}
