package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the second version of a column its values, a range of the table's pages at a time. Rows
 * that are written meanwhile are filled by the trigger, wherever they go, so that one way through
 * the pages is enough. A batch takes a fifth of a second; the pause after it is as long, and longer
 * while sessions wait for locks or replicas lag.
 */
final class Backfill {
  private static final Duration BATCH = Duration.ofMillis(200);
  private static final Duration TOLD = Duration.ofSeconds(1);
  private static final long FIRST_BLOCKS = 32;
  private static final long MOST_BLOCKS = 4096;

  private static final String SIZE =
      "select coalesce(pg_relation_filenode(?::oid), 0)::text, (pg_relation_size(?::oid)"
          + " / current_setting('block_size')::bigint)::text";

  private static final String LOAD =
      """
      select (select count(*) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock')::text,
        (select coalesce(max(extract(epoch from replay_lag)), 0)::bigint
          from pg_stat_replication)::text,
        (select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), 0)::bigint
          from pg_stat_replication)::text
      """;

  /**
   * A replica tells of its lag in time only once it has replayed; what it lacks is known at once.
   */
  private static final long BYTES_A_SECOND = 16_000_000;

  private static final long LAG_ALLOWED = 5;
  private static final long MOST_LAG_PAUSE = 30;

  private final PatientSession session;
  private final Observer observer;
  private final long id;
  private final Column column;
  private final String twin;

  Backfill(PatientSession session, Observer observer, long id, Column column, String twin) {
    this.session = session;
    this.observer = observer;
    this.id = id;
    this.column = column;
    this.twin = twin;
  }

  void run() {
    List<@Nullable String> state =
        session
            .rows(
                "select filled, coalesce(filled_file, 0)::text, filled_blocks::text"
                    + " from groundwork.expansions where id = ?::bigint",
                Long.toString(id))
            .getFirst();
    if (text(state, 0).equals("t")) {
      return;
    }
    List<@Nullable String> size = size();
    boolean sameFile = text(state, 1).equals(text(size, 0));
    long from = sameFile ? Long.parseLong(text(state, 2)) : 0;
    boolean silent = silently();
    fill(text(size, 0), from, Long.parseLong(text(size, 1)), silent);
  }

  private List<@Nullable String> size() {
    return session.rows(SIZE, column.table(), column.table()).getFirst();
  }

  /** Whether triggers of others can be left out, which have nothing to do with a fill. */
  private boolean silently() {
    try {
      session.rows("set session_replication_role = replica");
      session.rows("set session_replication_role = origin");
      return true;
    } catch (ProblemException e) {
      if (e.problem() instanceof PgProblem.Refused) {
        String message =
            "Triggers of "
                + column.quotedTable()
                + " fire while "
                + twin
                + " is filled: the login"
                + " may not set session_replication_role";
        observer.report(new Event.Warning(message, Optional.empty()));
        return false;
      }
      throw e;
    }
  }

  private void fill(String file, long from, long pages, boolean silent) {
    long blocks = FIRST_BLOCKS;
    long told = System.nanoTime();
    for (long at = from; at < pages; ) {
      long start = System.nanoTime();
      long to = Math.min(pages, at + blocks);
      batch(file, at, to, silent);
      at = to;
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      blocks = next(blocks, took);
      if (System.nanoTime() - told > TOLD.toNanos()) {
        told = System.nanoTime();
        String message =
            "filling %s of %s %d %%".formatted(twin, column.tableName(), 100 * at / pages);
        observer.report(new Event.Progress(message));
      }
      if (at < pages) {
        session.rest(pause(took));
      }
    }
    List<@Nullable String> size = size();
    if (!text(size, 0).equals(file)) {
      fill(text(size, 0), 0, Long.parseLong(text(size, 1)), silent); // it was rewritten meanwhile
      return;
    }
    session.together("filling " + twin, List.of(ExpansionLog.filled(id, file, pages, true)));
  }

  static long next(long blocks, Duration took) {
    if (took.compareTo(BATCH) > 0) {
      return Math.max(1, blocks / 2);
    }
    return took.multipliedBy(2).compareTo(BATCH) < 0 ? Math.min(MOST_BLOCKS, blocks * 2) : blocks;
  }

  private Duration pause(Duration took) {
    List<@Nullable String> load = session.rows(LOAD).getFirst();
    long seconds = Long.parseLong(text(load, 1));
    long bytes = Long.parseLong(text(load, 2));
    return pause(took, Long.parseLong(text(load, 0)), Math.max(seconds, bytes / BYTES_A_SECOND));
  }

  /**
   * The pause after a batch.
   *
   * @param waiting sessions that wait for locks
   * @param lag in seconds, of the replica that is furthest behind
   */
  static Duration pause(Duration took, long waiting, long lag) {
    Duration pause = took.multipliedBy(1 + Math.min(waiting, 20));
    return lag > LAG_ALLOWED ? pause.plusSeconds(Math.min(lag, MOST_LAG_PAUSE)) : pause;
  }

  /** The trigger does it: an update that changes nothing finds the second version empty. */
  private void batch(String file, long from, long to, boolean silent) {
    String update =
        "update only %s set %s = %s where ctid >= '(%d,0)' and ctid < '(%d,0)' and %s is null and %s is not null"
            .formatted(
                column.quotedTable(),
                column.quoted(),
                column.quoted(),
                from,
                to,
                Identifier.quote(twin),
                column.quoted());
    Statement role = Statement.of("set local session_replication_role = replica");
    Statement done = ExpansionLog.filled(id, file, to, false);
    List<Statement> statements =
        silent ? List.of(role, Statement.of(update), done) : List.of(Statement.of(update), done);
    session.together("filling " + twin + " of " + column.tableName(), statements);
  }

  private static String text(List<@Nullable String> row, int at) {
    return Objects.requireNonNull(row.get(at));
  }
}
