package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a killed process of ours left behind: its server may still run. Whoever holds the folder's
 * lock may stop it.
 */
final class Orphans {
  private static final Duration POLL = Duration.ofMillis(20);

  private static final Duration LAST_MOMENTS = Duration.ofSeconds(5);

  private Orphans() {}

  static void stop(EmbeddedConfig config, PgPrograms programs, Observer observer) {
    Postmaster postmaster = Postmaster.of(config.data()).orElse(null);
    if (postmaster == null) {
      return;
    }
    ProcessHandle process = postmaster.process().orElse(null);
    if (process == null) {
      disown(config);
      return;
    }
    switch (Postmaster.identify(process, config.data())) {
      case SERVER -> stop(process, config, programs, observer);
      case ANOTHER_PROGRAM -> disown(config);
      case UNKNOWN -> requireDead(config, process);
    }
  }

  /** A process that is just ending does not say any more who it was. */
  private static void requireDead(EmbeddedConfig config, ProcessHandle process) {
    if (!ended(process, LAST_MOMENTS)) {
      throw inUse(config, process);
    }
    disown(config);
  }

  private static void stop(
      ProcessHandle process, EmbeddedConfig config, PgPrograms programs, Observer observer) {
    observer.report(
        new Event.Lifecycle("Stopping PostgreSQL process " + process.pid() + ", left running"));
    programs.signal("INT", process.pid());
    if (!ended(process, config.stopTimeout())) {
      force(process, config, programs, observer);
    }
    disown(config);
  }

  /** Its data outlives that: the next start recovers them from the log. */
  private static void force(
      ProcessHandle process, EmbeddedConfig config, PgPrograms programs, Observer observer) {
    String message = "PostgreSQL process " + process.pid() + " does not stop; stopping it by force";
    observer.report(new Event.Warning(message, Optional.empty()));
    programs.signal("QUIT", process.pid());
    if (ended(process, LAST_MOMENTS)) {
      return;
    }
    process.destroyForcibly();
    if (!ended(process, LAST_MOMENTS)) {
      throw inUse(config, process);
    }
  }

  /**
   * A dead server's number may belong to another program or to nobody but the table of processes,
   * and PostgreSQL would take that for a running server. It ignores the number of its parent, so
   * ours is put in its place. The file itself must stay: what else it says lets the new server find
   * out whether children of the killed one still use the data.
   */
  private static void disown(EmbeddedConfig config) {
    Path file = Postmaster.file(config.data());
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      lines.set(0, Long.toString(ProcessHandle.current().pid()));
      Files.write(file, lines);
    } catch (NoSuchFileException e) {
      return; // it was removed as it should be
    } catch (FileSystemException e) {
      throw new PgStartProblem.NotWritable(config.data(), Folders.reason(e)).raise();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException inUse(EmbeddedConfig config, ProcessHandle process) {
    return new PgStartProblem.FolderInUseByPostgres(config.data(), process.pid()).raise();
  }

  private static boolean ended(ProcessHandle process, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (Postmaster.lives(process)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
