package dev.groundwork.service.rest.query;

import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.plan.Keyset;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.plan.Position.Stance;
import dev.groundwork.service.rest.plan.ReadNode;
import dev.groundwork.service.rest.plan.RowVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the SQL of a plan. Pure: equal plans give equal text. */
public final class QueryWriter {
  private static final String ROWS = BodySql.ROWS;
  private static final String ANSWER = "pgrst_answer";

  private static final String KEPT_FROM = "select * from (";

  private QueryWriter() {}

  /** The SQL of a plan, with slots for the request's values. */
  public static Template write(Plan.Execution plan) {
    return isList(plan) ? rows(plan) : oneRow(plan);
  }

  /**
   * Whether a plan's rows come as they are, and become the body on their way: PostgreSQL needs half
   * the time for that, and may send any number of them.
   */
  private static boolean isList(Plan.Execution plan) {
    return plan instanceof Plan.Read read
        && read.bodyWanted()
        && read.preferences().count().isEmpty()
        && !read.tagging().wanted()
        && !(read.media() instanceof MediaType.ExecutionPlan)
        && isList(read.body());
  }

  private static boolean isList(BodyForm form) {
    return switch (form) {
      case BodyForm.Json(boolean stripped) -> !stripped;
      case BodyForm.SingleJson(boolean stripped) -> !stripped;
      case BodyForm.Csv _, BodyForm.Lines _ -> true;
      case BodyForm.GeoJson _, BodyForm.Custom _, BodyForm.Value _, BodyForm.Nothing _ -> false;
    };
  }

  private static Template rows(Plan.Execution plan) {
    Sql sql = new Sql();
    new ReadSql(sql).query(plan.read());
    return Template.of(Template.Layout.ROWS, sql.piece());
  }

  /** As {@link #write} for a list, but PostgreSQL writes each row's JSON. */
  public static Template jsonRows(Plan.Read plan) {
    Sql sql = new Sql().add("select row_to_json(").add(ROWS).add(")");
    from(sql, plan);
    return Template.of(Template.Layout.JSON_ROWS, sql.piece());
  }

  /** The SQL of a plan whose whole answer PostgreSQL makes. */
  public static Template oneRow(Plan.Execution plan) {
    return oneRow(plan, false);
  }

  /**
   * As {@link #oneRow} for a change or a call, and the row is kept in two settings of the
   * transaction: {@value Keeping#BODY} has its body, {@value Keeping#OUTCOME} the rest.
   */
  public static Template keptRow(Plan.Execution plan) {
    return oneRow(plan, true);
  }

  private static Template oneRow(Plan.Execution plan, boolean kept) {
    Sql sql = new Sql();
    if (plan.media() instanceof MediaType.ExecutionPlan(boolean json, _, List<String> options)) {
      explain(sql, json, options);
    }
    main(sql, plan, kept);
    return new Template(
        Template.Layout.ONE_ROW,
        sql.piece(),
        byColumns(plan, kept),
        estimate(plan),
        plan instanceof Plan.Write write && write.mutation() instanceof Mutation.Nest nest
            ? new NestedSql(nest).pieces()
            : List.of());
  }

  private static Optional<Template.Piece> byColumns(Plan.Execution plan, boolean kept) {
    if (plan instanceof Plan.Write write
        && write.mutation() instanceof Mutation.Insert insert
        && WriteSql.isPossibleByColumns(insert)
        && !(plan.media() instanceof MediaType.ExecutionPlan)) {
      Sql sql = new Sql();
      change(sql, write, WriteSql.Source.COLUMNS, kept);
      return Optional.of(sql.piece());
    }
    return Optional.empty();
  }

  /** Asks what a plan would cost, when it only reads. */
  public static Optional<Template.Piece> cost(Plan.Execution plan) {
    if (!plan.reads()) {
      return Optional.empty();
    }
    Sql sql = new Sql().add("explain (format json) ");
    main(sql, plan, false);
    return Optional.of(sql.piece());
  }

  private static void main(Sql sql, Plan.Execution plan, boolean kept) {
    switch (plan) {
      case Plan.Read read -> read(sql, read);
      case Plan.Write write -> change(sql, write, WriteSql.Source.JSON, kept);
      case Plan.Call call -> call(sql, call, kept);
    }
  }

  private static void explain(Sql sql, boolean json, List<String> options) {
    sql.add("explain (format ").add(json ? "json" : "text");
    options.forEach(option -> sql.add(", ").add(option.toLowerCase(Locale.ROOT)));
    sql.add(") ");
  }

  private static void read(Sql sql, Plan.Read read) {
    sql.add(isNamed(read) ? "with " : "");
    answer(sql, read);
    sql.add("select ");
    total(sql, read.preferences(), read.read(), read.maxRows());
    page(sql, read);
    if (read.tagging().wanted()) {
      sql.add(", ");
      read.tagging()
          .version()
          .ifPresentOrElse(version -> version(sql, read, version), () -> sql.add("null"));
      sql.add(" as version");
    }
    from(sql, read);
  }

  private static void version(Sql sql, Plan.Read read, RowVersion version) {
    sql.add("(");
    new ReadSql(sql).version(read.read(), version);
    sql.add(")");
  }

  /** Asks for the version of the row that a change would have found in another state. */
  public static Optional<Template.Piece> currentVersion(Plan.Execution plan) {
    return plan instanceof Plan.Write write
        ? write.tagging().version().map(version -> currentVersion(write, version))
        : Optional.empty();
  }

  private static Template.Piece currentVersion(Plan.Write write, RowVersion version) {
    Sql sql = new Sql();
    new WriteSql(sql, write.relation(), WriteSql.Source.JSON)
        .currentVersion(version, write.tagging().matched().orElseThrow());
    return sql.piece();
  }

  private static void call(Sql sql, Plan.Call call, boolean kept) {
    sql.add("with ").add(ReadSql.RESULT).add(" as (");
    new CallSql(sql, call).call();
    sql.add(isNamed(call) ? "), " : ") ");
    answer(sql, call);
    sql.add(kept ? KEPT_FROM : "").add("select ");
    total(sql, call.preferences(), call.read(), call.maxRows());
    page(sql, call);
    from(sql, call);
    sql.add(kept ? Keeping.condition("null, null", isCustom(call), false) : "");
  }

  private static void change(Sql sql, Plan.Write write, WriteSql.Source source, boolean kept) {
    if (write.mutation() instanceof Mutation.Nest nest) {
      sql.add("with ");
      new NestedSql(nest).written(sql);
    } else {
      sql.add("with ").add(ReadSql.RESULT).add(" as (");
      new WriteSql(sql, write.relation(), source).change(write.mutation());
      sql.add(")");
    }
    sql.add(isNamed(write) ? ", " : " ");
    answer(sql, write);
    sql.add(kept ? KEPT_FROM : "").add("select null::bigint as total");
    page(sql, write);
    location(sql, write.mutation());
    inserted(sql, write.mutation());
    if (write.tagging().wanted()) {
      newVersion(sql, write.tagging().version());
    }
    if (write.body() instanceof BodyForm.Nothing) {
      sql.add(" from (select 1 from ").add(ReadSql.RESULT).add(") ").add(ROWS);
    } else {
      from(sql, write);
    }
    sql.add(
        kept
            ? Keeping.condition(
                "location::text, inserted", isCustom(write), write.tagging().wanted())
            : "");
  }

  private static void inserted(Sql sql, Mutation mutation) {
    if (mutation instanceof Mutation.Nest nest) {
      sql.add(", ").add(NestedSql.inserted(nest)).add(" as inserted, ").add(NestedSql.MISFIT);
      sql.add(" as misfit");
    } else {
      sql.add(", ").add(WriteSql.INSERTED).add(" as inserted");
    }
  }

  /** A row that was just written has the number of this transaction. */
  private static void newVersion(Sql sql, Optional<RowVersion> version) {
    sql.add(", ");
    switch (version.orElse(null)) {
      case RowVersion.Writer _ -> sql.add("pg_current_xact_id()::xid::text");
      case RowVersion.Marked(String column) ->
          sql.add("(select ")
              .column(ReadSql.RESULT, column)
              .add("::text from ")
              .add(ReadSql.RESULT)
              .add(" limit 1)");
      case null -> sql.add("null");
    }
    sql.add(" as version");
  }

  private static boolean isCustom(Plan.Execution plan) {
    return plan.body() instanceof BodyForm.Custom || plan.body() instanceof BodyForm.Value;
  }

  /** Whether the rows are needed twice: for their values, and for the names of their columns. */
  private static boolean isNamed(Plan.Execution plan) {
    return plan.body() instanceof BodyForm.Csv;
  }

  private static void answer(Sql sql, Plan.Execution plan) {
    if (isNamed(plan)) {
      sql.add(ANSWER).add(" as (");
      new ReadSql(sql).query(plan.read());
      sql.add(") ");
    }
  }

  private static void from(Sql sql, Plan.Execution plan) {
    sql.add(" from (");
    if (isNamed(plan)) {
      sql.add("select * from ").add(ANSWER);
    } else {
      new ReadSql(sql).query(plan.read());
    }
    sql.add(") ").add(ROWS);
  }

  private static void location(Sql sql, Mutation mutation) {
    sql.add(", ");
    List<String> key =
        switch (mutation) {
          case Mutation.Insert insert -> insert.location();
          case Mutation.Nest nest -> nest.location();
          case Mutation.Update _, Mutation.Patch _, Mutation.Delete _ -> List.of();
        };
    if (!key.isEmpty()) {
      sql.add("(select json_build_array(");
      sql.each(key, ", ", column -> locationValue(sql, column));
      sql.add(") from ").add(ReadSql.RESULT);
      sql.add(" where (select count(*) from ").add(ReadSql.RESULT).add(") = 1)");
    } else {
      sql.add("null");
    }
    sql.add(" as location");
  }

  /** The value as it stands in JSON, but a string without its quotes. */
  private static void locationValue(Sql sql, String column) {
    sql.add("to_json(").column(ReadSql.RESULT, column).add(") #>> '{}'");
  }

  private static void total(Sql sql, Preferences preferences, ReadNode node, OptionalLong maxRows) {
    if (!counts(preferences)) {
      sql.add("null::bigint as total");
      return;
    }
    if (node.window().equals(ReadNode.Window.ALL)) {
      sql.add("count(*) as total");
      return;
    }
    sql.add("(");
    counting(sql, preferences, node, maxRows);
    sql.add(") as total");
  }

  private static void counting(
      Sql sql, Preferences preferences, ReadNode node, OptionalLong maxRows) {
    sql.add("select count(*) from (");
    new ReadSql(sql).countable(node);
    if (is(preferences, Preferences.Count.ESTIMATED) && maxRows.isPresent()) {
      sql.add(" limit ").add(Long.toString(maxRows.getAsLong() + 1));
    }
    sql.add(") pgrst_count");
  }

  /** The SQL of a page of rows, from a position on. */
  public static PageTemplate page(Plan.Read plan, Stance stance, boolean json) {
    Keyset keyset = plan.keyset().orElseThrow();
    return new PageTemplate(
        new PageSql(plan, keyset, stance, json).zones(), counted(plan), estimate(plan));
  }

  private static Optional<Template.Piece> counted(Plan.Read plan) {
    if (!counts(plan.preferences())) {
      return Optional.empty();
    }
    Sql sql = new Sql();
    counting(sql, plan.preferences(), plan.read(), plan.maxRows());
    return Optional.of(sql.piece());
  }

  private static boolean counts(Preferences preferences) {
    return is(preferences, Preferences.Count.EXACT) || is(preferences, Preferences.Count.ESTIMATED);
  }

  private static boolean is(Preferences preferences, Preferences.Count count) {
    return preferences.count().equals(Optional.of(count));
  }

  private static void page(Sql sql, Plan.Execution plan) {
    sql.add(", count(*) as page, ");
    BodySql.write(sql, plan, ANSWER);
    sql.add(" as body, nullif(current_setting('response.headers', true), '') as headers");
    sql.add(", nullif(current_setting('response.status', true), '') as status");
  }

  private static Optional<Template.Piece> estimate(Plan.Execution plan) {
    boolean wanted =
        plan instanceof Plan.Read(_, _, _, _, _, Preferences preferences, _, _, _, _, _)
            && (is(preferences, Preferences.Count.PLANNED)
                || is(preferences, Preferences.Count.ESTIMATED));
    if (!wanted) {
      return Optional.empty();
    }
    Sql sql = new Sql().add("explain (format json) ");
    new ReadSql(sql).countable(plan.read());
    return Optional.of(sql.piece());
  }
}
