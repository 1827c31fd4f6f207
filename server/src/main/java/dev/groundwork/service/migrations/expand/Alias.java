package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A table under two names: the old one is a view, which can be written to and has the rights of
 * whoever asks.
 */
record Alias(PatientSession session, long id, Change.RenameTable change) {
  private static final String GRANTS =
      """
      select format('grant %s on %s to %s%s', x.privilege_type, ?::text,
        case when x.grantee = 0 then 'public' else quote_ident(x.grantee::regrole::name) end,
        case when x.is_grantable then ' with grant option' else '' end)
      from pg_class c, aclexplode(c.relacl) x
      where c.oid = to_regclass(?::text) and x.grantee <> c.relowner
        and x.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
      union all
      select format('alter view %s owner to %I', ?::text, c.relowner::regrole::name)
      from pg_class c where c.oid = to_regclass(?::text)
      """;

  void expand() {
    String view = oldName();
    List<Statement> statements = new ArrayList<>();
    statements.add(Statement.of(rename(oldName(), change.newName())));
    statements.add(
        Statement.of("create view " + view + invoker() + " as select * from " + newName()));
    session.rows(GRANTS, view, oldName(), view, oldName()).stream()
        .map(row -> Statement.of(Objects.requireNonNull(row.getFirst())))
        .forEach(statements::add);
    statements.add(ExpansionLog.expanded(id));
    session.together("renaming " + change.table(), statements);
  }

  /** PostgreSQL 14 asks for the rights of the view's owner; there row-level security forbids it. */
  private String invoker() {
    boolean known =
        Integer.parseInt(
                Objects.requireNonNull(
                    session
                        .rows("select current_setting('server_version_num')")
                        .getFirst()
                        .getFirst()))
            >= 150_000;
    return known ? " with (security_invoker = true)" : "";
  }

  void contract() {
    session.together(
        "contracting " + change.name(),
        List.of(Statement.of("drop view if exists " + oldName()), ExpansionLog.contracted(id)));
  }

  void rollBack(boolean expanded) {
    List<Statement> statements = new ArrayList<>();
    if (expanded) {
      statements.add(Statement.of("drop view if exists " + oldName()));
      statements.add(Statement.of(rename(newName(), change.table())));
    }
    statements.add(ExpansionLog.rolledBack(id));
    session.together("rolling back " + change.name(), statements);
  }

  private static String rename(String from, String to) {
    return "alter table " + from + " rename to " + Identifier.quote(to);
  }

  private String oldName() {
    return Identifier.quote(change.schema(), change.table());
  }

  private String newName() {
    return Identifier.quote(change.schema(), change.newName());
  }
}
