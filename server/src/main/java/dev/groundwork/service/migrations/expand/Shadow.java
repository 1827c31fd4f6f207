package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the second version of a column must have, as PostgreSQL itself says it: an empty copy of the
 * table is changed in one step, in a transaction that is undone, and its definitions are read.
 *
 * @param type with its collation
 * @param standard the default value
 * @param identity what makes it an identity column, but for the name of its sequence: {@code
 *     generated always as identity (sequence name %s …)}
 */
record Shadow(
    String type,
    Optional<String> standard,
    Optional<String> identity,
    List<IndexCopy> indexes,
    List<ConstraintCopy> constraints) {

  private static final String NAME = "groundwork.expand_shadow";

  /**
   * An index that the second version needs.
   *
   * @param temporary its name until the contraction
   * @param constraint the unique constraint or primary key behind it
   * @param key what that constraint is
   * @param timing of it, such as {@code deferrable initially deferred}
   * @param unique {@code unique} or nothing
   * @param rest of its definition, after the table's name
   */
  record IndexCopy(
      String original,
      String temporary,
      Optional<String> constraint,
      String key,
      String timing,
      String unique,
      String rest) {}

  /** A check or foreign key that the second version needs. */
  record ConstraintCopy(String original, String temporary, String definition, boolean validated) {}

  private static final String INDEXES =
      """
      with o as (select i.*, row_number() over (order by i.indexrelid) n
          from pg_index i where i.indrelid = ?::oid),
        s as (select i.indexrelid, row_number() over (order by i.indexrelid) n
          from pg_index i where i.indrelid = 'groundwork.expand_shadow'::regclass)
      select k.relname, o.indexrelid, c.conname,
        case when c.condeferrable then 'deferrable ' else '' end
          || case when c.condeferred then 'initially deferred' else '' end,
        case when o.indisunique then 'unique' else '' end, r.relname,
        case c.contype when 'p' then 'primary key' else 'unique' end
      from o join s using (n) join pg_class k on k.oid = o.indexrelid
        join pg_class r on r.oid = s.indexrelid
        left join pg_constraint c on c.conindid = o.indexrelid and c.contype in ('p', 'u')
          and c.conrelid = o.indrelid
      where o.indisvalid and (?::int2 = any (o.indkey) or exists (select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = o.indexrelid
          and d.refclassid = 'pg_class'::regclass and d.refobjid = o.indrelid
          and d.refobjsubid = ?::int2))
      """;

  private static final String REST =
      """
      select substr(pg_get_indexdef(c.oid), length(format('CREATE %sINDEX %I ON %s',
        case when i.indisunique then 'UNIQUE ' else '' end, c.relname, i.indrelid::regclass)) + 1)
      from pg_class c join pg_index i on i.indexrelid = c.oid
      where i.indrelid = 'groundwork.expand_shadow'::regclass and c.relname = ?::text
      """;

  private static final String CHECKS =
      """
      select o.conname, o.oid, pg_get_constraintdef(s.oid), o.convalidated
      from pg_constraint o join pg_constraint s on s.conname = o.conname
        and s.conrelid = 'groundwork.expand_shadow'::regclass
      where o.conrelid = ?::oid and o.contype = 'c' and ?::int2 = any (o.conkey)
      """;

  private static final String FOREIGN_KEYS =
      """
      select o.conname, o.oid, format('FOREIGN KEY (%s)%s',
          string_agg(case when a.attnum = ?::int2 then ?::text else quote_ident(a.attname) end,
            ', ' order by k.place),
          regexp_replace(substr(pg_get_constraintdef(o.oid), length(format('FOREIGN KEY (%s)',
            string_agg(quote_ident(a.attname), ', ' order by k.place))) + 1), ' NOT VALID$', '')),
        o.convalidated
      from pg_constraint o cross join unnest(o.conkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.attnum
      where o.conrelid = ?::oid and o.contype = 'f' and ?::int2 = any (o.conkey)
      group by o.oid, o.conname, o.convalidated
      """;

  private static final String COLUMN =
      """
      select format_type(a.atttypid, a.atttypmod) || case when a.attcollation <> t.typcollation
          then ' collate ' || a.attcollation::regcollation else '' end,
        pg_get_expr(d.adbin, d.adrelid)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = 'groundwork.expand_shadow'::regclass and a.attname = ?::text
      """;

  /** Limits that are those of the type become those of the new one. */
  private static final String IDENTITY =
      """
      select format('generated %s as identity (sequence name %%s increment by %s %s %s'
          || ' start with %s cache %s %s)',
        case a.attidentity when 'a' then 'always' else 'by default' end, q.seqincrement,
        case when q.seqincrement < 0 and q.seqmin in (-32768, -2147483648, -9223372036854775808)
          then 'no minvalue' else 'minvalue ' || q.seqmin end,
        case when q.seqincrement > 0 and q.seqmax in (32767, 2147483647, 9223372036854775807)
          then 'no maxvalue' else 'maxvalue ' || q.seqmax end,
        q.seqstart, q.seqcache, case when q.seqcycle then 'cycle' else 'no cycle' end)
      from pg_attribute a cross join pg_sequence q
      where a.attrelid = ?::oid and a.attnum = ?::int2 and q.seqrelid = to_regclass(?::text)
      """;

  /**
   * Reads it.
   *
   * @param id of the expansion, for names
   * @param twin the name of the second version
   * @param alteration of the column, after {@code alter column x}; nothing when it is renamed only
   */
  static Shadow of(
      PatientSession session, long id, Column column, String twin, Optional<String> alteration) {
    return session.tried(() -> read(session, id, column, twin, alteration));
  }

  private static Shadow read(
      PatientSession session, long id, Column column, String twin, Optional<String> alteration) {
    session.rows("create table " + NAME + " (like " + column.quotedTable() + " including all)");
    List<List<@Nullable String>> indexes =
        session.rows(INDEXES, column.table(), column.number(), column.number());
    session.rows(
        "alter table " + NAME + " drop column if exists " + Identifier.quote(twin) + " cascade");
    if (alteration.isPresent()) {
      session.rows(
          "alter table " + NAME + " alter column " + column.quoted() + " " + alteration.get());
    }
    session.rows(
        "alter table "
            + NAME
            + " rename column "
            + column.quoted()
            + " to "
            + Identifier.quote(twin));
    List<@Nullable String> facts = session.rows(COLUMN, twin).getFirst();
    List<List<@Nullable String>> constraints =
        new ArrayList<>(session.rows(CHECKS, column.table(), column.number()));
    constraints.addAll(
        session.rows(
            FOREIGN_KEYS,
            column.number(),
            Identifier.quote(twin),
            column.table(),
            column.number()));
    return new Shadow(
        text(facts, 0),
        Optional.ofNullable(facts.get(1)),
        column.identity().map(sequence -> identity(session, column, sequence)),
        indexes.stream().map(row -> index(session, id, row)).toList(),
        constraints.stream().map(row -> constraint(id, row)).toList());
  }

  private static String identity(PatientSession session, Column column, String sequence) {
    return text(session.rows(IDENTITY, column.table(), column.number(), sequence).getFirst(), 0);
  }

  private static IndexCopy index(PatientSession session, long id, List<@Nullable String> row) {
    return new IndexCopy(
        text(row, 0),
        temporary(id, text(row, 1)),
        Optional.ofNullable(row.get(2)),
        text(row, 6),
        text(row, 3),
        text(row, 4),
        text(session.rows(REST, text(row, 5)).getFirst(), 0));
  }

  private static ConstraintCopy constraint(long id, List<@Nullable String> row) {
    return new ConstraintCopy(
        text(row, 0), temporary(id, text(row, 1)), text(row, 2), text(row, 3).equals("t"));
  }

  /** The same for the same original, however often it is read. */
  private static String temporary(long id, String original) {
    return "gw" + id + "_" + original;
  }

  private static String text(List<@Nullable String> row, int at) {
    return Objects.requireNonNull(row.get(at));
  }
}
