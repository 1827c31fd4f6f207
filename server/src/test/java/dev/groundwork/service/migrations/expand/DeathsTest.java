package dev.groundwork.service.migrations.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.CutWire;
import dev.groundwork.testing.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} at a statement: of PostgreSQL with all its processes, and of the program as
 * people run it. The next run must lead to what one run without a fault leads to.
 */
class DeathsTest {
  private static final int FIRST = 33;
  private static final int MOST_STATEMENTS = 1000;

  /** Once in some tasks; with {@code -Dgroundwork.deaths.stride=1} at all statements of all. */
  private static final @Nullable Integer STRIDE = Integer.getInteger("groundwork.deaths.stride");

  @TempDir static Path home;
  private static EmbeddedPostgres server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    EmbeddedConfig config =
        new EmbeddedConfig(
            home.resolve("home"),
            Path.of(System.getProperty("user.home"), ".cache", "groundwork"),
            Optional.empty(),
            Optional.empty(),
            Map.of("synchronous_commit", "on"),
            EmbeddedConfig.Durability.TESTS_ONLY,
            Duration.ofSeconds(30));
    server = EmbeddedPostgres.start(config, event -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aKilledServerIsContinuedOnWhenItIsBack(Task task) throws Exception {
    PgAddress address = server.address("postgres");
    Task.Bench bench = Task.Bench.of(folder, address);
    String wanted = wanted(task, bench);
    boolean cut = true;
    for (int at = first(); cut && at < MOST_STATEMENTS; at += stride()) {
      bench.reset();
      try (CutWire wire = new CutWire(address, at, at % 2 == 0, DeathsTest::killServer)) {
        try {
          task.run(Task.Bench.of(folder, wire.address()));
        } catch (ProblemException e) {
          assertThat(wire.isCut()).as(String.valueOf(e.getMessage())).isTrue();
        }
        cut = wire.isCut();
      }
      awaitServer();
      task.run(bench);
      assertThat(bench.shape()).as("%s, killed at %d", task, at).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aKilledProgramIsContinued(Task task) throws Exception {
    String wanted = wanted(task, Task.Bench.of(folder, server.address("postgres")));
    boolean cut = true;
    for (int at = first(); cut && at < MOST_STATEMENTS; at += stride()) {
      PgAddress address = emptyDatabase();
      Task.Bench bench = Task.Bench.of(folder, address);
      bench.reset();
      AtomicReference<@Nullable RunningProgram> running = new AtomicReference<>();
      try (CutWire wire =
          new CutWire(
              address, at, at % 2 == 0, () -> Objects.requireNonNull(running.get()).kill())) {
        for (List<String> words : commands(task)) {
          if (!wire.isCut()) {
            run(words, wire.address(), running);
          }
        }
        cut = wire.isCut();
      }
      task.run(bench);
      assertThat(bench.shape()).as("%s, killed at %d", task, at).isEqualTo(wanted);
    }
  }

  static List<Task> tasks() {
    return STRIDE == null ? List.of(Task.STEPS, Task.KEY) : List.of(Task.values());
  }

  private static int first() {
    return STRIDE == null ? FIRST : 1;
  }

  private static int stride() {
    return STRIDE == null ? MOST_STATEMENTS : STRIDE;
  }

  private void run(
      List<String> words, PgAddress address, AtomicReference<@Nullable RunningProgram> running)
      throws Exception {
    String url =
        "postgresql://%s:%s@%s"
            .formatted(
                address.user(),
                address.password(),
                address.url().substring(address.url().indexOf("//") + 2));
    List<String> all = new ArrayList<>(List.of("migrate"));
    all.addAll(words);
    all.addAll(List.of("--folder=" + folder, "--db-url=" + url));
    try (RunningProgram program = RunningProgram.start(Map.of(), all.toArray(String[]::new))) {
      running.set(program);
      int code = program.exitCode();
      assertThat(code).as(program.err()).isIn(0, 137);
    }
  }

  private static String wanted(Task task, Task.Bench bench) {
    bench.reset();
    task.run(bench);
    return bench.shape();
  }

  /** The program brings what a start brings, and only once. */
  private static PgAddress emptyDatabase() {
    Task.Bench.of(home, server.address("postgres"))
        .execute("drop database if exists mortal with (force)");
    Task.Bench.of(home, server.address("postgres")).execute("create database mortal");
    return server.address("mortal");
  }

  private static List<List<String>> commands(Task task) {
    List<List<String>> commands = new ArrayList<>();
    task.change().map(DeathsTest::expand).ifPresent(commands::add);
    if (task == Task.DOWN) {
      commands.add(List.of("up"));
    }
    commands.add(
        switch (task) {
          case TRANSACTION, STEPS -> List.of("up");
          case DOWN -> List.of("down");
          case RENAME, TYPE, KEY, RENAMED_TABLE -> List.of("contract");
          case NOT_NULL -> List.of("expansions");
        });
    return commands;
  }

  private static List<String> expand(Change change) {
    return switch (change) {
      case Change.RenameColumn it ->
          List.of("expand", "rename-column", it.table(), it.column(), it.newName());
      case Change.ChangeType it ->
          List.of("expand", "change-type", it.table(), it.column(), it.type());
      case Change.RenameTable it -> List.of("expand", "rename-table", it.table(), it.newName());
      case Change.SetNotNull it -> List.of("expand", "set-not-null", it.table(), it.column());
    };
  }

  private static void killServer() {
    ProcessHandle first = ProcessHandle.of(server.pid()).orElseThrow();
    List<ProcessHandle> others = first.descendants().toList();
    first.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
  }

  private static void awaitServer() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try (PlainSession session = PlainSession.open(server.address("postgres"))) {
        session.execute("select 1");
        return;
      } catch (ProblemException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
    }
  }
}
