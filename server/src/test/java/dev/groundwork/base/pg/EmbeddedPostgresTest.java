package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static final Path BINARIES =
      Path.of(System.getProperty("user.home"), ".cache", "groundwork");

  @TempDir Path folder;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Test
  void startsStopsAndKeepsTheData() throws Exception {
    try (EmbeddedPostgres server = startDurable()) {
      execute(server, "create table kept (id int)");
      execute(server, "insert into kept values (7)");
      assertThat(value(server, "show server_encoding")).isEqualTo("UTF8");
      assertThat(value(server, "show data_checksums")).isEqualTo("on");
      assertThat(value(server, "show fsync")).isEqualTo("on");
      assertThat(value(server, "show password_encryption")).isEqualTo("scram-sha-256");
      assertThat(value(server, "select lower('ÄÖ') || upper('é')")).isEqualTo("äöÉ");
      assertThat(value(server, "select to_tsvector('simple', 'Zoë „wrote“ Ärger')::text"))
          .isEqualTo("'wrote':2 'zoë':1 'ärger':3");
    }
    assertThat(config().data().resolve("postmaster.pid")).doesNotExist();
    try (EmbeddedPostgres server = startDurable()) {
      assertThat(value(server, "select id from kept")).isEqualTo("7");
    }
  }

  @Test
  void passwordIsOnlyForTheOwnerAndNeeded() throws Exception {
    try (EmbeddedPostgres server = start()) {
      assertThat(Files.getPosixFilePermissions(config().passwordFile()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(server.address("postgres").toString())
          .doesNotContain(Files.readString(config().passwordFile()));
      PgAddress wrong = server.address("postgres").as("postgres", "wrong");
      assertThatThrownBy(() -> connect(wrong)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void takenPortIsToldAndLeavesTheFolderFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(Optional.of(taken.getLocalPort())))
          .extracting(EmbeddedPostgresTest::problem)
          .isEqualTo(new PgStartProblem.PortTaken(taken.getLocalPort()));
    }
    start().close();
  }

  @Test
  void folderInUseIsToldWithTheProcess() {
    EmbeddedPostgres first = start();
    try (first) {
      assertThatThrownBy(this::start)
          .extracting(EmbeddedPostgresTest::problem)
          .isEqualTo(
              new PgStartProblem.FolderInUse(config().home(), ProcessHandle.current().pid()));
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsToldAsTheServerSaysIt() throws Exception {
    start().close();
    Files.writeString(config().data().resolve("PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .hasMessageContaining("PostgreSQL failed: database files are incompatible with server");
  }

  @Test
  void lostPasswordIsTold() throws Exception {
    start().close();
    Files.delete(config().passwordFile());
    assertThatThrownBy(this::start)
        .extracting(EmbeddedPostgresTest::problem)
        .isEqualTo(new PgStartProblem.PasswordMissing(config().passwordFile()));
  }

  private EmbeddedPostgres start() {
    return start(Optional.empty());
  }

  private EmbeddedPostgres start(Optional<Integer> port) {
    return start(port, EmbeddedConfig.Durability.TESTS_ONLY);
  }

  private EmbeddedPostgres start(Optional<Integer> port, EmbeddedConfig.Durability durability) {
    EmbeddedConfig usual = config();
    return EmbeddedPostgres.start(
        new EmbeddedConfig(
            usual.home(),
            BINARIES,
            port,
            Optional.empty(),
            Map.of(),
            durability,
            usual.stopTimeout()),
        events::add);
  }

  private EmbeddedPostgres startDurable() {
    return start(Optional.empty(), EmbeddedConfig.Durability.DURABLE);
  }

  private EmbeddedConfig config() {
    return EmbeddedConfig.in(folder.resolve("project/.groundwork"));
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = connect(server.address("postgres"));
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = connect(server.address("postgres"));
        java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }

  private static Connection connect(PgAddress address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  private static Object problem(Throwable thrown) {
    return ((ProblemException) thrown).problem();
  }
}
