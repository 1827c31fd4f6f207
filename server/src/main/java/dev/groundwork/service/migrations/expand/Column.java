package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.sql.Identifier;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column that is to have a second version, as the catalogs know it.
 *
 * @param table the id of its table
 * @param number of the column in the table
 * @param address its schema, table and name, quoted where SQL needs it
 * @param type as SQL writes it
 * @param comment on it
 * @param sequence that it owns, quoted
 * @param identity the sequence behind an identity column, quoted
 * @param notNullName the name of its not-null constraint, where the server has such
 */
record Column(
    String schema,
    String tableName,
    String table,
    String name,
    String number,
    String address,
    String type,
    boolean notNull,
    Optional<String> comment,
    Optional<String> sequence,
    Optional<String> identity,
    Optional<String> notNullName) {

  private static final String FACTS =
      """
      select a.attrelid, a.attnum, format('%I.%I.%I', n.nspname, c.relname, a.attname),
        format_type(a.atttypid, a.atttypmod), a.attnotnull, col_description(a.attrelid, a.attnum),
        s.sequence, s.identity,
        (select conname from pg_constraint where conrelid = a.attrelid and contype = 'n'
          and conkey = array[a.attnum] limit 1)
      from pg_attribute a
        join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        cross join lateral (select
            min(d.objid::regclass::text) filter (where d.deptype = 'a') as sequence,
            min(d.objid::regclass::text) filter (where d.deptype = 'i') as identity
          from pg_depend d join pg_class q on q.oid = d.objid and q.relkind = 'S'
          where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
            and d.refobjid = a.attrelid and d.refobjsubid = a.attnum) s
      where n.nspname = ?::text and c.relname = ?::text and a.attname = ?::text
        and a.attnum > 0 and not a.attisdropped
      """;

  private static final String REASONS =
      """
      with c as (select a.*, k.relkind, k.relispartition from pg_attribute a
        join pg_class k on k.oid = a.attrelid
        where a.attrelid = ?::oid and a.attnum = ?::int2)
      select 'it is not a column of an ordinary table' from c where relkind <> 'r'
      union all select 'its table is a partition' from c where relispartition
      union all select 'its table has heirs, or is one' from c where exists (
        select from pg_inherits where attrelid in (inhparent, inhrelid)) and not relispartition
      union all select 'it is generated' from c where attgenerated <> ''
      """;

  private static final String GRANTS =
      """
      select format('grant %s (%s) on %s to %s%s', x.privilege_type, ?::text, a.attrelid::regclass,
        case when x.grantee = 0 then 'public' else quote_ident(x.grantee::regrole::name) end,
        case when x.is_grantable then ' with grant option' else '' end)
      from pg_attribute a, aclexplode(a.attacl) x
      where a.attrelid = ?::oid and a.attnum = ?::int2
      """;

  static Optional<Column> find(PatientSession session, String schema, String table, String column) {
    return session.rows(FACTS, schema, table, column).stream()
        .findFirst()
        .map(row ->
            new Column(
                schema,
                table,
                text(row, 0),
                column,
                text(row, 1),
                text(row, 2),
                text(row, 3),
                text(row, 4).equals("t"),
                Optional.ofNullable(row.get(5)),
                Optional.ofNullable(row.get(6)),
                Optional.ofNullable(row.get(7)),
                Optional.ofNullable(row.get(8))));
  }

  private static String text(List<@Nullable String> row, int at) {
    return Objects.requireNonNull(row.get(at));
  }

  /** What stands against a second version of it. */
  List<String> reasonsAgainst(PatientSession session) {
    return session.rows(REASONS, table, number).stream().map(row -> text(row, 0)).toList();
  }

  /** Statements that give another column the grants that this one has by itself. */
  List<String> grantsFor(PatientSession session, String other) {
    return session.rows(GRANTS, Identifier.quote(other), table, number).stream()
        .map(row -> text(row, 0))
        .toList();
  }

  String quotedTable() {
    return Identifier.quote(schema, tableName);
  }

  String quoted() {
    return Identifier.quote(name);
  }

  /** For people. */
  String shown() {
    return schema + "." + tableName + "." + name;
  }
}
