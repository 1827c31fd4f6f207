package dev.groundwork.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code pgbench -M prepared} with a script of its own. */
final class Pgbench {
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");

  private final Target target;
  private final Path script;
  private final Map<String, String> variables;
  private final int clients;

  /**
   * A run that can be repeated.
   *
   * @param variables that the script refers to as {@code :name}
   */
  Pgbench(Target target, Path script, Map<String, String> variables, int clients) {
    this.target = target;
    this.script = script;
    this.variables = variables;
    this.clients = clients;
  }

  /** Runs for a time; gives transactions a second. */
  double run(int seconds) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(seconds)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(output);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new IOException("pgbench: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }

  private List<String> command(int seconds) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "PGPASSWORD=" + target.postgres().password(),
                "pgbench",
                "-n",
                "-M",
                "prepared"));
    command.addAll(
        List.of("-c", Integer.toString(clients), "-j", "1", "-T", Integer.toString(seconds)));
    variables.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
    command.addAll(List.of("-f", script.toString(), "-h", target.socketFolder().toString()));
    command.addAll(
        List.of(
            "-p",
            Integer.toString(target.postgresPort()),
            "-U",
            target.postgres().user(),
            "postgres"));
    return command;
  }
}
