package dev.groundwork.service.rest.query;

import dev.groundwork.base.schema.Routine;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import java.util.Optional;

/** Writes the expression that makes the body out of the rows. */
final class BodySql {
  /** The rows of the answer. */
  static final String ROWS = "_postgrest_t";

  private BodySql() {}

  /**
   * The body's expression over the rows; {@code source} is a relation with the same columns, for
   * their names.
   */
  static void write(Sql sql, Plan.Execution plan, String source) {
    Result result = result(plan);
    switch (plan.body()) {
      case BodyForm.Json(boolean stripped) -> json(sql, result, stripped);
      case BodyForm.SingleJson(boolean stripped) -> first(sql, result.element(), stripped);
      case BodyForm.Lines _ -> lines(sql, result.element());
      case BodyForm.Csv _ -> csv(sql, source);
      case BodyForm.GeoJson _ ->
          sql.add(
                  "json_build_object('type', 'FeatureCollection', 'features',"
                      + " coalesce(json_agg(ST_AsGeoJSON(")
              .add(ROWS)
              .add(")::json), '[]'))");
      case BodyForm.Custom custom -> custom(sql, result, custom);
      case BodyForm.Value _ -> value(sql, result);
      case BodyForm.Nothing _ -> sql.add("null::text");
    }
  }

  /** What the rows are. */
  private enum Result {
    ROWS,
    ONE_ROW,
    VALUES,
    ONE_VALUE;

    /** What one element of the body is made of. */
    String element() {
      return switch (this) {
        case ROWS, ONE_ROW -> BodySql.ROWS;
        case VALUES, ONE_VALUE -> BodySql.ROWS + "." + CallSql.SCALAR;
      };
    }
  }

  private static Result result(Plan.Execution plan) {
    Optional<Routine.Returns> returns =
        plan instanceof Plan.Call call ? Optional.of(call.routine().returns()) : Optional.empty();
    return returns
        .map(r ->
            switch (r) {
              case Routine.Returns.Scalar scalar -> scalar.set() ? Result.VALUES : Result.ONE_VALUE;
              case Routine.Returns.Composite composite ->
                  composite.set() ? Result.ROWS : Result.ONE_ROW;
            })
        .orElse(Result.ROWS);
  }

  private static void json(Sql sql, Result result, boolean stripped) {
    switch (result) {
      case ROWS, VALUES -> {
        sql.add("coalesce(");
        aggregate(sql, result.element(), stripped);
        sql.add(", '[]')");
      }
      case ONE_ROW, ONE_VALUE -> first(sql, result.element(), stripped);
    }
  }

  private static void first(Sql sql, String element, boolean stripped) {
    sql.add("coalesce(");
    aggregate(sql, element, stripped);
    sql.add("->0, 'null')");
  }

  private static void aggregate(Sql sql, String element, boolean stripped) {
    sql.add(stripped ? "json_strip_nulls(json_agg(" : "json_agg(")
        .add(element)
        .add(stripped ? "))" : ")");
  }

  private static void lines(Sql sql, String element) {
    sql.add("coalesce(string_agg(to_json(").add(element).add(")::text || E'\\n', ''), '')");
  }

  /** Each row as PostgreSQL writes a record, without the parentheses. */
  private static void csv(Sql sql, String source) {
    sql.add(
            "(select coalesce(string_agg(k, ','), '') from (select json_object_keys(row_to_json(h))"
                + " as k from (select * from ")
        .add(source)
        .add(" limit 1) h) names) || E'\\n' || coalesce(string_agg(substring(")
        .add(ROWS)
        .add("::text, 2, length(")
        .add(ROWS)
        .add("::text) - 2), E'\\n'), '')");
  }

  private static void custom(Sql sql, Result result, BodyForm.Custom custom) {
    sql.name(custom.function()).add("(").add(result.element());
    custom.rowType().ifPresent(type -> sql.add("::").name(type));
    sql.add(")");
  }

  private static void value(Sql sql, Result result) {
    switch (result) {
      case VALUES -> sql.add("string_agg(").add(result.element()).add(", '')");
      case ONE_VALUE, ROWS, ONE_ROW -> sql.add("(array_agg(").add(result.element()).add("))[1]");
    }
  }
}
