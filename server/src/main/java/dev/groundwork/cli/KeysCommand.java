package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import java.util.List;

/** {@code groundwork keys}: what clients identify themselves with. */
final class KeysCommand implements Command {
  private static final Option SHOW_SECRET =
      Option.flag("show-secret", "Print the secret that tokens are signed with, too.");

  private final Program program;

  KeysCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public List<String> description() {
    return List.of("Prints the project's API keys; makes them when there are none yet.");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.FOLDER);
  }

  @Override
  public List<Option> options() {
    return List.of(SHOW_SECRET);
  }

  @Override
  public List<Command> commands() {
    return List.of(new RotateCommand(program));
  }

  @Override
  public int run(Arguments given) {
    ProjectFolder project = ProjectFolder.open(given.folder());
    Keys keys = program.backend().keys(project, program.settings().server(project, List.of()));
    String none = "none: jwt.secret cannot sign tokens";
    program.terminal().line("anon=" + keys.anon().orElse(none));
    keys.publishable().forEach(key -> program.terminal().line("publishable=" + key));
    program.terminal().line("service_role=" + keys.serviceRole().orElse(none));
    keys.secret().forEach(key -> program.terminal().line("secret=" + key));
    if (given.has(SHOW_SECRET)) {
      program.terminal().line("jwt_secret=" + keys.jwtSecret());
    }
    return ExitCode.OK.code();
  }
}
