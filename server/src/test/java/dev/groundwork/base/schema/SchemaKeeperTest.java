package dev.groundwork.base.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaKeeperTest {
  private static final SchemaKeeper.Pace QUICK =
      new SchemaKeeper.Pace(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(20));

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Semaphore permits = new Semaphore(0);
  private volatile boolean broken;
  private final SchemaKeeper keeper = new SchemaKeeper(this::load, events::add, QUICK);

  @AfterEach
  void close() {
    keeper.close();
  }

  /** Loads when the test lets it. */
  private SchemaCache load(long version) {
    permits.acquireUninterruptibly();
    if (broken) {
      throw new IllegalStateException("no database");
    }
    return SchemaLoaderTest.empty(version);
  }

  private Event next() throws InterruptedException {
    return Objects.requireNonNull(events.poll(10, TimeUnit.SECONDS), "no event");
  }

  @Test
  void beforeTheFirstLoadRequestsAreTurnedAwayForNow() {
    keeper.start();
    assertThat(keeper.loaded()).isEmpty();
    assertThatThrownBy(keeper::current)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("PGRST002");
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().headers()).contains(Map.entry("Retry-After", "1"));
            });
  }

  @Test
  void firstLoadIsTold() throws Exception {
    permits.release();
    keeper.start();
    assertThat(keeper.awaitFirst(Duration.ofSeconds(10))).isTrue();
    assertThat(keeper.current().version()).isEqualTo(1);
    assertThat(next())
        .isInstanceOfSatisfying(
            Event.SchemaLoaded.class, loaded -> assertThat(loaded.version()).isEqualTo(1));
  }

  @Test
  void burstsBecomeOneLoad() throws Exception {
    permits.release(100);
    keeper.start();
    next();
    for (int i = 0; i < 50; i++) {
      keeper.reload();
    }
    assertThat(next()).isInstanceOf(Event.SchemaLoaded.class);
    assertThat(events.poll(100, TimeUnit.MILLISECONDS)).isNull();
    assertThat(keeper.current().version()).isEqualTo(2);
  }

  @Test
  void requestDuringALoadIsNotLost() throws Exception {
    permits.release();
    keeper.start();
    next();
    keeper.reload();
    while (permits.getQueueLength() == 0) {
      Thread.sleep(1);
    }
    keeper.reload();
    permits.release(2);
    next();
    next();
    assertThat(keeper.current().version()).isEqualTo(3);
  }

  @Test
  void failedReloadKeepsTheOldSnapshotAndIsTriedAgain() throws Exception {
    permits.release();
    keeper.start();
    next();
    broken = true;
    permits.release(2);
    keeper.reload();
    assertThat(next()).isInstanceOf(Event.SchemaLoadFailed.class);
    assertThat(next()).isInstanceOf(Event.SchemaLoadFailed.class);
    assertThat(keeper.current().version()).isEqualTo(1);
    broken = false;
    permits.release();
    assertThat(next()).isInstanceOf(Event.SchemaLoaded.class);
    assertThat(keeper.current().version()).isEqualTo(2);
  }

  @Test
  void failedFirstLoadIsTriedAgain() throws Exception {
    broken = true;
    permits.release();
    keeper.start();
    assertThat(next()).isInstanceOf(Event.SchemaLoadFailed.class);
    assertThat(keeper.awaitFirst(Duration.ZERO)).isFalse();
    broken = false;
    permits.release();
    assertThat(keeper.awaitFirst(Duration.ofSeconds(10))).isTrue();
  }
}
