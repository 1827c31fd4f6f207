package dev.groundwork.service.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the program, and of PostgreSQL under it, in the middle of real runs. */
class KilledMigrationTest {
  private static final Path BINARIES =
      Path.of(System.getProperty("user.home"), ".cache", "groundwork");

  @TempDir Path folder;

  @Test
  void aKilledRunIsContinued() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(), event -> {})) {
      PgAddress address = server.address("postgres");
      write(
          """
          create table t (id int primary key, v int);
          insert into t select g, g from generate_series(1, 1000) g;
          create index concurrently t_v on t (v);
          alter table t add column w int;
          """);
      try (PlainSession blocker = PlainSession.open(address);
          PlainSession look = PlainSession.open(address)) {
        blocker.execute("create table held (id int)");
        killWhile(server, blocker, look);
        assertThat(exitCode(server, "up")).isZero();
        assertThat(value(look, "select count(*) from pg_index where not indisvalid"))
            .isEqualTo("0");
        assertThat(value(look, "select count(w) from t")).isEqualTo("0");
        assertThat(exitCode(server, "status", "--check")).isZero();
      }
    }
  }

  /** An old snapshot lets the index wait. */
  private void killWhile(EmbeddedPostgres server, PlainSession blocker, PlainSession look)
      throws Exception {
    blocker.execute("begin isolation level repeatable read");
    blocker.execute("select count(*) from held");
    try (RunningProgram run = program(server, "up")) {
      await(look, "select count(*) > 0 from pg_index where not indisvalid");
      run.signal("KILL");
    }
    blocker.execute("commit");
  }

  @Test
  void aKilledServerIsContinuedOnWhenItIsBack() throws Exception {
    write(
        """
        create table t (id int primary key, v int);
        insert into t select g, g from generate_series(1, 1000) g;
        create index concurrently t_v on t (v);
        alter table t add column w int;
        """);
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(), event -> {})) {
      try (PlainSession blocker = PlainSession.open(server.address("postgres"));
          PlainSession look = PlainSession.open(server.address("postgres"))) {
        blocker.execute("create table held (id int)");
        blocker.execute("begin isolation level repeatable read");
        blocker.execute("select count(*) from held");
        try (RunningProgram run = program(server, "up")) {
          await(look, "select count(*) > 0 from pg_index where not indisvalid");
          ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
          assertThat(run.exitCode()).isEqualTo(1);
          assertThat(run.err()).contains("the connection to the database broke");
        }
      }
      awaitServer(server);
      assertThat(exitCode(server, "up")).isZero();
      try (PlainSession look = PlainSession.open(server.address("postgres"))) {
        assertThat(value(look, "select count(*) from pg_index where not indisvalid"))
            .isEqualTo("0");
      }
    }
  }

  @Test
  void aSignalUndoesWhatRunsAndSaysSo() throws Exception {
    write("create table t (id int); select pg_sleep(60)");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config(), event -> {});
        PlainSession look = PlainSession.open(server.address("postgres"));
        RunningProgram run = program(server, "up")) {
      await(look, "select count(*) > 0 from pg_stat_activity where wait_event = 'PgSleep'");
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.err()).contains("1.sql was interrupted");
      assertThat(value(look, "select to_regclass('t') is null")).isEqualTo("t");
      assertThat(value(look, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"))
          .isEqualTo("0");
    }
  }

  private int exitCode(EmbeddedPostgres server, String... words) throws Exception {
    try (RunningProgram run = program(server, words)) {
      return run.exitCode();
    }
  }

  private RunningProgram program(EmbeddedPostgres server, String... words) {
    PgAddress address = server.address("postgres");
    String url =
        "postgresql://%s:%s@127.0.0.1:%d/postgres"
            .formatted(address.user(), address.password(), server.port());
    String[] all = new String[words.length + 3];
    all[0] = "migrate";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--folder=" + folder;
    all[words.length + 2] = "--db-url=" + url;
    return RunningProgram.start(Map.of(), all);
  }

  private void write(String sql) throws Exception {
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(folder.resolve("migrations/1.sql"), sql);
  }

  private static void await(PlainSession session, String condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!"t".equals(value(session, condition))) {
      assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static void awaitServer(EmbeddedPostgres server) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try (PlainSession session = PlainSession.open(server.address("postgres"))) {
        session.execute("select 1");
        return;
      } catch (ProblemException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(50);
      }
    }
  }

  private static String value(PlainSession session, String sql) {
    return String.valueOf(session.rows(sql).getFirst().getFirst());
  }

  private EmbeddedConfig config() {
    return new EmbeddedConfig(
        folder.resolve("home"),
        BINARIES,
        Optional.empty(),
        Optional.empty(),
        Map.of("synchronous_commit", "on"),
        EmbeddedConfig.Durability.TESTS_ONLY,
        Duration.ofSeconds(30));
  }
}
