package dev.groundwork.cli;

import dev.groundwork.base.config.PostgrestDump;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.problem.ProblemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groundwork rest}: the PostgREST API alone, in PostgREST's place. */
@Command(
    name = "rest",
    description = {
      "Serves the PostgREST API alone, at /.",
      "",
      "Configured by PostgREST's PGRST_* environment variables and its configuration file;"
          + " variables win over the file.",
      ""
    },
    footer = {"", "SIGUSR1 loads the schema anew, SIGUSR2 the configuration."})
final class RestCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A configuration file of PostgREST.")
  private @Nullable Path file;

  @Option(
      names = "--dump-config",
      description = "Print the effective configuration in PostgREST's format, secrets included.")
  private boolean dumpConfig;

  @Option(
      names = "--dump-schema",
      description = "Print what the schema cache holds of the database, as JSON.")
  private boolean dumpSchema;

  @Option(
      names = {"-e", "--example"},
      description = "Print a configuration file with every setting, its meaning and its default.")
  private boolean example;

  @Option(
      names = "--ready",
      description = "Ask the admin port of a running server whether it is ready.")
  private boolean ready;

  private final Program program;

  RestCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (example) {
      program.terminal().block(PostgrestDump.example());
      return ExitCode.OK.code();
    }
    Optional<Path> source = Optional.ofNullable(file);
    Settings settings = program.settings().rest(source);
    if (ready) {
      return ReadyCheck.of(settings, program.terminal()).code();
    }
    if (dumpSchema) {
      program.terminal().block(program.backend().schema(settings) + "\n");
      return ExitCode.OK.code();
    }
    if (dumpConfig) {
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
