package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.text.RandomText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PasswordUtil;

/**
 * The roles that requests run as, and the login that can do nothing but switch to them. Makes those
 * that are missing and leaves the others as they are. Gives no right on any table: what a role may
 * do is for the migrations to say.
 */
public final class Roles {
  /** The login of the server on its own database. */
  public static final String AUTHENTICATOR = "authenticator";

  private static final List<Role> REQUEST_ROLES =
      List.of(
          new Role("anon", "nologin noinherit"),
          new Role("authenticated", "nologin noinherit"),
          new Role("service_role", "nologin noinherit bypassrls"));

  /** Whom the tables of the sign-in service belong to, and as whom it works. */
  public static final String AUTH_ADMIN = "supabase_auth_admin";

  private static final int PASSWORD_BYTES = 24;
  private static final int SALT_BYTES = 16;

  /** Letters of a random password; what is shorter may be a word. */
  private static final int STRONG = 32;

  private Roles() {}

  /** A role and the attributes that it is created with. */
  private record Role(String name, String attributes) {}

  /**
   * Makes the roles on a server of our own and gives the authenticator a new password.
   *
   * @param superuser of the database to serve
   * @return the authenticator's address of the same database
   */
  public static PgAddress prepareOwnServer(PgAddress superuser, Observer observer) {
    String password = randomPassword();
    try (SetupLock lock = SetupLock.take(superuser, observer)) {
      List<String> statements = new ArrayList<>();
      boolean exists = exists(lock.connection(), AUTHENTICATOR);
      statements.add((exists ? "alter" : "create") + " role authenticator login noinherit");
      statements.addAll(missing(lock.connection(), AUTHENTICATOR));
      run(lock.connection(), statements);
      setPassword(lock.connection(), AUTHENTICATOR, password);
      lighten(lock.connection(), superuser);
      return superuser.as(AUTHENTICATOR, password);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /**
   * Lets a role of the baseline log in to a server of our own, with a new password.
   *
   * @return its address of the same database
   */
  public static PgAddress logIn(PgAddress superuser, String role) {
    String password = randomPassword();
    try (Connection connection = SetupLock.connect(superuser)) {
      SetupLock.execute(connection, "alter role " + Identifier.quote(role) + " login");
      setPassword(connection, role, password);
      return superuser.as(role, password);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static String randomPassword() {
    return RandomText.base64(PASSWORD_BYTES);
  }

  /**
   * Sets a random password. SCRAM repeats a hash so that words of people cannot be tried out;
   * nobody tries out 192 random bits, and a start would pay thousands of hashes for each of its
   * connections.
   */
  private static void setPassword(Connection connection, String role, String password)
      throws SQLException {
    byte[] salt = RandomText.bytes(SALT_BYTES);
    String verifier = PasswordUtil.encodeScramSha256(password.toCharArray(), 1, salt);
    SetupLock.execute(
        connection,
        "alter role " + Identifier.quote(role) + " password " + Identifier.literal(verifier));
  }

  /** The same for the password that the server was made with, where it is a random one of ours. */
  private static void lighten(Connection connection, PgAddress superuser) throws SQLException {
    String heavy =
        "select exists (select from pg_authid where rolname = ?"
            + " and rolpassword not like 'SCRAM-SHA-256$1:%')";
    if (ask(connection, heavy, superuser.user()) && superuser.password().length() >= STRONG) {
      setPassword(connection, superuser.user(), superuser.password());
    }
  }

  /**
   * Makes the roles on somebody else's server where they are missing, and lets the login switch to
   * them.
   *
   * @throws ProblemException with {@link MigrationProblem.NotAllowed} when something is missing and
   *     the login may not make it
   */
  public static void prepare(PgAddress login, Observer observer) {
    try (SetupLock lock = SetupLock.take(login, observer)) {
      run(lock.connection(), missing(lock.connection(), login.user()));
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /** What has to be run so that everything is there. */
  private static List<String> missing(Connection connection, String login) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (Role role : REQUEST_ROLES) {
      String name = Identifier.quote(role.name());
      boolean exists = exists(connection, role.name());
      if (!exists) {
        statements.add("create role " + name + " " + role.attributes());
      }
      if (!exists || !isMember(connection, login, role.name())) {
        statements.add("grant " + name + " to " + Identifier.quote(login));
      }
      if (!exists || !mayUsePublic(connection, role.name())) {
        statements.add("grant usage on schema public to " + name);
      }
    }
    return statements;
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    if (statements.isEmpty()) {
      return;
    }
    try {
      connection.setAutoCommit(false);
      for (String statement : statements) {
        SetupLock.execute(connection, statement);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      if ("42501".equals(e.getSQLState())) {
        String sql = String.join("; ", statements);
        throw new ProblemException(
            new MigrationProblem.NotAllowed(PgProblem.of(e).message(), sql), e);
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    return ask(connection, "select exists (select from pg_roles where rolname = ?)", role);
  }

  private static boolean isMember(Connection connection, String login, String role)
      throws SQLException {
    String sql =
        "select exists (select from pg_roles where rolname = ?)"
            + " and pg_has_role(?::name, ?::name, 'member')";
    return ask(connection, sql, login, login, role);
  }

  private static boolean mayUsePublic(Connection connection, String role) throws SQLException {
    String sql =
        "select to_regnamespace('public') is null"
            + " or has_schema_privilege(?, to_regnamespace('public')::oid, 'usage')";
    return ask(connection, sql, role);
  }

  private static boolean ask(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }
}
