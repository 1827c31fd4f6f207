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
 * @param type as SQL writes it
 * @param comment on it
 * @param sequence that it owns, quoted
 * @param notNullName the name of its not-null constraint, where the server has such
 */
record Column(
    String schema,
    String tableName,
    String table,
    String name,
    String number,
    String type,
    boolean notNull,
    Optional<String> comment,
    Optional<String> sequence,
    Optional<String> notNullName) {

  private static final String FACTS =
      """
      select a.attrelid, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        col_description(a.attrelid, a.attnum),
        (select s.objid::regclass::text from pg_depend s
          join pg_class q on q.oid = s.objid and q.relkind = 'S'
          where s.classid = 'pg_class'::regclass and s.refclassid = 'pg_class'::regclass
            and s.refobjid = a.attrelid and s.refobjsubid = a.attnum and s.deptype = 'a' limit 1),
        (select conname from pg_constraint where conrelid = a.attrelid and contype = 'n'
          and conkey = array[a.attnum] limit 1)
      from pg_attribute a
        join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
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
      union all select 'it is generated' from c where attgenerated <> '' or attidentity <> ''
      union all (select distinct pg_describe_object(d.classid, d.objid, d.objsubid)
        || ' depends on it' from c join pg_depend d on d.refclassid = 'pg_class'::regclass
          and d.refobjid = c.attrelid and d.refobjsubid = c.attnum
        where not (d.classid = 'pg_class'::regclass and exists (select from pg_class k
            where k.oid = d.objid and k.relkind in ('i', 'S')))
          and not (d.classid = 'pg_constraint'::regclass and exists (
            select from pg_constraint k where k.oid = d.objid and k.conrelid = c.attrelid
              and k.contype in ('c', 'f', 'u', 'n')
              and not (k.contype = 'f' and k.confrelid = c.attrelid
                and c.attnum = any (k.confkey))))
          and not (d.classid = 'pg_attrdef'::regclass and exists (select from pg_attrdef k
            where k.oid = d.objid and k.adrelid = c.attrelid and k.adnum = c.attnum)))
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
                text(row, 3).equals("t"),
                Optional.ofNullable(row.get(4)),
                Optional.ofNullable(row.get(5)),
                Optional.ofNullable(row.get(6))));
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
