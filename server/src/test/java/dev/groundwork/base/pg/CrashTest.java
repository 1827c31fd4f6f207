package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes are killed while rows are written; what was acknowledged must be there afterwards. */
class CrashTest {
  private static final Path BINARIES =
      Path.of(System.getProperty("user.home"), ".cache", "groundwork");

  private static final Event RUNS_AGAIN = new Event.Lifecycle("PostgreSQL runs again");

  @TempDir Path folder;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** Which process is killed. */
  enum Victim {
    PROGRAM,
    SERVER_AND_PROGRAM,
    /** The server is there and does nothing any more, not even stop. */
    PROGRAM_OF_A_SERVER_THAT_HANGS
  }

  @ParameterizedTest
  @EnumSource
  void nextStartRecoversByItself(Victim victim) throws Exception {
    Process program = startProgram();
    int acknowledged = 0;
    long server;
    try (BufferedReader output = program.inputReader()) {
      server = Long.parseLong(output.readLine().substring("server ".length()));
      while (acknowledged < 200) {
        acknowledged = row(output.readLine());
      }
      if (victim == Victim.SERVER_AND_PROGRAM) {
        ProcessHandle.of(server).orElseThrow().destroyForcibly();
      }
      if (victim == Victim.PROGRAM_OF_A_SERVER_THAT_HANGS) {
        new ProcessBuilder("kill", "-STOP", Long.toString(server)).start().waitFor();
      }
      program.toHandle().destroyForcibly(); // Process.destroyForcibly would close its output
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged = line.startsWith("row ") ? row(line) : acknowledged;
      }
    }
    try (EmbeddedPostgres again = start(config(BINARIES, Duration.ofSeconds(2)));
        PgDatabase database = open(again)) {
      assertThat(count(database)).isGreaterThanOrEqualTo(acknowledged);
      assertThat(again.pid()).isNotEqualTo(server);
    }
    assertThat(ProcessHandle.of(server).filter(Postmaster::lives)).isEmpty();
  }

  @Test
  void serverKilledUnderWritesComesBackWithEachAcknowledgedRow() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (EmbeddedPostgres server = start(config());
        PgDatabase database = open(server)) {
      database.run(Script.of(Statement.of("create table written (id int primary key)")));
      AtomicInteger acknowledged = new AtomicInteger();
      boolean killed = false;
      for (int id = 1; acknowledged.get() < 400 || !events.contains(RUNS_AGAIN); id++) {
        write(database, id, acknowledged);
        if (acknowledged.get() >= 200 && !killed) {
          killed = ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
        }
        assertThat(System.nanoTime()).as("in time").isLessThan(end);
      }
      write(database, 0, acknowledged);
      assertThat(count(database)).isGreaterThanOrEqualTo(acknowledged.get());
    }
  }

  @Test
  void numberOfADeadServerThatBelongsToAnotherProgramDoesNotHinder() throws Exception {
    start(config()).close();
    Files.writeString(
        config().data().resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
    start(config()).close();
  }

  @Test
  void halfMadeDataFolderIsMadeAnew() throws Exception {
    Files.createDirectories(config().home().resolve("data.unfinished/data/base"));
    Files.writeString(config().passwordFile(), "of an earlier try");
    start(config()).close();
    assertThat(config().home().resolve("data.unfinished")).doesNotExist();
  }

  @Test
  void folderThatCannotBeWrittenIsTold() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    EmbeddedConfig config = EmbeddedConfig.in(file.resolve("home"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(config, events::add))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GWPG105: Cannot write to " + file);
  }

  @Test
  void serverHasASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws Exception {
    assumeTrue(Unprivileged.tool("setsid").isPresent());
    try (EmbeddedPostgres server = start(config())) {
      String stat = Files.readString(Path.of("/proc", Long.toString(server.pid()), "stat"));
      String session = stat.substring(stat.lastIndexOf(')')).split(" ", -1)[4];
      assertThat(session).isEqualTo(Long.toString(server.pid()));
    }
  }

  @Test
  void rootWithoutUserNamespacesRunsItAsAnotherUser() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")));
    Unprivileged nobody = Unprivileged.asNobody().orElseThrow();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    EmbeddedConfig config = config(folder.resolve("binaries"));
    for (int i = 0; i < 2; i++) {
      try (EmbeddedPostgres server = EmbeddedPostgres.start(config, nobody, events::add);
          PgDatabase database = open(server)) {
        assertThat(database.run(Script.of(Statement.of("select 1")))).hasSize(1);
        assertThat(Files.getAttribute(config.data(), "unix:uid")).isEqualTo(65_534);
      }
    }
  }

  private static void write(PgDatabase database, int id, AtomicInteger acknowledged)
      throws Exception {
    Statement insert = Statement.of("insert into written values (?)", Integer.toString(id));
    try {
      database.run(Script.of(insert));
      acknowledged.incrementAndGet();
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(503);
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private Process startProgram() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-classpath",
            System.getProperty("java.class.path"),
            KilledProgram.class.getName(),
            config().home().toString(),
            BINARIES.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private EmbeddedPostgres start(EmbeddedConfig config) {
    return EmbeddedPostgres.start(config, events::add);
  }

  /**
   * Nothing is flushed to the disk, which only a crash of the machine would need; but a write is
   * acknowledged when it has left the process.
   */
  private EmbeddedConfig config() {
    return config(BINARIES);
  }

  private EmbeddedConfig config(Path binaries) {
    return config(binaries, Duration.ofSeconds(30));
  }

  private EmbeddedConfig config(Path binaries, Duration stopTimeout) {
    return new EmbeddedConfig(
        folder.resolve("home"),
        binaries,
        Optional.empty(),
        Optional.empty(),
        Map.of("synchronous_commit", "on"),
        EmbeddedConfig.Durability.TESTS_ONLY,
        stopTimeout);
  }

  private PgDatabase open(EmbeddedPostgres server) {
    return PgDatabase.open(PoolConfig.of(server.address("postgres")), events::add);
  }

  private static int count(PgDatabase database) {
    Script count = Script.of(Statement.of("select count(*) from written"));
    return Integer.parseInt(database.run(count).getFirst().text(0, 0).orElseThrow());
  }

  private static int row(String line) {
    return Integer.parseInt(line.substring("row ".length()));
  }
}
