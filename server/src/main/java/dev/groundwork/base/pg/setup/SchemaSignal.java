package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import java.sql.Connection;
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
   * Installs the triggers when the user may.
   *
   * @return whether they are in place
   */
  public static boolean install(PgAddress address, String channel, Observer observer) {
    try (SetupLock lock = SetupLock.take(address, observer)) {
      if (!isSuperuser(lock.connection())) {
        return false;
      }
      lock.connection().setAutoCommit(false);
      SetupLock.execute(lock.connection(), triggers(channel));
      lock.connection().commit();
      return true;
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static String triggers(String channel) {
    return """
    create schema if not exists groundwork;
    create or replace function groundwork.notify_schema_change() returns event_trigger
      language plpgsql set search_path = pg_catalog as $body$
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
    $body$;
    comment on function groundwork.notify_schema_change()
      is 'Tells the servers of this database to load the schema anew';
    drop event trigger if exists groundwork_schema_changed;
    create event trigger groundwork_schema_changed on ddl_command_end
      execute function groundwork.notify_schema_change();
    drop event trigger if exists groundwork_schema_dropped;
    create event trigger groundwork_schema_dropped on sql_drop
      execute function groundwork.notify_schema_change()
    """
        .formatted(Identifier.literal(channel));
  }

  private static boolean isSuperuser(Connection connection) throws SQLException {
    String sql = "select rolsuper from pg_roles where rolname = current_user";
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }
}
