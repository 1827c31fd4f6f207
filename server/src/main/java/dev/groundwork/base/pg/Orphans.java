package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a killed process of ours left behind: its server may still run. Whoever holds the folder's
 * lock may stop it.
 */
final class Orphans {
  private Orphans() {}

  static void stop(EmbeddedConfig config, PgPrograms programs, Observer observer) {
    Postmaster postmaster = Postmaster.of(config.data()).orElse(null);
    if (postmaster == null) {
      return;
    }
    ProcessHandle process = postmaster.process().orElse(null);
    if (process == null) {
      return; // the server itself removes the file of a dead one
    }
    if (!Postmaster.isPostgres(process)) {
      forget(config);
      return;
    }
    observer.report(
        new Event.Lifecycle("Stopping PostgreSQL process " + process.pid() + ", left running"));
    programs.signal("INT", process.pid());
    if (!ended(process, config)) {
      throw new PgStartProblem.FolderInUseByPostgres(config.data(), process.pid()).raise();
    }
  }

  /** The dead server's number now belongs to another program, which would stop the new server. */
  private static void forget(EmbeddedConfig config) {
    try {
      Files.deleteIfExists(Postmaster.file(config.data()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ended(ProcessHandle process, EmbeddedConfig config) {
    try {
      process.onExit().get(config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
