package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import java.util.Arrays;
import java.util.List;

/** {@code groundwork keys rotate}: a new pair of keys to sign tokens with. */
final class RotateCommand implements Command {
  private static final Option ALGORITHM =
      Option.value("algorithm", "NAME", "ES256, RS256 or EdDSA; ES256 by default.");

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
  public String name() {
    return "rotate";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Makes a new pair of keys that signs people's tokens; tokens of before hold until they"
            + " end.",
        "A running server signs with it after a restart. Several nodes need the same file.");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.FOLDER);
  }

  @Override
  public List<Option> options() {
    return List.of(ALGORITHM);
  }

  @Override
  public int run(Arguments given) {
    Algorithm algorithm = algorithm(given);
    ProjectFolder project = ProjectFolder.open(given.folder());
    String id = program.backend().rotate(project, algorithm.name());
    program.terminal().line("kid=" + id);
    program.terminal().line("file=" + project.signingKeys());
    return ExitCode.OK.code();
  }

  private static Algorithm algorithm(Arguments given) {
    String name = given.value(ALGORITHM).orElse(Algorithm.ES256.name());
    return Arrays.stream(Algorithm.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> given.invalid(ALGORITHM, name, "one of ES256, RS256, EdDSA"));
  }
}
