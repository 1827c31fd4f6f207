package dev.groundwork;

import dev.groundwork.cli.Program;
import dev.groundwork.cli.Terminal;
import java.util.Map;

/** Entry point: hands the commands the server that they run. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.ofProcess(environment);
    Server server = new Server(environment, System.err);
    System.exit(new Program(server, environment, terminal).run(arguments));
  }
}
