package dev.groundwork.service.auth.limit;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits in PostgreSQL, by its clock. One statement takes a token, or tells how long to wait: a
 * bucket is the time at which it is full again, and taking a token moves that time on. Nobody waits
 * for the disk, least of all with the row of a bucket locked that many want: what a crash of
 * PostgreSQL takes back is the count of less than a second.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">the same by the time
 *     rather than the number of tokens</a>
 */
public final class PostgresRateLimits implements RateLimits {
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private static final String TAKE =
      """
      with taken as (
        insert into groundwork.rate_limits as bucket (name, key, full_at)
        values (?, ?, clock_timestamp() + ?::interval)
        on conflict (name, key) do update
          set full_at = greatest(bucket.full_at + ?::interval, excluded.full_at)
          where bucket.full_at + ?::interval <= excluded.full_at + ?::interval
        returning 1)
      select case
        when exists (select from taken) then null
        else coalesce(
          (select ceil(1000 * extract(epoch from
              bucket.full_at - ?::interval - clock_timestamp()))::bigint
            from groundwork.rate_limits bucket where bucket.name = ? and bucket.key = ?),
          1)
        end,
        set_config('synchronous_commit', 'off', true)\
      """;

  private static final String GIVE_BACK =
      """
      update groundwork.rate_limits set full_at = full_at - ?::interval
      where name = ? and key = ? and full_at > clock_timestamp()
      returning set_config('synchronous_commit', 'off', true)\
      """;

  private static final Statement REMOVE =
      Statement.of(
          """
          delete from groundwork.rate_limits where (name, key) in (
            select name, key from groundwork.rate_limits
            where full_at < clock_timestamp() limit 10000 for update skip locked)\
          """);

  private final Database database;
  private final Observer observer;
  private final AtomicLong sweptAt = new AtomicLong(System.nanoTime());

  /**
   * Limits in a database that has the table {@code groundwork.rate_limits}, to which the role of
   * its connections may write.
   */
  public PostgresRateLimits(Database database, Observer observer) {
    this.database = database;
    this.observer = observer;
  }

  @Override
  public Optional<Duration> take(Limit limit, String key) {
    sweepNowAndThen();
    String name = Keys.stored(limit.name());
    String stored = Keys.stored(key);
    String step = limit.stepMicros() + " microseconds";
    // so much may be missing in the bucket for a token to be left in it
    String spare = limit.windowMicros() - limit.stepMicros() + " microseconds";
    Statement take = Statement.of(TAKE, name, stored, step, step, step, spare, spare, name, stored);
    return database
        .run(Script.of(take))
        .getFirst()
        .text(0, 0)
        .map(wait -> Duration.ofMillis(Math.max(1, Long.parseLong(wait))));
  }

  @Override
  public void giveBack(Limit limit, String key) {
    String step = limit.stepMicros() + " microseconds";
    database.run(
        Script.of(Statement.of(GIVE_BACK, step, Keys.stored(limit.name()), Keys.stored(key))));
  }

  @Override
  public void close() {}

  /** Buckets that are full need no row. */
  void sweep() {
    try {
      database.run(Script.of(REMOVE));
    } catch (ProblemException failed) {
      String message = "Old rate limits could not be removed: " + failed.getMessage();
      observer.report(new Event.Warning(message, Optional.of(failed)));
    }
  }

  private void sweepNowAndThen() {
    long last = sweptAt.get();
    long now = System.nanoTime();
    if (now - last > SWEEP.toNanos() && sweptAt.compareAndSet(last, now)) {
      Thread.ofVirtual().name("rate-limit-sweep").start(this::sweep);
    }
  }
}
