package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groundwork keys rotate}: a new pair of keys to sign tokens with. */
@Command(
    name = "rotate",
    description = {
      "Makes a new pair of keys that signs people's tokens; tokens of before hold until they end.",
      "",
      "A running server signs with it after a restart. Several nodes need the same file.",
      ""
    })
final class RotateCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The project's folder; by default the current one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = "ES256",
      description = "ES256, RS256 or EdDSA; ${DEFAULT-VALUE} by default.")
  private Algorithm algorithm = Algorithm.ES256;

  private final Program program;

  /** By what tokens can be signed. */
  enum Algorithm {
    ES256,
    RS256,
    EdDSA
  }

  RotateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    ProjectFolder project = ProjectFolder.open(folder);
    String id = program.backend().rotate(project, algorithm.name());
    program.terminal().line("kid=" + id);
    program.terminal().line("file=" + project.signingKeys());
    return ExitCode.OK.code();
  }
}
