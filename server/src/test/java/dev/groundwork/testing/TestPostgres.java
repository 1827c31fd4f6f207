package dev.groundwork.testing;

import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of its own for a test class, on the real PostgreSQL of the test run: a clone of a
 * template that holds the class's fixtures. After each test no transaction may be open, after the
 * last no connection.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestPostgres POSTGRES = TestPostgres.with("create table t (id int)");
 * }</pre>
 */
public final class TestPostgres implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final List<String> fixtures;
  private @Nullable String name;
  private @Nullable PgDatabase database;

  private TestPostgres(List<String> fixtures) {
    this.fixtures = List.copyOf(fixtures);
  }

  /** An empty database. */
  public static TestPostgres empty() {
    return new TestPostgres(List.of());
  }

  /** A database on which the statements were run. */
  public static TestPostgres with(String... sql) {
    return new TestPostgres(List.of(sql));
  }

  /** A database on which SQL files of the class path were run, in this order. */
  public static TestPostgres withResources(String... names) {
    List<String> texts = new ArrayList<>();
    for (String name : names) {
      texts.add(resource(name));
    }
    return new TestPostgres(texts);
  }

  /** A database on which SQL files were run, in this order. */
  public static TestPostgres withFiles(Path... files) {
    try {
      List<String> texts = new ArrayList<>();
      for (Path file : files) {
        texts.add(Files.readString(file));
      }
      return new TestPostgres(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach the database as superuser. */
  public PgAddress address() {
    return TestServer.address(name());
  }

  /** The database behind a small pool, as superuser; closed after the class. */
  public synchronized Database database() {
    if (database == null) {
      database = PgDatabase.open(PoolConfig.of(address()).withSize(4), event -> {});
    }
    return database;
  }

  /** A new connection as superuser; the test closes it. */
  public Connection connect() throws SQLException {
    return TestServer.connect(name());
  }

  /** Runs statements as superuser. */
  public void execute(String sql) {
    TestServer.execute(name(), sql);
  }

  /** The first column of the first row that a query gives, as text; null for SQL null. */
  public @Nullable String value(String sql) {
    try (Connection connection = connect();
        java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new AssertionError("no row: " + sql);
      }
      return result.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void beforeAll(@Nullable ExtensionContext context) {
    name = TestServer.createDatabase(fixtures);
  }

  @Override
  public void afterEach(@Nullable ExtensionContext context) throws Exception {
    if (database != null && database.stats().active() > 0) {
      throw new AssertionError("connection not given back: " + database.stats());
    }
    requireNone("open transaction", "state like 'idle in transaction%'");
  }

  @Override
  public void afterAll(@Nullable ExtensionContext context) throws Exception {
    if (database != null) {
      database.close();
    }
    try {
      requireNone("open connection", "true");
    } finally {
      TestServer.dropDatabase(name());
    }
  }

  /** Fails when sessions of this database fulfil a condition and go on doing so. */
  private void requireNone(String what, String condition) throws Exception {
    String found =
        """
        select string_agg(format('%%s, last statement: %%s', state, query), '; ')
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend' and (%s)
        """
            .formatted(condition);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String left = value(found);
    while (left != null) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " left behind: " + left);
      }
      Thread.sleep(Duration.ofMillis(20));
      left = value(found);
    }
  }

  private String name() {
    return Objects.requireNonNull(
        name, "register the fixture: @RegisterExtension static final TestPostgres ...");
  }

  private static String resource(String name) {
    try (InputStream in = TestPostgres.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
