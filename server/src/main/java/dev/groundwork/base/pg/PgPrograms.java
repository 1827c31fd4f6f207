package dev.groundwork.base.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs PostgreSQL's programs. They refuse to run as root; then each runs in a user namespace of its
 * own, in which it is not root although its files still are ours.
 */
final class PgPrograms {
  private final PgBinaries binaries;

  PgPrograms(PgBinaries binaries) {
    this.binaries = binaries;
  }

  /** The outcome of a program that ended. */
  record Outcome(int exitCode, String output) {}

  /** Runs a program to its end. */
  Outcome run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(unprivileged());
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    try {
      Process process = prepare(command).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exitCode = process.waitFor();
      if (exitCode != 0 && output.startsWith("unshare:")) {
        throw new PgStartProblem.RunsAsRoot(output).raise();
      }
      return new Outcome(exitCode, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + program + " ran", e);
    }
  }

  /**
   * A server that is ready to start: in a session of its own, so that Ctrl-C in the terminal does
   * not reach it, and asked to stop when the thread that starts it ends, where the system can.
   */
  ProcessBuilder server(List<String> arguments) {
    List<String> command = new ArrayList<>();
    found("setsid").ifPresent(tool -> command.add(tool.toString()));
    command.addAll(unprivileged());
    found("setpriv")
        .ifPresent(tool -> command.addAll(List.of(tool.toString(), "--pdeathsig", "INT")));
    command.add(binaries.program("postgres").toString());
    command.addAll(arguments);
    return prepare(command);
  }

  /** Sends a signal that Java has no call for. */
  void signal(String name, long pid) {
    run("pg_ctl", List.of("kill", name, Long.toString(pid)));
  }

  private static List<String> unprivileged() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    Path unshare =
        found("unshare")
            .orElseThrow(() -> new PgStartProblem.RunsAsRoot("no program unshare").raise());
    return List.of(unshare.toString(), "-U");
  }

  private static Optional<Path> found(String tool) {
    return List.of("/usr/bin", "/bin", "/usr/local/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static ProcessBuilder prepare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(PgPrograms::isPostgresSetting);
    builder.environment().put("LC_MESSAGES", "C");
    return builder;
  }

  /** PGDATA, PGPORT and their like would change what the programs do. */
  private static boolean isPostgresSetting(String variable) {
    return variable.startsWith("PG") || variable.equals("LC_ALL");
  }
}
