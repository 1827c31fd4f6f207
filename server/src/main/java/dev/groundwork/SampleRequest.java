package dev.groundwork;

import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds something that anyone may read, for a first request to try. */
final class SampleRequest {
  /** Tables with row-level security and a key of one column first: an application's own things. */
  private static final String READABLE =
      """
      select c.relname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and has_schema_privilege(?, n.oid, 'usage')
        and has_table_privilege(?, c.oid, 'select')
      order by
        c.relrowsecurity desc,
        exists (
          select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indnatts = 1
        ) desc,
        c.reltuples desc,
        c.relname
      limit 1
      """;

  private SampleRequest() {}

  /** A path below the API's; empty when anonymous callers can read no table. */
  static Optional<String> path(Database database, Settings settings) {
    String schema = settings.value(SettingTable.SCHEMAS).getFirst();
    return settings
        .find(SettingTable.ANON_ROLE)
        .flatMap(role -> table(database, schema, role))
        .map(table -> "/" + URLEncoder.encode(table, StandardCharsets.UTF_8) + "?limit=3");
  }

  private static Optional<String> table(Database database, String schema, String role) {
    try {
      Rows rows = database.run(Script.of(Statement.of(READABLE, schema, role, role))).getFirst();
      return rows.size() == 0 ? Optional.empty() : rows.text(0, 0);
    } catch (ProblemException _) {
      return Optional.empty(); // a missing role, for one: no reason not to serve
    }
  }
}
