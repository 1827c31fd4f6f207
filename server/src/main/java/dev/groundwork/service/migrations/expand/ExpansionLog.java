package dev.groundwork.service.migrations.expand;

import com.fasterxml.jackson.databind.ObjectMapper;
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
          check (phase in ('expanding', 'expanded', 'contracting', 'contracted', 'rolled-back')),
        later jsonb not null default '[]',
        filled_file oid,
        filled_blocks bigint not null default 0,
        filled boolean not null default false,
        started_at timestamptz not null default now(),
        ended_at timestamptz
      );
      create unique index if not exists expansions_open on groundwork.expansions
        (schema_name, table_name) where phase in ('expanding', 'expanded', 'contracting');
      comment on table groundwork.expansions is 'Changes of the schema in two steps'
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ExpansionLog() {}

  /** A change that is under way. */
  record Open(long id, Change change, Phase phase) {}

  /** A session that answers queries. */
  interface Rows {
    List<List<@Nullable String>> of(String sql);
  }

  private static boolean exists(Rows rows) {
    return "t"
        .equals(
            rows.of("select pg_catalog.to_regclass('groundwork.expansions') is not null")
                .getFirst()
                .getFirst());
  }

  static void create(PatientSession session) {
    if (!exists(session::rows)) {
      session.together("the table of expansions", List.of(Statement.of(TABLE)));
    }
  }

  static List<Open> open(Rows rows) {
    if (!exists(rows)) {
      return List.of();
    }
    return rows
        .of(
            "select id, kind, schema_name, table_name, old_name, new_name, type, using_expression,"
                + " back_expression, phase from groundwork.expansions"
                + " where phase in ('expanding', 'expanded', 'contracting') order by id")
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
    return new Open(Long.parseLong(text(row, 0)), change, Phase.of(text(row, 9)));
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

  /** Writes down that both versions are there. */
  static Statement expanded(long id) {
    return Statement.of(
        "update groundwork.expansions set phase = 'expanded' where id = ?::bigint",
        Long.toString(id));
  }

  /**
   * Writes down that the old version is gone, and which statements, if any, are still to be run.
   */
  static Statement contracted(long id, List<String> later) {
    if (later.isEmpty()) {
      return contracted(id);
    }
    return Statement.of(
        "update groundwork.expansions set phase = 'contracting', later = ?::jsonb where id ="
            + " ?::bigint",
        JSON.valueToTree(later).toString(),
        Long.toString(id));
  }

  /** The statements that a half contracted change has still to run. */
  static List<String> later(PatientSession session, long id) {
    return session
        .rows(
            "select each from groundwork.expansions, jsonb_array_elements_text(later) with"
                + " ordinality e (each, place) where id = ?::bigint order by place",
            Long.toString(id))
        .stream()
        .map(row -> text(row, 0))
        .toList();
  }

  /** Writes down that nothing is left to do. */
  static Statement contracted(long id) {
    return ended(id, "contracted");
  }

  /** Writes down that the new version is gone. */
  static Statement rolledBack(long id) {
    return ended(id, "rolled-back");
  }

  private static Statement ended(long id, String phase) {
    return Statement.of(
        "update groundwork.expansions set phase = ?::text, ended_at = now() where id = ?::bigint",
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
