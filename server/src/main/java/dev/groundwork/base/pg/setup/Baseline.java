package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this program puts into a database before the project's own files: roles, schemas, and the
 * tables of its rooms. Each script is applied once, whole or not at all; a database that has them
 * all costs one query.
 */
public final class Baseline {
  private static final Set<String> NO_LOG = Set.of("42P01", "3F000");

  private final PgAddress owner;
  private final Observer observer;

  /**
   * A baseline.
   *
   * @param owner who applies it
   */
  public Baseline(PgAddress owner, Observer observer) {
    this.owner = owner;
    this.observer = observer;
  }

  /**
   * Statements that are applied together. When the first line is {@code -- skip when: condition}
   * and the condition is true, the database has all of it from elsewhere, and nothing is done.
   *
   * @param name says which one it is in every database, for all time
   */
  public record Script(String name, String text) {
    private static final String SKIP = "-- skip when: ";

    /** A script on the class path. */
    public static Script resource(Class<?> near, String name) {
      try (InputStream in = near.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalArgumentException("no resource " + name + " near " + near.getName());
        }
        return new Script(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Optional<String> skipCondition() {
      return text.lines()
          .findFirst()
          .filter(line -> line.startsWith(SKIP))
          .map(line -> line.substring(SKIP.length()));
    }

    MigrationFile file() {
      return MigrationFile.of(name, text);
    }
  }

  /**
   * Applies the scripts that were not applied yet, in this order.
   *
   * @throws ProblemException with {@link MigrationProblem.NotAllowed} when the user may not
   */
  public void apply(List<Script> scripts) {
    try (Connection connection = SetupLock.connect(owner)) {
      if (past(connection).keySet().containsAll(scripts.stream().map(Script::name).toList())) {
        return;
      }
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
    applyMissing(scripts);
  }

  private void applyMissing(List<Script> scripts) {
    long start = System.nanoTime();
    try (SetupLock lock = SetupLock.take(owner, observer)) {
      Connection connection = lock.connection();
      prepareLog(connection);
      Map<String, String> past = past(connection);
      for (Script script : scripts) {
        if (past.containsKey(script.name())) {
          warnIfChanged(script.file(), past);
        } else {
          apply(connection, script);
        }
      }
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      observer.report(new Event.Lifecycle("Prepared the database in " + millis + " ms"));
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private static Map<String, String> past(Connection connection) throws SQLException {
    try {
      return MigrationLog.applied(connection, MigrationLog.Kind.BASELINE);
    } catch (SQLException e) {
      if (NO_LOG.contains(e.getSQLState())) {
        return Map.of();
      }
      throw e;
    }
  }

  private static void prepareLog(Connection connection) throws SQLException {
    if (!MigrationLog.exists(connection)) {
      MigrationLog.create(connection);
    }
    MigrationLog.takeAllKinds(connection);
  }

  /** A script that was applied stays as it was; only an unfinished version changes one. */
  private void warnIfChanged(MigrationFile file, Map<String, String> past) {
    if (!file.checksum().equals(past.get(file.name()))) {
      String message = file.name() + " of the baseline differs from what this database has";
      observer.report(new Event.Warning(message, Optional.empty()));
    }
  }

  private static void apply(Connection connection, Script script) throws SQLException {
    long start = System.nanoTime();
    connection.setAutoCommit(false);
    try {
      Optional<String> skip = script.skipCondition();
      if (skip.isEmpty() || !isTrue(connection, skip.get())) {
        SetupLock.execute(connection, script.text());
        SetupLock.execute(connection, "reset role");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      MigrationLog.record(connection, script.file(), MigrationLog.Kind.BASELINE, took);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static boolean isTrue(Connection connection, String condition) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select " + condition)) {
      return result.next() && result.getBoolean(1);
    }
  }

  private ProblemException problem(SQLException e) {
    PgProblem problem = PgProblem.of(e);
    return "42501".equals(e.getSQLState())
        ? new ProblemException(new MigrationProblem.NotAllowed(problem.message(), rights()), e)
        : new ProblemException(problem, e);
  }

  /** What makes the login somebody who may do all of it. */
  private String rights() {
    String query =
        """
        select concat_ws('; ',
          format('alter role %1$I createrole bypassrls', current_user),
          format('alter database %I owner to %I', current_database(), current_user),
          (select format('grant %s to %I with admin option',
              string_agg(quote_ident(rolname), ', ' order by rolname), current_user)
            from pg_roles
            where not rolsuper and rolname <> current_user
              and (rolname in ('anon', 'authenticated', 'service_role', 'authenticator', 'postgres')
                or rolname like 'supabase%admin')
            having count(*) > 0))
        """;
    try (Connection connection = SetupLock.connect(owner);
        java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getString(1) : "";
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }
}
