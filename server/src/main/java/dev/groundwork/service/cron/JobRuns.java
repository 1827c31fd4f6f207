package dev.groundwork.service.cron;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Runs jobs, each on a thread and a session of its own. A job that is due while it still runs runs
 * once more afterwards.
 */
final class JobRuns implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final int RUNNING = 1;
  private static final int RUNNING_AND_DUE = 2;

  private final PgAddress owner;
  private final Observer observer;
  private final Map<Long, Integer> states = new ConcurrentHashMap<>();
  private final Set<PlainSession> sessions = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private volatile boolean closed;

  JobRuns(PgAddress owner, Observer observer) {
    this.owner = owner;
    this.observer = observer;
  }

  void start(Job job) {
    int state =
        states.merge(job.id(), RUNNING, (before, _) -> Math.min(before + 1, RUNNING_AND_DUE));
    if (state == RUNNING) {
      Thread.ofVirtual().name("cron-job-" + job.id()).start(() -> runWhileDue(job));
    }
  }

  /** Ends the sessions of jobs that run. */
  @Override
  public void close() {
    closed = true;
    sessions.forEach(PlainSession::close);
  }

  private void runWhileDue(Job job) {
    Integer left;
    do {
      places.acquireUninterruptibly();
      try {
        run(job);
      } finally {
        places.release();
      }
      left = states.computeIfPresent(job.id(), (_, state) -> state == RUNNING ? null : RUNNING);
    } while (left != null && !closed);
  }

  private void run(Job job) {
    String run = "";
    try (PlainSession session = PlainSession.open(owner)) {
      sessions.add(session);
      run = begin(session, job);
      try {
        finish(run, "succeeded", execute(session, job));
      } finally {
        sessions.remove(session);
      }
    } catch (ProblemException e) {
      fail(job, run, e);
    }
  }

  private static String begin(PlainSession session, Job job) {
    String sql =
        """
        insert into cron.job_run_details
          (jobid, job_pid, database, username, command, status, start_time)
        values (?::bigint, pg_backend_pid(), current_database(), ?, ?, 'running', clock_timestamp())
        returning runid
        """;
    return Objects.requireNonNull(
        session
            .rows(sql, Long.toString(job.id()), job.user(), job.command())
            .getFirst()
            .getFirst());
  }

  /**
   * Runs the command as its user. Only who is a superuser anyway could leave that role again: for
   * everybody else the command is the body of a function that runs with its owner's rights, in
   * which PostgreSQL forbids to change the role. Nothing of it is left for the commit, which is not
   * in that function: neither deferred triggers nor cursors that outlive the transaction.
   */
  private static String execute(PlainSession session, Job job) {
    String sql =
        "select rolname = session_user, rolsuper,"
            + " (select rolsuper from pg_roles where rolname = session_user)"
            + " from pg_roles where rolname = ?";
    var found = session.rows(sql, job.user());
    if (found.isEmpty()) {
      throw new CronProblem.NoSuchUser(job.user()).raise();
    }
    boolean same = "t".equals(found.getFirst().get(0));
    boolean superuser = "t".equals(found.getFirst().get(1));
    boolean mayBeOther = "t".equals(found.getFirst().get(2));
    if (!same && !mayBeOther) {
      throw new CronProblem.NotAllowed(job.user()).raise();
    }
    if (same) {
      return counted(session.execute(job.command()));
    }
    if (superuser) {
      session.execute("set session authorization " + Identifier.quote(job.user()));
      return counted(session.execute(job.command()));
    }
    session.execute(
        """
        create function pg_temp.cron_command() returns void language plpgsql security definer
          as %s;
        alter function pg_temp.cron_command() owner to %s
        """
            .formatted(
                Identifier.literal(
                    "begin execute "
                        + Identifier.literal(job.command())
                        + "; set constraints all immediate; end"),
                Identifier.quote(job.user())));
    session.execute("begin; select pg_temp.cron_command(); close all; commit");
    return "done";
  }

  private static String counted(long rows) {
    return rows == 1 ? "1 row" : rows + " rows";
  }

  private void fail(Job job, String run, ProblemException e) {
    if (closed) {
      return;
    }
    String reason = "ERROR: " + e.problem().message();
    try {
      if (!run.isEmpty()) {
        finish(run, "failed", reason);
      }
    } catch (ProblemException _) {
      // the database is away: what is told below is all there is
    }
    String message = "job " + job.id() + " of " + job.user() + " failed: " + reason;
    observer.report(new Event.Warning(message, Optional.empty()));
  }

  /** On a session of its own: the command may have done anything to the other one. */
  private void finish(String run, String status, String message) {
    try (PlainSession session = PlainSession.open(owner)) {
      session.rows(
          "update cron.job_run_details set status = ?, return_message = ?,"
              + " end_time = clock_timestamp() where runid = ?::bigint returning runid",
          status,
          message,
          run);
    }
  }
}
