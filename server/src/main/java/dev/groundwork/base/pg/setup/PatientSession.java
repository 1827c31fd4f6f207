package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes a schema by statements of this program's own, as files are applied: one node at a time,
 * with a limit on how long it waits for locks, and ended from outside at any time.
 */
public final class PatientSession implements AutoCloseable {
  private final SetupLock lock;
  private final StepSession session;
  private final MigrationConfig config;
  private final Interruption interruption;

  private PatientSession(
      SetupLock lock, StepSession session, MigrationConfig config, Interruption interruption) {
    this.lock = lock;
    this.session = session;
    this.config = config;
    this.interruption = interruption;
  }

  /**
   * Waits until no other node changes the schema.
   *
   * @throws ProblemException with a {@link MigrationProblem} or {@link PgProblem}, as all methods
   */
  public static PatientSession open(
      PgAddress address, MigrationConfig config, Interruption interruption, Observer observer) {
    SetupLock lock = SetupLock.take(address, interruption, observer);
    boolean opened = false;
    interruption.begins();
    try {
      StepSession session = StepSession.open(address, config, interruption, observer);
      opened = true;
      return new PatientSession(lock, session, config, interruption);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    } finally {
      if (!opened) {
        interruption.ended();
        lock.close();
      }
    }
  }

  /** The rows of a query, each value as text or null. */
  public List<List<@Nullable String>> rows(String sql, @Nullable String... values) {
    try {
      return query(Statement.of(sql, values));
    } catch (SQLException e) {
      throw problem("", e);
    }
  }

  /** Without values the text goes as it stands, question marks and all. */
  private List<List<@Nullable String>> query(Statement asked) throws SQLException {
    if (asked.values().isEmpty()) {
      try (java.sql.Statement statement = session.connection().createStatement()) {
        statement.setEscapeProcessing(false);
        return statement.execute(asked.sql()) ? rows(statement.getResultSet()) : List.of();
      }
    }
    try (PreparedStatement statement = session.connection().prepareStatement(asked.sql())) {
      for (int i = 0; i < asked.values().size(); i++) {
        statement.setObject(i + 1, asked.values().get(i));
      }
      return statement.execute() ? rows(statement.getResultSet()) : List.of();
    }
  }

  private static List<List<@Nullable String>> rows(ResultSet result) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(row(result));
    }
    return rows;
  }

  private static List<@Nullable String> row(ResultSet result) throws SQLException {
    List<@Nullable String> row = new ArrayList<>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      row.add(result.getString(i));
    }
    return Collections.unmodifiableList(row);
  }

  /**
   * Runs statements in one transaction, again and again while it lacks a lock.
   *
   * @param what it does, for people
   * @return the rows of the last statement
   */
  public List<List<@Nullable String>> together(String what, List<Statement> statements) {
    return retrying(what, () -> inTransaction(statements));
  }

  private List<List<@Nullable String>> inTransaction(List<Statement> statements)
      throws SQLException {
    List<List<@Nullable String>> rows = List.of();
    Connection connection = session.connection();
    session.begin();
    try {
      for (Statement statement : statements) {
        session.limitWait(statement.sql());
        List<List<List<@Nullable String>>> got = new ArrayList<>();
        interruption.during(connection, () -> got.add(query(statement)));
        rows = got.getFirst();
      }
      interruption.during(connection, () -> SetupLock.execute(connection, "commit"));
      return rows;
    } catch (SQLException e) {
      SetupLock.execute(connection, "rollback");
      throw e;
    }
  }

  /** Runs a statement outside of a transaction that others do not have to wait behind. */
  public void alone(String what, String sql) {
    List<List<@Nullable String>> none =
        retrying(
            what,
            () -> {
              session.patiently(sql);
              return List.of();
            });
    assert none.isEmpty();
  }

  /** Runs statements and undoes them. */
  public <T> T tried(Trial<T> trial) {
    try {
      SetupLock.execute(session.connection(), "begin");
      try {
        return trial.run();
      } finally {
        SetupLock.execute(session.connection(), "rollback");
      }
    } catch (SQLException e) {
      throw problem("", e);
    }
  }

  /** What is done and undone. */
  public interface Trial<T> {
    T run();
  }

  /** Something that may lack a lock. */
  private interface Attempt {
    List<List<@Nullable String>> run() throws SQLException;
  }

  private List<List<@Nullable String>> retrying(String what, Attempt work) {
    for (int attempt = 1; ; attempt++) {
      session.watch().begins(what);
      try {
        return work.run();
      } catch (SQLException e) {
        boolean again = StepSession.isForWantOfALock(e) && attempt <= config.lockRetries();
        if (!again || interruption.asked()) {
          throw problem(what, e);
        }
        session.waitForAnotherAttempt(what, e, attempt);
      } finally {
        session.watch().ended();
      }
    }
  }

  private ProblemException problem(String what, SQLException failure) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    if (interruption.asked()) {
      return new ProblemException(new MigrationProblem.Interrupted(what), failure);
    }
    if (StepSession.isForWantOfALock(failure)) {
      return new ProblemException(
          new MigrationProblem.LockBusy(what, config.lockRetries() + 1, session.watch().blockers()),
          failure);
    }
    return PgProblem.isConnectionLost(state)
        ? new ProblemException(new MigrationProblem.Lost(what), failure)
        : new ProblemException(PgProblem.of(failure), failure);
  }

  /** Waits, unless the end is asked for. */
  public void rest(Duration time) {
    interruption.rest(time);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException _) {
      // its end is all that matters
    } finally {
      interruption.ended();
      lock.close();
    }
  }
}
