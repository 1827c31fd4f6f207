package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.testing.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What callers see when the database is slow, busy or away. */
class BadDaysTest {

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Test
  void callersWaitForAConnectionOnlySoLong() throws Exception {
    PoolConfig config =
        PoolConfig.of(POSTGRES.address()).withSize(1).withAcquisitionTimeout(Duration.ofMillis(50));
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (PgDatabase database = PgDatabase.open(config, events::add);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> holder = () -> database.inspect(select(), rows -> hold(taken, done));
      Future<String> held = threads.submit(holder);
      taken.await();
      Problem problem = problem(() -> database.run(select()));
      assertThat(problem.code()).isEqualTo("PGRST003");
      assertThat(problem.status()).isEqualTo(504);
      done.countDown();
      assertThat(held.get()).isEqualTo("held");
      assertThat(database.run(select())).hasSize(1);
    }
  }

  @Test
  void aConnectionIsTakenFromWhoeverHoldsItForTooLong() {
    PoolConfig config =
        PoolConfig.of(POSTGRES.address()).withSize(1).withMaxUse(Duration.ofMillis(200));
    try (PgDatabase database = PgDatabase.open(config, events::add)) {
      Script sleep = Script.of(Statement.of("select pg_sleep(20)"));
      long start = System.nanoTime();
      assertThat(problem(() -> database.run(sleep)).status()).isEqualTo(503);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(database.run(select())).hasSize(1);
    }
    POSTGRES.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where query like"
            + " '%pg_sleep(20)%' and pid <> pg_backend_pid()");
  }

  @Test
  void manyCallersShareFewConnections() throws Exception {
    PoolConfig config = PoolConfig.of(POSTGRES.address()).withSize(3);
    try (PgDatabase database = PgDatabase.open(config, events::add);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> call = () -> database.run(select()).size();
      List<Future<Integer>> results = threads.invokeAll(java.util.Collections.nCopies(300, call));
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(1);
      }
      assertThat(database.stats().active()).isZero();
      assertThat(database.stats().idle()).isBetween(1, 3);
    }
  }

  @Test
  void unreachableDatabaseIsToldAtOnce() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    PgAddress address = PgAddress.local(nobody, "postgres", "postgres", "secret");
    try (PgDatabase database = PgDatabase.open(PoolConfig.of(address), events::add)) {
      long before = System.nanoTime();
      Problem problem = problem(() -> database.run(select()));
      assertThat(problem.code()).isEqualTo("PGRST000");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.headers()).containsExactly(Map.entry("Retry-After", "1"));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
      problem(() -> database.run(select()));
    }
    assertThat(events).hasSize(1);
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            Event.DatabaseReachable.class, event -> assertThat(event.reachable()).isFalse());
    assertThat(events.toString()).doesNotContain("secret");
  }

  @Test
  void wrongPasswordIsToldWithoutIt() {
    PgAddress wrong = POSTGRES.address().as("postgres", "wrong-password");
    try (PgDatabase database = PgDatabase.open(PoolConfig.of(wrong), events::add)) {
      assertThat(problem(() -> database.run(select())).code()).isEqualTo("PGRST000");
    }
    assertThat(events.toString()).contains("password").doesNotContain("wrong-password");
  }

  @Test
  void terminatedSessionIsToldAndReplaced() {
    try (PgDatabase database = single()) {
      Script suicide = Script.of(Statement.of("select pg_terminate_backend(pg_backend_pid())"));
      Problem problem = problem(() -> database.run(suicide));
      assertThat(problem.code()).isEqualTo("57P01");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.headers()).containsExactly(Map.entry("Retry-After", "1"));
      assertThat(database.run(select())).hasSize(1);
    }
  }

  @Test
  void readOnlyScriptSurvivesABrokenConnection() throws Exception {
    try (WireTap tap = new WireTap(PgDatabaseTest.port(POSTGRES));
        PgDatabase database = PgDatabaseTest.tapped(POSTGRES, tap)) {
      database.run(select());
      tap.cut();
      assertThat(database.run(select())).hasSize(1);
      tap.cut();
      Script write = Script.of(Statement.of("select 1"));
      assertThat(problem(() -> database.run(write)).code()).isEqualTo("PGRST001");
      assertThat(database.run(write)).hasSize(1);
    }
  }

  @Test
  void restartedServerIsUsedAgain() throws Exception {
    try (PgDatabase database = single()) {
      database.run(select());
      POSTGRES.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
      Thread.sleep(Duration.ofMillis(600));
      assertThat(database.run(Script.of(Statement.of("select 1")))).hasSize(1);
    }
  }

  private static String hold(CountDownLatch taken, CountDownLatch done) {
    taken.countDown();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "held";
  }

  private static Script select() {
    return new Script(
        List.of(Statement.of("select 1")),
        Script.Access.READ_ONLY,
        Optional.empty(),
        Script.Ending.COMMIT);
  }

  private PgDatabase single() {
    return PgDatabase.open(PoolConfig.of(POSTGRES.address()).withSize(1), events::add);
  }

  private static Problem problem(Runnable action) {
    try {
      action.run();
    } catch (ProblemException e) {
      return e.problem();
    }
    throw new AssertionError("no problem");
  }
}
