package dev.groundwork.base.pg.setup;

import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.Origin;
import dev.groundwork.base.config.Raw;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Settings that stand in the database, as {@code alter role authenticator set pgrst.x = 'y'} or
 * made by a function of the project. They win over all others.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/v14/references/configuration.html#in-database-configuration">PostgREST's
 *     manual</a>
 */
public final class DatabaseSettings {
  private static final String PREFIX = "pgrst.";

  private final PgAddress login;
  private final Observer observer;

  public DatabaseSettings(PgAddress login, Observer observer) {
    this.login = login;
    this.observer = observer;
  }

  /**
   * Settings together with those in the database, where the settings say that these count.
   *
   * @throws ProblemException with a {@link PgProblem} when they cannot be read, or with a {@link
   *     dev.groundwork.base.config.ConfigProblem} when one of them is not valid
   */
  public Settings over(Settings settings) {
    if (!settings.value(SettingTable.DB_CONFIG)) {
      return settings;
    }
    try (Connection connection = login.connect()) {
      connection.setAutoCommit(false);
      List<Given> layer = read(connection, settings.find(SettingTable.DB_PRE_CONFIG));
      connection.commit();
      return SettingsReader.over(settings, layer);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  /** A new session has what is set for its login and database; the function may change that. */
  private List<Given> read(Connection connection, Optional<String> preConfig) throws SQLException {
    Map<String, Setting<?>> known = SettingTable.inDatabase();
    List<Given> layer = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local statement_timeout = '10s'");
      if (preConfig.isPresent()) {
        statement.execute("select " + Identifier.quotePath(preConfig.get()) + "()");
      }
      try (ResultSet values = statement.executeQuery(query(known))) {
        while (values.next()) {
          add(layer, known, values.getString(1), values.getString(2));
        }
      }
    }
    warnOfOthers(connection, known);
    return layer;
  }

  private static void add(
      List<Given> layer, Map<String, Setting<?>> known, String name, String value) {
    Setting<?> setting = known.get(name);
    if (setting != null) {
      Origin origin = new Origin("database " + PREFIX + name);
      layer.add(new Given(setting.key(), new Raw.Scalar(value), origin));
    }
  }

  private static String query(Map<String, Setting<?>> known) {
    String names =
        known.keySet().stream().map(Identifier::literal).collect(Collectors.joining(","));
    return "select name, current_setting('pgrst.' || name, true)"
        + " from unnest(array["
        + names
        + "]) as name where current_setting('pgrst.' || name, true) is not null";
  }

  /** A name that means nothing is probably a mistake, but none to stop for. */
  private void warnOfOthers(Connection connection, Map<String, Setting<?>> known)
      throws SQLException {
    String query =
        """
        select distinct substr(split_part(setting, '=', 1), 7)
        from pg_db_role_setting, unnest(setconfig) as setting
        where setrole = current_user::regrole
          and setdatabase in (0, (select oid from pg_database where datname = current_database()))
          and setting like 'pgrst.%'
        """;
    try (Statement statement = connection.createStatement();
        ResultSet names = statement.executeQuery(query)) {
      while (names.next()) {
        if (!known.containsKey(names.getString(1))) {
          String message = PREFIX + names.getString(1) + " in the database is no setting there";
          observer.report(new Event.Warning(message, Optional.empty()));
        }
      }
    }
  }
}
