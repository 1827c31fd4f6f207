package dev.groundwork.testing;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The PostgreSQL server of a test run: one for the whole process, started when first asked for,
 * stopped when the process ends. Unpacked programs are shared between runs, data is not. With
 * {@code -Dgroundwork.test.port=5414} it is one that runs there, of another version perhaps, whose
 * superuser {@code postgres} needs no password; databases of tests stay on it.
 */
final class TestServer {

  /** Where unpacked programs of PostgreSQL are kept for all test runs on this machine. */
  static final Path BINARIES = Path.of(System.getProperty("user.home"), ".cache", "groundwork");

  private static final String FOLDER_PREFIX = "groundwork-test-";
  private static final Optional<Integer> PORT =
      Optional.ofNullable(Integer.getInteger("groundwork.test.port"));
  private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();

  /** On a server that others have used, names of their databases are taken. */
  private static final String RUN = PORT.isPresent() ? ProcessHandle.current().pid() + "_" : "";

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private TestServer() {}

  /** Starts the server when first touched. */
  private static final class Holder {
    static final EmbeddedPostgres SERVER = startServer();
  }

  static PgAddress address(String database) {
    return PORT.map(port -> PgAddress.local(port, database, "postgres", ""))
        .orElseGet(() -> Holder.SERVER.address(database));
  }

  /** Makes a fresh database from the template with these fixtures; gives its name. */
  static String createDatabase(List<String> fixtures) {
    String template = TEMPLATES.computeIfAbsent(String.join("\n", fixtures), TestServer::template);
    String name = "test_" + RUN + COUNTER.incrementAndGet();
    execute("postgres", "create database " + name + " template " + template);
    return name;
  }

  static void dropDatabase(String name) {
    execute("postgres", "drop database " + name + " with (force)");
  }

  private static String template(String fixtures) {
    String name = "template_" + RUN + COUNTER.incrementAndGet();
    execute("postgres", "create database " + name + " template template0");
    execute(name, fixtures);
    return name;
  }

  static void execute(String database, String sql) {
    try (Connection connection = connect(database);
        java.sql.Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  static Connection connect(String database) throws SQLException {
    PgAddress address = address(database);
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  private static EmbeddedPostgres startServer() {
    try {
      removeAbandoned();
      Path home = Files.createTempDirectory(FOLDER_PREFIX + ProcessHandle.current().pid() + "-");
      EmbeddedPostgres server = EmbeddedPostgres.start(config(home), TestServer::report);
      Thread stop =
          Thread.ofPlatform().name("stop-test-postgres").unstarted(() -> stop(server, home));
      Runtime.getRuntime().addShutdownHook(stop);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedConfig config(Path home) {
    return new EmbeddedConfig(
        home,
        BINARIES,
        Optional.empty(),
        Optional.empty(),
        Map.of("max_connections", "200"),
        EmbeddedConfig.Durability.TESTS_ONLY,
        Duration.ofSeconds(20));
  }

  private static void report(Event event) {
    if (event instanceof Event.Warning warning) {
      System.err.println("test PostgreSQL: " + warning.message());
    }
  }

  private static void stop(EmbeddedPostgres server, Path home) {
    server.close();
    delete(home);
  }

  /** Folders of test runs that were killed. */
  private static void removeAbandoned() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      folders.filter(TestServer::isAbandoned).forEach(TestServer::delete);
    }
  }

  private static boolean isAbandoned(Path folder) {
    String name = folder.getFileName().toString();
    if (!name.startsWith(FOLDER_PREFIX) || !Files.exists(folder.resolve("lock"))) {
      return false;
    }
    String process = name.substring(FOLDER_PREFIX.length(), name.lastIndexOf('-'));
    return ProcessHandle.of(Long.parseLong(process)).isEmpty()
        && !Files.exists(folder.resolve("data/postmaster.pid"));
  }

  private static void delete(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      System.err.println("cannot remove " + folder + ": " + e.getMessage());
    }
  }
}
