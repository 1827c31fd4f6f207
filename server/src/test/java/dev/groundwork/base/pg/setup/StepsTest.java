package dev.groundwork.base.pg.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about files under load, files of several steps, and ways back. */
class StepsTest {
  private static final String INDEX_VALID =
      "select indisvalid from pg_index where indexrelid = to_regclass('t_v')";

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir Path folder;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Interruption interruption = new Interruption();

  @BeforeEach
  void empty() {
    POSTGRES.execute(
        "drop schema if exists groundwork cascade; drop schema public cascade; create schema"
            + " public; create table t (id int primary key, v int);"
            + " insert into t select g, g from generate_series(1, 20000) g");
  }

  @Test
  void aLockThatIsHeldIsTriedForAgainAndNobodyQueuesForLonger() throws Exception {
    write("1.sql", "alter table t add column w int;\nalter table t alter column v set not null");
    long longest = 0;
    try (Connection reader = POSTGRES.connect();
        Connection other = POSTGRES.connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select count(*) from t");
      CompletableFuture<?> run =
          CompletableFuture.runAsync(() -> migrations(Duration.ofMillis(150), 50).up(ALL));
      long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        other.createStatement().execute("select v from t where id = 1");
        longest = Math.max(longest, System.nanoTime() - start);
      }
      reader.commit();
      run.get();
    }
    assertThat(Duration.ofNanos(longest)).isBetween(Duration.ofMillis(50), Duration.ofMillis(400));
    assertThat(events.toString())
        .contains("1.sql:1 did not get a lock that is held by process ", "idle in transaction");
    assertThat(
            POSTGRES.value(
                "select count(*) from pg_attribute where attrelid = 't'::regclass and attname ="
                    + " 'w'"))
        .isEqualTo("1");
  }

  /**
   * The first table is free at first, then held for a part of the limit; the second all the time.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table t add column w int; alter table second add column w int",
        "alter table t add column s int references second (id)"
      })
  void nobodyWaitsForLongerThanTheLimitBehindLocksOfSeveralTables(String sql) throws Exception {
    POSTGRES.execute("drop table if exists second; create table second (id int primary key)");
    write("1.sql", sql);
    Duration limit = Duration.ofMillis(600);
    long longest = 0;
    try (Connection holder = POSTGRES.connect();
        Connection other = POSTGRES.connect()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("lock table second in row exclusive mode");
      CompletableFuture<Problem> run =
          CompletableFuture.supplyAsync(() -> problem(() -> migrations(limit, 1).up(ALL)));
      Thread holds = Thread.ofVirtual().start(() -> holdNowAndThen("t", limit, run));
      while (!run.isDone()) {
        long start = System.nanoTime();
        other.createStatement().execute("update t set v = v where id = 1");
        longest = Math.max(longest, System.nanoTime() - start);
      }
      holds.join();
      assertThat(run.get()).isInstanceOf(MigrationProblem.LockBusy.class);
    }
    assertThat(Duration.ofNanos(longest)).isBetween(Duration.ofMillis(100), limit);
  }

  private static void holdNowAndThen(String table, Duration limit, CompletableFuture<?> end) {
    while (!end.isDone()) {
      POSTGRES.execute(
          "begin; lock table %s in row exclusive mode; select pg_sleep(%d / 1000.0); commit"
              .formatted(table, limit.toMillis() * 2 / 3));
    }
  }

  @Test
  void whatNeverGetsItsLockEndsWithTheHolder() throws Exception {
    write("1.sql", "create table gone (id int);\n\nalter table t add column w int;");
    try (Connection reader = POSTGRES.connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select count(*) from t");
      Problem problem = problem(() -> migrations(Duration.ofMillis(100), 2).up(ALL));
      assertThat(problem.code()).isEqualTo("GWPG210");
      assertThat(problem.message()).isEqualTo("1.sql:3: did not get a lock in 3 attempts");
      assertThat(problem.details().orElseThrow().toString()).contains("held by process ");
      reader.commit();
    }
    assertThat(POSTGRES.value("select to_regclass('gone') is null")).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1ms", "100, 90ms", "2000, 1800ms"})
  void theShortestLimitIsOneAndNoneIsNone(int millis, String shown) throws Exception {
    write("1.sql", "create table s as select current_setting('lock_timeout') v");
    migrations(Duration.ofMillis(millis), 1).up(ALL);
    assertThat(POSTGRES.value("select v from s")).isEqualTo(shown);
  }

  @Test
  void aFileThatSetsItsOwnLockTimeoutHasIt() throws Exception {
    write(
        "1.sql",
        "set lock_timeout = '77ms'; create table s as select current_setting('lock_timeout') v;\n"
            + "create index concurrently t_v on t (v); insert into s select"
            + " current_setting('lock_timeout')");
    migrations().up(ALL);
    assertThat(POSTGRES.value("select string_agg(v, ' ') from s")).isEqualTo("77ms 77ms");
  }

  @Test
  void anIndexIsBuiltBesideTransactions() throws Exception {
    write(
        "1.sql",
        "alter table t add column w int; create index concurrently t_v on t (v);\n"
            + "create index concurrently t_w on t (w); insert into t values (0, 0, 0)");
    migrations().up(ALL);
    assertThat(POSTGRES.value(INDEX_VALID)).isEqualTo("t");
    assertThat(POSTGRES.value("select w from t where id = 0")).isEqualTo("0");
    assertThat(POSTGRES.value("select count(*) from groundwork.migration_steps")).isEqualTo("0");
    assertThat(migrations().status())
        .extracting(Migrations.Standing::state)
        .containsExactly(Migrations.State.APPLIED);
  }

  @Test
  void anIndexThatCannotBeBuiltLeavesNothingAndTheRestOfTheFileMayBeMended() throws Exception {
    write(
        "1.sql",
        "insert into t values (0, 1);\ncreate unique index concurrently t_v on t (v);\nselect 1");
    Problem problem = problem(() -> migrations().up(ALL));
    assertThat(problem.message()).startsWith("1.sql:2: could not create unique index");
    assertThat(POSTGRES.value("select to_regclass('t_v') is null")).isEqualTo("t");
    assertThat(migrations().status())
        .extracting(each -> each.steps().orElse(""))
        .containsExactly("1 of 3");
    write(
        "1.sql", "insert into t values (0, 2);\ncreate index concurrently t_v on t (v);\nselect 1");
    assertThat(problem(() -> migrations().up(ALL)))
        .isEqualTo(new MigrationProblem.HalfChanged("1.sql", 1, 3));
    write("1.sql", "insert into t values (0, 1);\ncreate index concurrently t_v on t (v)");
    migrations().up(ALL);
    assertThat(POSTGRES.value(INDEX_VALID)).isEqualTo("t");
  }

  @Test
  void aSessionThatIsEndedWhileItBuildsAnIndexIsContinued() throws Exception {
    write(
        "1.sql",
        """
        set search_path = public;
        create index concurrently t_v on t (v);
        create table later (id int)
        """);
    Problem problem =
        interruptedBuild(() ->
            POSTGRES.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'create"
                    + " index%' and datname = current_database()"));
    assertThat(problem).isEqualTo(new MigrationProblem.Lost("1.sql:2"));
    assertThat(migrations().status().getFirst().state()).isEqualTo(Migrations.State.HALF_APPLIED);
    assertThat(problem(() -> migrations().down(Optional.empty())).code()).isEqualTo("GWPG212");
    migrations().up(ALL);
    assertThat(POSTGRES.value(INDEX_VALID)).isEqualTo("t");
    assertThat(POSTGRES.value("select to_regclass('public.later') is not null")).isEqualTo("t");
    assertThat(events.toString()).contains("Continuing 1.sql after step 1 of 3");
  }

  @Test
  void anInterruptionCancelsTheStatementAndLeavesNothing() throws Exception {
    write("1.sql", "create index concurrently t_v on t (v)");
    Problem problem = interruptedBuild(() -> Thread.ofVirtual().start(interruption::ask));
    assertThat(problem).isEqualTo(new MigrationProblem.Interrupted("1.sql"));
    assertThat(POSTGRES.value("select count(*) from pg_index where not indisvalid")).isEqualTo("0");
    assertThat(POSTGRES.value("select count(*) from pg_locks where locktype = 'advisory'"))
        .isEqualTo("0");
  }

  @Test
  void aBuildThatEndedWithoutBeingWrittenDownCountsAsDone() throws Exception {
    write("1.sql", "create index concurrently t_v on t (v)");
    write("2.sql", "create index concurrently on t (v, id)");
    write("3.sql", "drop index concurrently t_v");
    for (String name : List.of("1.sql", "2.sql", "3.sql")) {
      String sql = Files.readString(folder.resolve(name));
      try (Connection connection = POSTGRES.connect()) {
        MigrationLog.create(connection);
        StepLog.create(connection);
        String begun =
            MigrationStep.checksum(
                MigrationStep.of(FileCheck.statements(MigrationFile.of(name, sql))));
        StepLog.advance(connection, "migration", name, 0, 1, begun);
        StepLog.begin(connection, "migration", name, begun);
      }
      POSTGRES.execute(sql);
      migrations().up(new Migrations.Order(Optional.of(name), false, each -> true));
    }
    assertThat(
            POSTGRES.value(
                "select string_agg(indexrelid::regclass::text, ',' order by 1) from pg_index where"
                    + " indrelid = 't'::regclass"))
        .isEqualTo("t_pkey,t_v_id_idx");
  }

  @Test
  void aPartitionThatIsHalfDetachedIsDetached() throws Exception {
    POSTGRES.execute(
        "create table p (id int) partition by list (id); create table p1 partition of p for values"
            + " in (1)");
    write("1.sql", "alter table p detach partition p1 concurrently");
    try (Connection reader = POSTGRES.connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select count(*) from p");
      CompletableFuture<?> run =
          CompletableFuture.runAsync(() -> migrations(Duration.ofMillis(200), 50).up(ALL));
      await("select count(*) > 0 from pg_inherits where inhdetachpending");
      reader.commit();
      run.get();
    }
    assertThat(POSTGRES.value("select count(*) from pg_inherits where inhparent = 'p'::regclass"))
        .isEqualTo("0");
    assertThat(migrations().status())
        .extracting(Migrations.Standing::state)
        .containsExactly(Migrations.State.APPLIED);
  }

  @Test
  void wayBackStandsInTheFileOrBesideIt() throws Exception {
    write("1.sql", "create table a (id int)");
    write("1.down.sql", "drop table a");
    write("2.sql", "create table b (id int)\n");
    migrations().up(ALL);
    write("2.sql", "create table b (id int)\n\n-- groundwork: down\ndrop table b");
    assertThat(migrations().up(ALL)).as("a way back is no change").isEmpty();
    assertThat(migrations().down(Optional.empty()))
        .extracting(Migrations.Applied::name)
        .containsExactly("2.sql");
    assertThat(POSTGRES.value("select to_regclass('b') is null and to_regclass('a') is not null"))
        .isEqualTo("t");
    migrations().up(ALL);
    write("0.sql", "select 1");
    assertThat(problem(() -> migrations().up(ALL)).code()).isEqualTo("GWPG205");
    migrations().up(new Migrations.Order(Optional.empty(), true, each -> true));
    assertThat(migrations().down(Optional.of("0")))
        .extracting(Migrations.Applied::name)
        .containsExactly("2.sql", "1.sql");
    assertThat(POSTGRES.value("select string_agg(name, ',') from groundwork.migrations"))
        .isEqualTo("0.sql");
  }

  @Test
  void wayBackIsWholeOrNotAtAllAndNamesItsLine() throws Exception {
    write(
        "1.sql", "create table a (id int);\n-- groundwork: down\n\ndrop table a;\nselect nonsense");
    migrations().up(ALL);
    assertThat(problem(() -> migrations().down(Optional.empty())).message())
        .startsWith("1.sql:5: column \"nonsense\"");
    assertThat(POSTGRES.value("select to_regclass('a') is not null")).isEqualTo("t");
    write("1.sql", "create table a (id int);\n");
    assertThat(problem(() -> migrations().down(Optional.empty())))
        .isEqualTo(new MigrationProblem.NoWayBack("1.sql"));
    write("2.down.sql", "select 1");
    assertThat(problem(() -> migrations().up(ALL)))
        .isEqualTo(new MigrationProblem.WayBackAlone("2.down.sql", "2.sql"));
  }

  @Test
  void statusTellsWhatIsNotAsItShouldBe() throws Exception {
    write("2.sql", "select 2");
    write("3.sql", "select 3");
    migrations().up(ALL);
    write("1.sql", "select 1");
    write("2.sql", "select 0");
    write("4.sql", "select 4");
    Files.delete(folder.resolve("3.sql"));
    assertThat(migrations().status())
        .extracting(each -> each.name() + " " + each.state())
        .containsExactly("1.sql OUT_OF_ORDER", "2.sql CHANGED", "3.sql MISSING", "4.sql PENDING");
  }

  private static final Migrations.Order ALL = Migrations.Order.ALL;

  /** Applies files while a transaction makes an index wait, and does something in the meantime. */
  private Problem interruptedBuild(Runnable meanwhile) throws Exception {
    try (Connection writer = POSTGRES.connect()) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("update t set v = 0 where id = 1");
      CompletableFuture<Problem> run =
          CompletableFuture.supplyAsync(() -> problem(() -> migrations().up(ALL)));
      await("select count(*) > 0 from pg_index where not indisvalid");
      meanwhile.run();
      Thread.sleep(Duration.ofMillis(300));
      assertThat(POSTGRES.value(INDEX_VALID)).isEqualTo("f");
      writer.commit();
      return run.get();
    }
  }

  private static void await(String condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!"t".equals(POSTGRES.value(condition))) {
      assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private Migrations migrations() {
    return migrations(Duration.ofSeconds(2), 20);
  }

  private Migrations migrations(Duration lockTimeout, int retries) {
    return Migrations.ofProject(
        POSTGRES.address(),
        folder,
        new MigrationConfig(lockTimeout, retries),
        interruption,
        events::add);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
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
