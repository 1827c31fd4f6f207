package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Observer;
import java.util.List;
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
