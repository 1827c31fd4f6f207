package dev.groundwork.service.rest.idempotency;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Removes answers whose time is over, few at a time so that nobody waits for it. Each node does;
 * they leave each other's rows alone.
 */
public final class KeySweeper implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final int BATCH = 500;

  private static final Statement REMOVE =
      Statement.of(
          """
          with removed as (
            delete from groundwork.idempotency_keys where id in (
              select id from groundwork.idempotency_keys
              where expires_at <= clock_timestamp() limit %d for update skip locked)
            returning 1)
          select count(*) from removed\
          """
              .formatted(BATCH));

  private final Database database;
  private final Observer observer;
  private final Thread thread;

  private KeySweeper(Database database, Observer observer) {
    this.database = database;
    this.observer = observer;
    this.thread = Thread.ofVirtual().name("idempotency-sweep").unstarted(this::sweepNowAndThen);
  }

  /** Sweeps from now on, once a minute. */
  public static KeySweeper start(Database database, Observer observer) {
    KeySweeper sweeper = new KeySweeper(database, observer);
    sweeper.thread.start();
    return sweeper;
  }

  private void sweepNowAndThen() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        sweep(database, observer);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes all that is over. */
  static void sweep(Database database, Observer observer) throws InterruptedException {
    try {
      while (removed(database) == BATCH) {
        Thread.sleep(BREATH);
      }
    } catch (ProblemException failed) {
      String message = "Answers that have expired could not be removed: " + failed.getMessage();
      observer.report(new Event.Warning(message, Optional.of(failed)));
    }
  }

  private static int removed(Database database) {
    return Integer.parseInt(database.run(Script.of(REMOVE)).getFirst().text(0, 0).orElseThrow());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
