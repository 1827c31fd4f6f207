package dev.groundwork.base.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server as its {@code postmaster.pid} describes it.
 *
 * @param pid of the server's first process
 * @param port where it listens, or 0 while that is not written
 * @param ready whether it takes connections
 * @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">PostgreSQL's file
 *     layout</a>
 */
record Postmaster(long pid, int port, boolean ready) {
  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** The server that runs, or was killed, on a data folder. */
  static Optional<Postmaster> of(Path data) {
    try {
      List<String> lines = Files.readAllLines(file(data));
      if (lines.isEmpty() || lines.get(PID).isBlank()) {
        return Optional.empty();
      }
      long pid = Math.abs(Long.parseLong(lines.get(PID).strip()));
      boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
      int port = lines.size() > PORT ? Integer.parseInt(lines.get(PORT).strip()) : 0;
      return Optional.of(new Postmaster(pid, port, ready));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // absent, or being written
    }
  }

  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** The process, when it lives. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(Postmaster::lives);
  }

  /**
   * Whether a process runs. One that ended but whose parent did not ask for its exit code still has
   * its number; in a container whose first process does not ask, it has it for ever.
   */
  static boolean lives(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException e) {
      return process.isAlive(); // no such file on this system
    }
  }

  /** What is known of a process that has the number of a server. */
  enum Identity {
    /** The server of the data folder. */
    SERVER,
    /** A program that got the number of a server that is dead. */
    ANOTHER_PROGRAM,
    /** The system does not tell. */
    UNKNOWN
  }

  static Identity identify(ProcessHandle process, Path data) {
    ProcessHandle.Info info = process.info();
    if (info.command().isPresent() && !info.command().get().contains("postgres")) {
      return Identity.ANOTHER_PROGRAM; // of a long command line nothing else is told
    }
    if (info.command().isEmpty() || info.arguments().isEmpty()) {
      return Identity.UNKNOWN;
    }
    boolean server = List.of(info.arguments().get()).contains(data.toString());
    return server ? Identity.SERVER : Identity.ANOTHER_PROGRAM;
  }
}
