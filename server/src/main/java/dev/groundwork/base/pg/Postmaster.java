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
 * @param ready whether it takes connections
 * @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">PostgreSQL's file
 *     layout</a>
 */
record Postmaster(long pid, boolean ready) {
  private static final int PID = 0;
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
      return Optional.of(new Postmaster(pid, ready));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // absent, or being written
    }
  }

  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** The process, when it lives. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  /**
   * Whether a process is a PostgreSQL server. A killed server's number may have been given to
   * another program since.
   */
  static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.contains("postgres")).orElse(false);
  }
}
