package dev.groundwork.cli;

import dev.groundwork.base.config.PostgrestDump;
import dev.groundwork.base.config.Settings;
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

  private final Program program;

  RestCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Optional<Path> source = Optional.ofNullable(file);
    Settings settings = program.settings().rest(source);
    if (dumpConfig) {
      program.terminal().block(PostgrestDump.of(settings));
      return ExitCode.OK.code();
    }
    return program.serve(
        () -> program.backend().rest(settings, () -> program.settings().rest(source)),
        running -> program.terminal().line("groundwork rest: serving at " + place(running)));
  }

  private static String place(Running running) {
    return running.socket().map(Path::toString).orElse(running.api().toString());
  }
}
