package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.sql.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** The session that a file runs in. */
final class StepSession implements AutoCloseable {
  private static final Duration SELDOM = Duration.ofSeconds(1);
  private static final Duration OFTEN = Duration.ofMillis(20);

  private static final String LIMIT =
      "select pg_catalog.set_config('lock_timeout', ?, true) where"
          + " pg_catalog.current_setting('lock_timeout') = ?";

  /** A statement that waits for locks on two tables, one after the other. */
  private static final Pattern OTHER_TABLE =
      Pattern.compile("\\b(references|attach\\s+partition)\\b", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private final MigrationConfig config;
  private final Interruption interruption;
  private final Observer observer;
  private final StepWatch watch;
  private final String lockTimeout;
  private final String role;
  private String limit;
  private long begun = System.nanoTime();

  private StepSession(
      Connection connection,
      MigrationConfig config,
      Interruption interruption,
      Observer observer,
      StepWatch watch,
      String lockTimeout,
      String role) {
    this.connection = connection;
    this.config = config;
    this.interruption = interruption;
    this.observer = observer;
    this.watch = watch;
    this.lockTimeout = lockTimeout;
    this.limit = lockTimeout;
    this.role = role;
  }

  /** Statements of this program's own. */
  interface Own {
    void run(Connection connection) throws SQLException;
  }

  static StepSession open(
      PgAddress address, MigrationConfig config, Interruption interruption, Observer observer)
      throws SQLException {
    Connection connection = SetupLock.connect(address);
    boolean opened = false;
    try {
      SetupLock.mark(connection);
      long millis = config.lockTimeout().toMillis();
      SetupLock.execute(connection, "set lock_timeout = " + config.waitMillis(Duration.ZERO));
      endWithThisProgram(connection);
      Duration every =
          Duration.ofMillis(Math.clamp(millis / 4, OFTEN.toMillis(), SELDOM.toMillis()));
      int pid = connection.unwrap(PGConnection.class).getBackendPID();
      StepSession session =
          new StepSession(
              connection,
              config,
              interruption,
              observer,
              new StepWatch(address, pid, observer, every).start(),
              value(connection, "lock_timeout"),
              value(connection, "role"));
      opened = true;
      return session;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  /** Otherwise a statement runs on for hours after this program was killed. */
  private static void endWithThisProgram(Connection connection) {
    try {
      SetupLock.execute(connection, "set client_connection_check_interval = '1s'");
    } catch (SQLException _) {
      // some systems cannot; the next run waits for the statement then
    }
  }

  private static String value(Connection connection, String setting) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_catalog.current_setting(" + Identifier.literal(setting) + ")")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  Connection connection() {
    return connection;
  }

  StepWatch watch() {
    return watch;
  }

  /** Whether it may go well another time: a lock was held, or two waited for each other. */
  static boolean isForWantOfALock(SQLException failure) {
    return "55P03".equals(failure.getSQLState()) || "40P01".equals(failure.getSQLState());
  }

  /** Tells why an attempt failed, and waits before the next one. */
  void waitForAnotherAttempt(String place, SQLException failure, int attempt) {
    Duration pause = config.pause(attempt, Math.random());
    String who = watch.blockers().map(found -> " that is held by " + found).orElse("");
    String reason =
        "40P01".equals(failure.getSQLState()) ? "met a deadlock" : "did not get a lock" + who;
    String message =
        "%s %s; undone, trying again in %.1f s (%d of %d)"
            .formatted(place, reason, pause.toMillis() / 1000.0, attempt, config.lockRetries());
    observer.report(new Event.Lifecycle(message));
    interruption.rest(pause);
  }

  /** Begins a transaction, and with it the time that others may have to wait for. */
  void begin() throws SQLException {
    SetupLock.execute(connection, "begin");
    begun = System.nanoTime();
    limit = lockTimeout;
  }

  /**
   * Lets the next statement of the transaction wait for what is left of the limit, so that who
   * waits for a lock that an earlier one has got waits no longer either. A limit that the file has
   * set stays.
   */
  void limitWait(String sql) throws SQLException {
    Duration used = Duration.ofNanos(System.nanoTime() - begun);
    boolean several = OTHER_TABLE.matcher(sql).find();
    boolean little = used.multipliedBy(20).compareTo(config.lockTimeout()) < 0;
    if (config.lockTimeout().isZero() || (little && !several)) {
      return;
    }
    long wait = config.waitMillis(used);
    long each = several ? Math.max(1, wait / 2) : wait;
    try (PreparedStatement set = connection.prepareStatement(LIMIT)) {
      set.setString(1, Long.toString(each));
      set.setString(2, limit);
      try (ResultSet row = set.executeQuery()) {
        limit = row.next() ? row.getString(1) : limit;
      }
    }
  }

  /** Runs a statement that may be ended from outside. */
  void execute(String sql) throws SQLException {
    interruption.during(connection, () -> SetupLock.execute(connection, sql));
  }

  /**
   * Runs a statement that nobody waits behind, without a limit on its own wait; a limit that the
   * file has set stays.
   */
  void patiently(String sql) throws SQLException {
    boolean ours = value(connection, "lock_timeout").equals(lockTimeout);
    if (ours) {
      SetupLock.execute(connection, "set lock_timeout = 0");
    }
    try {
      execute(sql);
    } finally {
      if (ours && !connection.isClosed()) {
        SetupLock.execute(connection, "set lock_timeout = " + Identifier.literal(lockTimeout));
      }
    }
  }

  /** Removes what a statement has left; briefly when the end was asked for. */
  void remove(String sql, boolean patient) throws SQLException {
    if (interruption.asked()) {
      SetupLock.execute(connection, sql);
    } else if (patient) {
      patiently(sql);
    } else {
      execute(sql);
    }
  }

  /** Is, to the end of the transaction, who has opened the session; files may have changed that. */
  void asOwner() throws SQLException {
    SetupLock.execute(
        connection,
        "set local session authorization default; set local role " + Identifier.literal(role));
  }

  /** A transaction of this program's own. */
  void own(Own work) throws SQLException {
    SetupLock.execute(connection, "begin");
    try {
      asOwner();
      work.run(connection);
      SetupLock.execute(connection, "commit");
    } catch (SQLException e) {
      SetupLock.execute(connection, "rollback");
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    watch.close();
    connection.close();
  }
}
