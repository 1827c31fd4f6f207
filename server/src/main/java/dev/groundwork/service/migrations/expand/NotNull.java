package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a column take no null. The rows are looked at under a lock that lets everybody read and
 * write, by way of a check; PostgreSQL takes its word and does not look again.
 *
 * @param check the name of that check
 */
record NotNull(PatientSession session, String schema, String table, String column, String check) {

  void ensure() {
    if (Column.find(session, schema, table, column).filter(Column::notNull).isPresent()) {
      return;
    }
    String alter = "alter table " + Identifier.quote(schema, table);
    String name = Identifier.quote(check);
    String quoted = Identifier.quote(column);
    List<List<@Nullable String>> found =
        session.rows(
            "select from pg_constraint where conrelid = to_regclass(?::text) and conname = ?::text",
            Identifier.quote(schema, table),
            check);
    if (found.isEmpty()) {
      together(
          "checking " + column,
          alter + " add constraint " + name + " check (" + quoted + " is not null) not valid");
    }
    together("checking " + column, alter + " validate constraint " + name);
    together(
        "setting " + column + " not null",
        alter + " alter column " + quoted + " set not null",
        alter + " drop constraint " + name);
  }

  /** Columns that take no null by now stay so. */
  void undo(long id) {
    String sql =
        "alter table "
            + Identifier.quote(schema, table)
            + " drop constraint if exists "
            + Identifier.quote(check);
    session.together("rolling back", List.of(Statement.of(sql), ExpansionLog.rolledBack(id)));
  }

  private void together(String what, String... sql) {
    session.together(what, List.of(sql).stream().map(Statement::of).toList());
  }
}
