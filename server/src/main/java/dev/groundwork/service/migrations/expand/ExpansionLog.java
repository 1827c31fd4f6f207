package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of changes in two steps. */
final class ExpansionLog {
  private static final String TABLE =
      """
      create schema if not exists groundwork;
      create table if not exists groundwork.expansions (
        id bigint generated always as identity primary key,
        name text not null,
        kind text not null
          check (kind in ('rename-column', 'change-type', 'rename-table', 'set-not-null')),
        schema_name text not null,
        table_name text not null,
        old_name text not null,
        new_name text not null,
        type text not null default '',
        using_expression text,
        back_expression text,
        phase text not null
          check (phase in ('expanding', 'expanded', 'contracted', 'rolled-back')),
        filled_file oid,
        filled_blocks bigint not null default 0,
        filled boolean not null default false,
        started_at timestamptz not null default now(),
        ended_at timestamptz
      );
      create unique index if not exists expansions_open on groundwork.expansions
        (schema_name, table_name) where phase in ('expanding', 'expanded');
      comment on table groundwork.expansions is 'Changes of the schema in two steps'
      """;

  private ExpansionLog() {}

  /**
   * A change that is under way.
   *
   * @param expanded whether it waits for its contraction
   */
  record Open(long id, Change change, boolean expanded) {}

  static boolean exists(PatientSession session) {
    return "t"
        .equals(
            session
                .rows("select pg_catalog.to_regclass('groundwork.expansions') is not null")
                .getFirst()
                .getFirst());
  }

  static void create(PatientSession session) {
    if (!exists(session)) {
      session.together("the table of expansions", List.of(Statement.of(TABLE)));
    }
  }

  static List<Open> open(PatientSession session) {
    if (!exists(session)) {
      return List.of();
    }
    return session
        .rows(
            "select id, kind, schema_name, table_name, old_name, new_name, type, using_expression,"
                + " back_expression, phase = 'expanded' from groundwork.expansions"
                + " where phase in ('expanding', 'expanded') order by id")
        .stream()
        .map(ExpansionLog::open)
        .toList();
  }

  private static Open open(List<@Nullable String> row) {
    String schema = text(row, 2);
    String table = text(row, 3);
    Change change =
        switch (text(row, 1)) {
          case "rename-column" ->
              new Change.RenameColumn(schema, table, text(row, 4), text(row, 5));
          case "change-type" ->
              new Change.ChangeType(
                  schema,
                  table,
                  text(row, 4),
                  text(row, 6),
                  Optional.ofNullable(row.get(7)),
                  Optional.ofNullable(row.get(8)));
          case "rename-table" -> new Change.RenameTable(schema, table, text(row, 5));
          default -> new Change.SetNotNull(schema, table, text(row, 4));
        };
    return new Open(Long.parseLong(text(row, 0)), change, text(row, 9).equals("t"));
  }

  private static String text(List<@Nullable String> row, int at) {
    return Objects.requireNonNull(row.get(at));
  }

  /** Writes down that a change begins; its id is the result. */
  static Statement begin(Change change) {
    String sql =
        "insert into groundwork.expansions (name, kind, schema_name, table_name, old_name,"
            + " new_name, type, using_expression, back_expression, phase) values (?::text,"
            + " ?::text, ?::text, ?::text, ?::text, ?::text, ?::text, ?::text, ?::text,"
            + " 'expanding') returning id";
    return switch (change) {
      case Change.RenameColumn it ->
          of(sql, it, "rename-column", it.column(), it.newName(), "", null, null);
      case Change.ChangeType it ->
          of(
              sql,
              it,
              "change-type",
              it.column(),
              it.column(),
              it.type(),
              it.using().orElse(null),
              it.back().orElse(null));
      case Change.RenameTable it ->
          of(sql, it, "rename-table", it.table(), it.newName(), "", null, null);
      case Change.SetNotNull it ->
          of(sql, it, "set-not-null", it.column(), it.column(), "", null, null);
    };
  }

  private static Statement of(
      String sql,
      Change change,
      String kind,
      String oldName,
      String newName,
      String type,
      @Nullable String using,
      @Nullable String back) {
    return Statement.of(
        sql,
        change.name(),
        kind,
        change.schema(),
        change.table(),
        oldName,
        newName,
        type,
        using,
        back);
  }

  static Statement phase(long id, String phase) {
    return Statement.of(
        "update groundwork.expansions set phase = ?::text, ended_at = case when ?::text ="
            + " 'expanded' then null else now() end where id = ?::bigint",
        phase,
        phase,
        Long.toString(id));
  }

  /** How far the table is filled; for another file of it, from the start. */
  static Statement filled(long id, String file, long blocks, boolean all) {
    return Statement.of(
        "update groundwork.expansions set filled_file = ?::oid, filled_blocks = ?::bigint, filled"
            + " = ?::boolean where id = ?::bigint",
        file,
        Long.toString(blocks),
        Boolean.toString(all),
        Long.toString(id));
  }
}
