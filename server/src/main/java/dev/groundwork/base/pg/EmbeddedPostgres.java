package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server of our own: unpacked, set up, started, watched over and stopped by this
 * process. Listens on 127.0.0.1 and on a Unix socket only. One process at a time runs one on a
 * folder.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private final HomeLock lock;
  private final Supervisor supervisor;
  private final String password;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(HomeLock lock, Supervisor supervisor, String password) {
    this.lock = lock;
    this.supervisor = supervisor;
    this.password = password;
  }

  /**
   * Starts a server and waits until it takes connections. What a killed server left behind is put
   * in order first.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PgStartProblem}
   */
  public static EmbeddedPostgres start(EmbeddedConfig config, Observer observer) {
    return start(config, Unprivileged.here(), observer);
  }

  static EmbeddedPostgres start(
      EmbeddedConfig config, Unprivileged unprivileged, Observer observer) {
    HomeLock lock = HomeLock.take(config.home());
    boolean started = false;
    try {
      PgPrograms programs = new PgPrograms(PgBinaries.unpack(config.binaries()), unprivileged);
      String password = DataFolder.prepare(config, programs);
      Orphans.stop(config, programs, observer);
      PgExtensions extensions = PgExtensions.unpack(config.binaries());
      Supervisor supervisor = new Supervisor(config, programs, extensions, observer);
      supervisor.start();
      started = true;
      return new EmbeddedPostgres(lock, supervisor, password);
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /**
   * The superuser's address of a database on a server that another process runs on the folder, such
   * as a started project; empty when none runs.
   */
  public static Optional<PgAddress> running(EmbeddedConfig config, String database) {
    return Postmaster.of(config.data())
        .filter(server -> server.ready() && server.process().isPresent())
        .map(server -> local(config, server.port(), database));
  }

  /** Removes the folder of a server that was stopped, with its data. */
  public static void remove(Path home) {
    try {
      Folders.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #remove}, unless a process runs a server on the folder. */
  public static void removeAbandoned(Path home) {
    try (HomeLock _ = HomeLock.take(home.toAbsolutePath().normalize())) {
      remove(home);
    } catch (ProblemException e) {
      // somebody needs it
    }
  }

  private static PgAddress local(EmbeddedConfig config, int port, String database) {
    PgAddress address =
        PgAddress.local(port, database, DataFolder.SUPERUSER, DataFolder.password(config));
    return config.socket(port).map(address::by).orElse(address);
  }

  /** Extensions that may be created here and do nothing: only what names them is satisfied. */
  public static List<String> hollowExtensions() {
    return PgExtensions.HOLLOW;
  }

  /** The superuser's address of a database on this server. */
  public PgAddress address(String database) {
    PgAddress address =
        PgAddress.local(supervisor.port(), database, DataFolder.SUPERUSER, password);
    return supervisor.socket().map(address::by).orElse(address);
  }

  public int port() {
    return supervisor.port();
  }

  /** The number of the server's first process; another one after the server was restarted. */
  public long pid() {
    return supervisor.pid();
  }

  /** Ends all sessions, writes everything to disk and stops the server; returns when it is gone. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        supervisor.stop();
      } finally {
        lock.close();
      }
    }
  }
}
