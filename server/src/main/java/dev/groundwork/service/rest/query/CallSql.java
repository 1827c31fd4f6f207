package dev.groundwork.service.rest.query;

import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.Routine.Parameter;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.Arguments;
import java.util.List;

/** Writes a function call. */
final class CallSql {
  /** The column of a scalar result. */
  static final String SCALAR = "pgrst_scalar";

  private static final String CALL = "pgrst_call";
  private static final String BODY = "pgrst_body";

  private final Sql sql;
  private final Plan.Call call;

  CallSql(Sql sql, Plan.Call call) {
    this.sql = sql;
    this.call = call;
  }

  /** A query that gives the function's rows. */
  void call() {
    boolean fromBody =
        call.arguments() instanceof Arguments.FromJson(List<Parameter> p, _) && !p.isEmpty();
    switch (call.routine().returns()) {
      case Routine.Returns.Scalar _ -> {
        sql.add("select ");
        invocation();
        sql.as(SCALAR).add(fromBody ? " from " : "");
      }
      case Routine.Returns.Composite _ -> {
        sql.add("select ").column(CALL, "*");
        call.computed().forEach(name -> sql.add(", ").column(CALL, name));
        sql.add(" from ");
      }
    }
    if (fromBody) {
      body();
    }
    if (call.routine().returns() instanceof Routine.Returns.Composite) {
      sql.add(fromBody ? ", lateral " : "");
      invocation();
      sql.as(CALL);
    }
  }

  private void invocation() {
    sql.name(call.routine().name()).add("(");
    switch (call.arguments()) {
      case Arguments.Positional(Parameter parameter) ->
          sql.slot(new Template.Slot.Body()).add("::").add(parameter.type());
      case Arguments.FromJson(List<Parameter> parameters, _) ->
          sql.each(parameters, ", ", this::member);
      case Arguments.Direct(List<Arguments.Bound> bound) -> sql.each(bound, ", ", this::direct);
    }
    sql.add(")");
  }

  private void member(Parameter parameter) {
    named(parameter).column(BODY, parameter.name());
  }

  private void direct(Arguments.Bound bound) {
    Parameter parameter = bound.parameter();
    named(parameter);
    if (parameter.variadic()) {
      sql.add("array[")
          .each(bound.values(), ", ", argument -> sql.value(argument.value()))
          .add("]");
    } else {
      sql.value(bound.values().getFirst().value());
    }
    sql.add("::").add(parameter.typeWithLength());
  }

  private Sql named(Parameter parameter) {
    return sql.add(parameter.variadic() ? "variadic " : "").name(parameter.name()).add(" => ");
  }

  /** One row with the body's members; of an array, its first object. */
  private void body() {
    if (call.arguments() instanceof Arguments.FromJson(List<Parameter> parameters, boolean array)) {
      sql.add("(select * from ").add(array ? "json_to_recordset(" : "json_to_record(");
      sql.slot(new Template.Slot.Body()).add("::json) as _(");
      sql.each(parameters, ", ", p -> sql.name(p.name()).add(" ").add(p.typeWithLength()));
      sql.add(") limit 1)").as(BODY);
    }
  }
}
