package dev.groundwork.service.rest.query;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.service.rest.parse.Preferences.Resolution;
import dev.groundwork.service.rest.plan.Intake;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Mutation.Conflict;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.RowVersion;
import java.util.List;

/** Writes a change of a table's rows, its values taken out of the body by PostgreSQL. */
final class WriteSql {
  private static final String BODY = "pgrst_body";

  /**
   * Counts the rows that an upsert inserts: each row counts one, each row that was there already
   * takes one back.
   */
  static final String INSERTED = "nullif(current_setting('groundwork.inserted', true), '')::int";

  private final Sql sql;
  private final Expressions expressions;
  private final Name table;
  private final Source source;

  /** What the values are taken out of. */
  enum Source {
    /** The body as one JSON text. */
    JSON,
    /** One array a column. */
    COLUMNS
  }

  WriteSql(Sql sql, Name table, Source source) {
    this.sql = sql;
    this.expressions = new Expressions(sql);
    this.table = table;
    this.source = source;
  }

  /** Whether arrays of texts give the same rows as the JSON does. */
  static boolean isPossibleByColumns(Mutation.Insert insert) {
    return insert.array()
        && !insert.defaults()
        && !insert.put()
        && !insert.columns().isEmpty()
        && insert.columns().stream().noneMatch(column -> column.intake() == Intake.OTHER);
  }

  void change(Mutation mutation) {
    switch (mutation) {
      case Mutation.Insert insert -> insert(insert);
      case Mutation.Update update when update.columns().isEmpty() -> nothing(update.returning());
      case Mutation.Update update -> update(update);
      case Mutation.Patch patch when patch.columns().isEmpty() -> nothing(patch.returning());
      case Mutation.Patch patch -> patch(patch);
      case Mutation.Delete delete -> delete(delete);
      case Mutation.Nest _ ->
          throw new IllegalStateException("nested rows are more than one change");
    }
  }

  /** The version of the row that a change depends on. */
  void currentVersion(RowVersion version, List<Condition> matched) {
    sql.add("select ");
    expressions.version(table.name(), version);
    sql.add(" from ").name(table).add(" where ");
    expressions.conditions(table.name(), matched, WriteSql::noEmbeds);
  }

  private void insert(Mutation.Insert insert) {
    sql.add("insert into ").name(table);
    if (!insert.columns().isEmpty()) {
      sql.add("(").each(insert.columns(), ", ", column -> sql.name(column.name())).add(")");
    }
    sql.add(" select ").each(insert.columns(), ", ", column -> sql.column(BODY, column.name()));
    sql.add(" from ");
    body(insert.columns(), insert.array(), insert.defaults());
    insertConditions(insert);
    insert.conflict().ifPresent(conflict -> conflict(conflict, insert.columns()));
    returning(insert.returning());
  }

  private void insertConditions(Mutation.Insert insert) {
    boolean counted = insert.conflict().isPresent();
    sql.add(counted ? " where " + count("+") + " <> '0'" : "");
    if (!insert.conditions().isEmpty()) {
      sql.add(counted ? " and " : " where ");
      expressions.conditions(BODY, insert.conditions(), WriteSql::noEmbeds);
    }
  }

  private static String count(String sign) {
    return "set_config('groundwork.inserted', (coalesce("
        + INSERTED
        + ", 0) "
        + sign
        + " 1)::text, true)";
  }

  private void conflict(Conflict conflict, List<Target> columns) {
    sql.add(" on conflict (").each(conflict.columns(), ", ", sql::name).add(") ");
    if (conflict.resolution() == Resolution.IGNORE_DUPLICATES || columns.isEmpty()) {
      sql.add("do nothing");
      return;
    }
    sql.add("do update set ");
    sql.each(
        columns, ", ", column -> sql.name(column.name()).add(" = excluded.").name(column.name()));
    sql.add(" where ");
    conflict
        .match()
        .ifPresent(match -> {
          expressions.conditions(table.name(), List.of(match), WriteSql::noEmbeds);
          sql.add(" and ");
        });
    sql.add(count("-")).add(" <> '-1'");
  }

  private void update(Mutation.Update update) {
    sql.add("update ").name(table).add(" set ");
    sql.each(
        update.columns(),
        ", ",
        column -> sql.name(column.name()).add(" = ").column(BODY, column.name()));
    sql.add(" from ");
    body(update.columns(), update.array(), update.defaults());
    where(update.conditions());
    returning(update.returning());
  }

  private void patch(Mutation.Patch patch) {
    sql.add("update ").name(table).add(" set (");
    sql.each(patch.columns(), ", ", column -> sql.name(column.name()));
    sql.add(") = (select ").each(patch.columns(), ", ", this::parsed);
    sql.add(" from jsonb_to_record(");
    new PatchSql(sql, table.name()).values(patch);
    sql.add(") as _");
    types(patch.columns());
    sql.add(")");
    where(patch.conditions());
    returning(patch.returning());
  }

  private void delete(Mutation.Delete delete) {
    sql.add("delete from ").name(table);
    where(delete.conditions());
    returning(delete.returning());
  }

  /** An update without columns changes no row, but has the columns that are read afterwards. */
  private void nothing(List<String> returning) {
    sql.add("select ");
    columns(returning);
    sql.add(" from ").name(table).add(" where false");
  }

  private void where(List<Condition> conditions) {
    if (!conditions.isEmpty()) {
      sql.add(" where ");
      expressions.conditions(table.name(), conditions, WriteSql::noEmbeds);
    }
  }

  private static void noEmbeds(Condition.Exists exists) {
    throw new IllegalStateException("a change has no embed " + exists.embed());
  }

  private void returning(List<String> returning) {
    sql.add(" returning ");
    columns(returning);
  }

  private void columns(List<String> names) {
    if (names.isEmpty()) {
      sql.add("1");
    } else {
      sql.each(names, ", ", name -> sql.column(table.name(), name));
    }
  }

  /** The body's rows, with a column for each target. */
  private void body(List<Target> columns, boolean array, boolean defaults) {
    if (columns.isEmpty()) {
      emptyRows(array);
    } else if (source == Source.COLUMNS) {
      sql.add("(select ").each(columns, ", ", this::elements).add(")");
    } else {
      sql.add("(select ").each(columns, ", ", this::parsed).add(" from ");
      if (defaults) {
        withDefaults(columns, array);
      } else {
        sql.add(array ? "json_to_recordset(" : "json_to_record(")
            .slot(new Template.Slot.Body())
            .add("::json) as _");
        types(columns);
      }
      sql.add(")");
    }
    sql.as(BODY);
  }

  /** As many rows as the body has objects. */
  private void emptyRows(boolean array) {
    if (array) {
      sql.add("json_array_elements(").slot(new Template.Slot.Body()).add("::json)");
    } else {
      sql.add("(values (1))");
    }
  }

  /** All of a column's values; PostgreSQL walks through those of a row's columns side by side. */
  private void elements(Target column) {
    sql.add("unnest(")
        .slot(new Template.Slot.Column(column.name(), column.intake() == Intake.JSON))
        .add("::")
        .add(column.type())
        .add("[])")
        .as(column.name());
  }

  private void parsed(Target column) {
    column.parse().ifPresent(function -> sql.name(function).add("("));
    sql.name(column.name());
    column.parse().ifPresent(_ -> sql.add(")").as(column.name()));
  }

  private void types(List<Target> columns) {
    sql.add("(")
        .each(columns, ", ", column -> sql.name(column.name()).add(" ").add(column.type()))
        .add(")");
  }

  private void withDefaults(List<Target> columns, boolean array) {
    sql.add(array ? "jsonb_array_elements(" : "(values (");
    sql.slot(new Template.Slot.Body())
        .add(array ? "::jsonb) as pgrst_object(value)" : "::jsonb)) as pgrst_object(value)");
    sql.add(", lateral jsonb_to_record(")
        .add(defaults(columns))
        .add(" || pgrst_object.value) as _");
    types(columns);
  }

  /** Defaults come from the catalog and are SQL expressions already. */
  private static String defaults(List<Target> columns) {
    List<String> members =
        columns.stream()
            .filter(column -> column.defaultValue().isPresent())
            .map(WriteSql::defaultMember)
            .toList();
    return "jsonb_build_object(" + String.join(", ", members) + ")";
  }

  private static String defaultMember(Target column) {
    String value = Identifier.expression(column.defaultValue().orElseThrow());
    return Identifier.literal(column.name()) + ", " + value;
  }
}
