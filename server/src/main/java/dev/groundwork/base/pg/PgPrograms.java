package dev.groundwork.base.pg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PostgreSQL's programs. */
final class PgPrograms {
  private final PgBinaries binaries;
  private final Unprivileged unprivileged;

  PgPrograms(PgBinaries binaries, Unprivileged unprivileged) {
    this.binaries = binaries;
    this.unprivileged = unprivileged;
  }

  /** The outcome of a program that ended. */
  record Outcome(int exitCode, String output) {}

  Unprivileged unprivileged() {
    return unprivileged;
  }

  /** Runs a program to its end. */
  Outcome run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(unprivileged.prefix());
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    try {
      Process process = prepare(command).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw cannotRun(program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + program + " ran", e);
    }
  }

  /**
   * Starts a server: in a session of its own, so that Ctrl-C in the terminal does not reach it, and
   * asked to stop when the thread that starts it ends, where the system can.
   */
  Process startServer(List<String> arguments) {
    List<String> command = new ArrayList<>();
    Unprivileged.tool("setsid").ifPresent(command::add);
    command.addAll(unprivileged.prefix());
    Unprivileged.tool("setpriv")
        .ifPresent(setpriv -> command.addAll(List.of(setpriv, "--pdeathsig", "INT")));
    command.add(binaries.program("postgres").toString());
    command.addAll(arguments);
    try {
      Process process = prepare(command).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw cannotRun("postgres", e);
    }
  }

  /** Sends a signal that Java has no call for. */
  void signal(String name, long pid) {
    run("pg_ctl", List.of("kill", name, Long.toString(pid)));
  }

  private RuntimeException cannotRun(String program, IOException e) {
    Path file = binaries.program(program);
    return new PgStartProblem.ProgramFailed(program, String.valueOf(e.getMessage()), file).raise();
  }

  private static ProcessBuilder prepare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(PgPrograms::isPostgresSetting);
    builder.environment().put("LC_MESSAGES", "C");
    return builder.directory(Path.of("/").toFile());
  }

  /** PGDATA, PGPORT and their like would change what the programs do. */
  private static boolean isPostgresSetting(String variable) {
    return variable.startsWith("PG") || variable.equals("LC_ALL");
  }
}
