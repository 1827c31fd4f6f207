package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groundwork keys}: what clients identify themselves with. */
@Command(
    name = "keys",
    description = {"Prints the project's API keys; makes them when there are none yet.", ""})
final class KeysCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The project's folder; by default the current one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--show-secret",
      description = "Print the secret that tokens are signed with, too.")
  private boolean showSecret;

  private final Program program;

  KeysCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    ProjectFolder project = ProjectFolder.open(folder);
    Keys keys = program.backend().keys(project, program.settings().server(project, List.of()));
    String none = "none: jwt.secret cannot sign tokens";
    program.terminal().line("anon=" + keys.anon().orElse(none));
    keys.publishable().forEach(key -> program.terminal().line("publishable=" + key));
    program.terminal().line("service_role=" + keys.serviceRole().orElse(none));
    keys.secret().forEach(key -> program.terminal().line("secret=" + key));
    if (showSecret) {
      program.terminal().line("jwt_secret=" + keys.jwtSecret());
    }
    return ExitCode.OK.code();
  }
}
