package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs files. Each has a session of its own, so that what one sets does not reach the next, and is
 * one transaction, but for statements that PostgreSQL runs outside of transactions only: around
 * those it is several steps, and a run that is cut short is continued by the next one.
 */
final class FileRun {
  private final PgAddress address;
  private final MigrationConfig config;
  private final Interruption interruption;
  private final Observer observer;

  FileRun(PgAddress address, MigrationConfig config, Interruption interruption, Observer observer) {
    this.address = address;
    this.config = config;
    this.interruption = interruption;
    this.observer = observer;
  }

  /**
   * A file to run.
   *
   * @param work what for: {@code migration}, {@code seed} or {@code down}
   * @param name by which it is known among others of this work
   * @param recording is written in the transaction of the last step
   */
  record Job(
      String work,
      String name,
      MigrationFile file,
      List<SqlStatementText> statements,
      Recording recording) {
    Job {
      statements = List.copyOf(statements);
    }
  }

  /** Writes down that a file was run. */
  interface Recording {
    void write(Connection session, Duration took) throws SQLException;
  }

  /**
   * Runs a file, or what is left of it.
   *
   * @return how long it took
   * @throws ProblemException with a {@link MigrationProblem}; what the last step did is undone then
   */
  Duration run(Job job) {
    long start = System.nanoTime();
    interruption.begins();
    try (StepSession session = StepSession.open(address, config, interruption, observer)) {
      new Steps(session, job, start).run();
      return Duration.ofNanos(System.nanoTime() - start);
    } catch (SQLException e) {
      throw problem(job, 1, e);
    } finally {
      interruption.ended();
    }
  }

  private ProblemException problem(Job job, int line, SQLException failure) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    if (interruption.asked()) {
      return new ProblemException(new MigrationProblem.Interrupted(job.file().name()), failure);
    }
    return PgProblem.isConnectionLost(state)
        ? new ProblemException(new MigrationProblem.Lost(place(job, line)), failure)
        : new ProblemException(PgProblem.of(failure), failure);
  }

  private static String place(Job job, int line) {
    return job.file().name() + ":" + line;
  }

  /** A statement of the file failed. */
  private static final class StatementFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final transient SqlStatementText statement;
    private final SQLException failure;

    StatementFailed(SqlStatementText statement, SQLException failure) {
      super(failure);
      this.statement = statement;
      this.failure = failure;
    }

    boolean forWantOfALock() {
      return StepSession.isForWantOfALock(failure);
    }

    boolean hasState(String state) {
      return state.equals(failure.getSQLState());
    }
  }

  /** One run of one file. */
  private final class Steps {
    private final StepSession session;
    private final Job job;
    private final long start;
    private final List<MigrationStep> steps;
    private final boolean logged;
    private int done;
    private Optional<StepLog.Indexes> begun = Optional.empty();

    Steps(StepSession session, Job job, long start) {
      this.session = session;
      this.job = job;
      this.start = start;
      this.steps = MigrationStep.of(job.statements());
      this.logged = steps.size() > 1 || steps.getFirst() instanceof MigrationStep.Alone;
    }

    void run() throws SQLException {
      if (logged) {
        session.own(StepLog::create);
        resume();
      }
      while (done < steps.size()) {
        withRetries(steps.get(done));
        done++;
      }
    }

    /** Continues after the steps that an earlier run has done. */
    private void resume() throws SQLException {
      Optional<StepLog.Half> found = StepLog.find(session.connection(), job.work(), job.name());
      if (found.isEmpty()) {
        return;
      }
      StepLog.Half half = found.get();
      int known = half.done() + (half.begun().isPresent() ? 1 : 0);
      if (known > steps.size()
          || !MigrationStep.checksum(steps.subList(0, known)).equals(half.checksum())) {
        throw new MigrationProblem.HalfChanged(job.file().name(), half.done(), half.total())
            .raise();
      }
      done = half.done();
      report("Continuing " + job.file().name() + " after step " + done + " of " + steps.size());
      for (SqlStatementText setting : MigrationStep.settings(steps.subList(0, done))) {
        session.execute(setting.sql());
      }
      begun = half.begun();
    }

    /**
     * Ends what was begun outside of a transaction and cut short.
     *
     * @return whether the step is done with that; otherwise it is to be begun anew
     */
    private boolean finish(SqlStatementText statement, StepLog.Indexes before)
        throws StatementFailed, SQLException {
      Leftovers.Verdict verdict = clear(statement, before);
      if (verdict instanceof Leftovers.Verdict.Repeat(Optional<String> finished)) {
        if (finished.isEmpty()) {
          return false;
        }
        repeat(statement, finished.get());
      }
      session.own(this::recordStep);
      return true;
    }

    private void repeat(SqlStatementText statement, String finished) throws StatementFailed {
      try {
        execute(statement);
      } catch (StatementFailed e) {
        if (!e.hasState(finished)) {
          throw e;
        }
      }
    }

    private Leftovers.Verdict clear(SqlStatementText statement, StepLog.Indexes before)
        throws StatementFailed {
      try {
        return Leftovers.clear(
            session.connection(),
            statement,
            before,
            sql -> session.remove(sql, Leftovers.isPatient(statement)));
      } catch (SQLException e) {
        throw new StatementFailed(statement, e);
      }
    }

    private void withRetries(MigrationStep step) throws SQLException {
      for (int attempt = 1; ; attempt++) {
        try {
          perform(step);
          return;
        } catch (StatementFailed e) {
          clean(step);
          if (interruption.asked() || !e.forWantOfALock()) {
            throw fault(e);
          }
          waitAndTell(e, attempt);
        }
      }
    }

    private void waitAndTell(StatementFailed e, int attempt) {
      Optional<String> blockers = session.watch().blockers();
      if (attempt > config.lockRetries()) {
        throw new ProblemException(
            new MigrationProblem.LockBusy(place(job, e.statement.line()), attempt, blockers),
            e.failure);
      }
      session.waitForAnotherAttempt(place(job, e.statement.line()), e.failure, attempt);
    }

    private void perform(MigrationStep step) throws StatementFailed, SQLException {
      switch (step) {
        case MigrationStep.Together(List<SqlStatementText> statements) -> {
          session.begin();
          for (SqlStatementText statement : statements) {
            session.limitWait(statement.sql());
            execute(statement);
          }
          session.asOwner();
          recordStep(session.connection());
          commit(statements);
        }
        case MigrationStep.EndedByItself(List<SqlStatementText> statements) -> {
          session.begin();
          for (SqlStatementText statement : statements) {
            session.limitWait(statement.sql());
            execute(statement);
          }
          session.own(this::recordStep);
        }
        case MigrationStep.Alone(SqlStatementText statement) -> alone(statement);
      }
    }

    private void alone(SqlStatementText statement) throws StatementFailed, SQLException {
      if (begun.isPresent() && finish(statement, begun.get())) {
        begun = Optional.empty();
        return;
      }
      begun = Optional.empty();
      session.own(this::recordBegin);
      execute(statement);
      session.own(this::recordStep);
    }

    private void recordBegin(Connection connection) throws SQLException {
      String checksum = MigrationStep.checksum(steps.subList(0, done));
      StepLog.advance(connection, job.work(), job.name(), done, steps.size(), checksum);
      String begun = MigrationStep.checksum(steps.subList(0, done + 1));
      StepLog.begin(connection, job.work(), job.name(), begun);
    }

    private void recordStep(Connection connection) throws SQLException {
      if (done + 1 == steps.size()) {
        if (logged) {
          StepLog.remove(connection, job.work(), job.name());
        }
        job.recording().write(connection, Duration.ofNanos(System.nanoTime() - start));
      } else {
        String checksum = MigrationStep.checksum(steps.subList(0, done + 1));
        StepLog.advance(connection, job.work(), job.name(), done + 1, steps.size(), checksum);
      }
    }

    /** What was deferred to the end of the transaction may fail here. */
    private void commit(List<SqlStatementText> statements) throws StatementFailed {
      int line = statements.isEmpty() ? 1 : statements.getLast().line();
      String shown = "(at the end of the file)";
      try {
        session.execute("commit");
      } catch (SQLException e) {
        throw new StatementFailed(new SqlStatementText(shown, line, List.of()), e);
      }
    }

    private void execute(SqlStatementText statement) throws StatementFailed {
      session.watch().begins(place(job, statement.line()));
      try {
        String sql = VectorIndexes.runnable(session.connection(), statement);
        if (statement.standsAlone() && Leftovers.isPatient(statement)) {
          session.patiently(sql);
        } else {
          session.execute(sql);
        }
      } catch (SQLException e) {
        throw new StatementFailed(statement, e);
      } finally {
        session.watch().ended();
      }
    }

    /** Leaves the database as it was before the step; what cannot be removed now is later. */
    private void clean(MigrationStep step) {
      try {
        SetupLock.execute(session.connection(), "rollback");
        if (step instanceof MigrationStep.Alone(SqlStatementText statement)) {
          begun =
              StepLog.find(session.connection(), job.work(), job.name())
                  .flatMap(StepLog.Half::begun);
          clean(statement);
        }
      } catch (StatementFailed | SQLException _) {
        // the next attempt, or the next run, finds what is left
      }
    }

    private void clean(SqlStatementText statement) throws StatementFailed, SQLException {
      if (begun.isPresent() && clear(statement, begun.get()) instanceof Leftovers.Verdict.Repeat) {
        session.own(this::recordNothingBegun);
        begun = Optional.empty();
      }
    }

    private void recordNothingBegun(Connection connection) throws SQLException {
      if (done == 0) {
        StepLog.remove(connection, job.work(), job.name());
      } else {
        String checksum = MigrationStep.checksum(steps.subList(0, done));
        StepLog.advance(connection, job.work(), job.name(), done, steps.size(), checksum);
      }
    }

    private ProblemException fault(StatementFailed e) {
      String state = Optional.ofNullable(e.failure.getSQLState()).orElse("");
      return interruption.asked() || PgProblem.isConnectionLost(state)
          ? problem(job, e.statement.line(), e.failure)
          : new ProblemException(FileCheck.failure(job.file(), e.statement, e.failure), e.failure);
    }

    private void report(String message) {
      observer.report(new Event.Lifecycle(message));
    }
  }
}
