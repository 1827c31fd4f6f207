package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Event triggers that say on a channel when the schema was changed, so that servers load it anew.
 * Only a superuser may make them; elsewhere {@code notify pgrst, 'reload schema'} does the same by
 * hand.
 *
 * @see <a href="https://www.postgresql.org/docs/18/event-triggers.html">Event triggers</a>
 */
public final class SchemaSignal {
  private SchemaSignal() {}

  /**
   * Installs the triggers when the user may and they are not there as they should be.
   *
   * @return whether they are in place
   */
  public static boolean install(PgAddress address, String channel, Observer observer) {
    try (SetupLock lock = SetupLock.take(address, observer)) {
      if (!isSuperuser(lock.connection())) {
        return false;
      }
      if (isInPlace(lock.connection(), channel)) {
        return true;
      }
      lock.connection().setAutoCommit(false);
      SetupLock.execute(lock.connection(), triggers(channel));
      lock.connection().commit();
      return true;
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static boolean isInPlace(Connection connection, String channel) throws SQLException {
    String sql =
        """
        select count(*) = 2
        from pg_event_trigger t join pg_proc p on p.oid = t.evtfoid
        where t.evtname in ('groundwork_schema_changed', 'groundwork_schema_dropped')
          and t.evtenabled = 'O' and p.prosrc = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, body(channel));
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  private static String body(String channel) {
    return """

    begin
      if tg_event = 'sql_drop' then
        if not exists (select from pg_event_trigger_dropped_objects() where not is_temporary) then
          return;
        end if;
      elsif not exists (
        select from pg_event_trigger_ddl_commands()
        where schema_name is distinct from 'pg_temp'
      ) then
        return;
      end if;
      perform pg_notify(%s, 'reload schema');
    end
    """
        .formatted(Identifier.literal(channel));
  }

  private static String triggers(String channel) {
    return """
    create schema if not exists groundwork;
    create or replace function groundwork.notify_schema_change() returns event_trigger
      language plpgsql set search_path = pg_catalog as $body$%s$body$;
    comment on function groundwork.notify_schema_change()
      is 'Tells the servers of this database to load the schema anew';
    drop event trigger if exists groundwork_schema_changed;
    create event trigger groundwork_schema_changed on ddl_command_end
      execute function groundwork.notify_schema_change();
    drop event trigger if exists groundwork_schema_dropped;
    create event trigger groundwork_schema_dropped on sql_drop
      execute function groundwork.notify_schema_change()
    """
        .formatted(body(channel));
  }

  private static boolean isSuperuser(Connection connection) throws SQLException {
    String sql = "select rolsuper from pg_roles where rolname = current_user";
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }
}
