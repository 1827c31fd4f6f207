package dev.groundwork.service.cron;

import dev.groundwork.base.http.Router;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.SideWork;
import dev.groundwork.service.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs the jobs of a database. One node at a time does; another takes over within seconds when it
 * ends.
 */
public final class CronRoom implements Room {
  private static final String CHANNEL = "groundwork_cron";

  /** The letters "cron" as a number. */
  private static final long LEADER = 0x63726f6eL;

  private static final Duration CANDIDATE = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Observer observer;
  private final JobRuns runs;
  private final SideWork work;

  private CronRoom(PgAddress owner, Observer observer) {
    this.observer = observer;
    this.runs = new JobRuns(owner, observer);
    this.work = SideWork.start("cron", owner, this::work, observer);
  }

  /**
   * Begins.
   *
   * @param owner a superuser, or the only user whose jobs are run
   */
  public static CronRoom start(PgAddress owner, Observer observer) {
    return new CronRoom(owner, observer);
  }

  /** Clients talk to it in SQL. */
  @Override
  public void mount(Router router) {}

  @Override
  public void close() {
    work.close();
    runs.close();
  }

  private void work(PlainSession session) {
    while (!isOurs(session)) {
      session.await(LONGEST_WAIT);
    }
    while (!leads(session)) {
      session.await(CANDIDATE);
    }
    session.execute(
        "update cron.job_run_details set status = 'failed', end_time = clock_timestamp(),"
            + " return_message = 'the server ended' where status = 'running'");
    session.listen(CHANNEL);
    Timetable timetable = new Timetable();
    takeJobs(session, timetable);
    while (true) {
      boolean changed = session.await(untilNext(timetable));
      if (changed) {
        takeJobs(session, timetable);
      }
      timetable.due(Instant.now()).forEach(runs::start);
      session.rows("select 1");
    }
  }

  /** Where the original is installed, its own worker runs the jobs. */
  private static boolean isOurs(PlainSession session) {
    String sql = "select to_regprocedure('cron.job_changed()') is not null";
    return "t".equals(session.rows(sql).getFirst().getFirst());
  }

  private static boolean leads(PlainSession session) {
    return "t"
        .equals(session.rows("select pg_try_advisory_lock(" + LEADER + ")").getFirst().getFirst());
  }

  private static Duration untilNext(Timetable timetable) {
    return timetable
        .next()
        .map(next -> Duration.between(Instant.now(), next).plusMillis(1))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  private void takeJobs(PlainSession session, Timetable timetable) {
    String sql =
        "select jobid, schedule, command, username from cron.job"
            + " where active and database = current_database() order by jobid";
    List<Job> jobs =
        session.rows(sql).stream()
            .map(row ->
                new Job(
                    Long.parseLong(Objects.requireNonNull(row.get(0))),
                    Objects.requireNonNull(row.get(1)),
                    Objects.requireNonNull(row.get(2)),
                    Objects.requireNonNull(row.get(3))))
            .toList();
    for (Job job : timetable.take(jobs, Instant.now())) {
      String message = "job " + job.id() + " never runs: its schedule is " + job.schedule();
      observer.report(new Event.Warning(message, Optional.empty()));
    }
  }
}
