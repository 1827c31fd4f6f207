package dev.groundwork.service.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.base.sql.Script;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.config.RestConfig.TxEnd;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes to the database around a request's own statement. */
class BinderTest {
  private static final Caller CALLER = new Caller("x'y", "{\"role\":\"x'y\"}");
  private static final Binder.Context CONTEXT =
      new Binder.Context("GET", "/t", "{\"a\":\"b\"}", "{}", RoleSettings.NONE);

  private static final Relation TABLE =
      new Relation(
          new Name("a\"pi", "t"),
          Relation.Kind.TABLE,
          true,
          true,
          true,
          Map.of(),
          List.of(),
          Optional.empty());
  private static final Routine FUNCTION =
      new Routine(
          1,
          new Name("a\"pi", "f"),
          List.of(),
          new Routine.Returns.Scalar(new Name("pg_catalog", "int4"), false),
          Routine.Volatility.VOLATILE,
          false,
          Optional.of("serializable"),
          Map.of("statement_timeout", "7s", "a'b", "c"),
          Optional.empty());
  private static final SchemaCache SCHEMA =
      new SchemaCache(
          1,
          180000,
          Map.of(TABLE.name(), TABLE),
          Map.of(),
          Map.of(FUNCTION.name(), List.of(FUNCTION)),
          Map.of(),
          List.of(),
          List.of(),
          Map.of(),
          TextTypes.NONE,
          Set.of(),
          Map.of());

  private static RestConfig config(TxEnd end, OptionalLong max) {
    return new RestConfig(
        List.of("a\"pi"),
        List.of("ex\"tra"),
        Optional.of("hidden.check"),
        max,
        end,
        false,
        false,
        Optional.empty(),
        List.of(),
        Map.of("app.settings.x", "1"),
        RestConfig.OpenApiMode.DISABLED,
        false,
        Optional.empty(),
        false,
        Optional.empty(),
        RestConfig.ErrorVerbosity.VERBOSE,
        true,
        Optional.empty(),
        RestConfig.Nesting.STANDARD);
  }

  private static Script bind(RestConfig config, String method, String target, String prefer) {
    return bind(config, method, target, prefer, CONTEXT);
  }

  private static Script bind(
      RestConfig config, String method, String target, String prefer, Binder.Context context) {
    int question = target.indexOf('?');
    Request request =
        Parser.parse(
            new RawRequest(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                prefer.isEmpty() ? Headers.NONE : Headers.of("Prefer", prefer),
                "{}".getBytes(StandardCharsets.UTF_8)));
    if (Planner.plan(request.shape(), SCHEMA, config) instanceof Plan.Execution plan) {
      return new Binder(config).bind(plan, QueryWriter.write(plan), request, CALLER, context);
    }
    throw new AssertionError(target);
  }

  @Test
  void settingsComeFirstAndTheirValuesAreBound() {
    Script script =
        bind(config(TxEnd.COMMIT, OptionalLong.empty()), "GET", "/t?id=eq.1", "timezone=UTC'");
    assertThat(script.statements()).hasSize(4);
    assertThat(script.statements().getFirst().sql())
        .isEqualTo(
            "select set_config('search_path', ?, true), set_config('timezone', ?, true),"
                + " set_config('role', ?, true), set_config('request.jwt.claims', ?, true),"
                + " set_config('request.method', ?, true), set_config('request.path', ?, true),"
                + " set_config('request.headers', ?, true), set_config('request.cookies', ?, true),"
                + " set_config('app.settings.x', ?, true)");
    assertThat(script.statements().getFirst().values())
        .isEqualTo(
            List.of(
                "\"a\"\"pi\", \"ex\"\"tra\"",
                "UTC'",
                "x'y",
                "{\"role\":\"x'y\"}",
                "GET",
                "/t",
                "{\"a\":\"b\"}",
                "{}",
                "1"));
    assertThat(script.statements().get(1).sql()).isEqualTo("select \"hidden\".\"check\"()");
    assertThat(script.statements().get(2).values()).isEqualTo(List.of("1"));
    assertThat(script.statements().get(3).sql()).contains("current_setting('response.status'");
    assertThat(script.access()).isEqualTo(Script.Access.READ_ONLY);
  }

  @Test
  void settingsOfAFunctionApplyToItsTransaction() {
    Script script = bind(config(TxEnd.COMMIT, OptionalLong.empty()), "POST", "/rpc/f", "");
    assertThat(script.statements().getFirst().sql())
        .contains("set_config('a''b', ?, true), set_config('statement_timeout', ?, true)");
    assertThat(script.isolation()).hasValue("serializable");
    assertThat(script.access()).isEqualTo(Script.Access.READ_WRITE);
    assertThat(bind(config(TxEnd.COMMIT, OptionalLong.empty()), "GET", "/rpc/f", "").access())
        .isEqualTo(Script.Access.READ_ONLY);
  }

  @Test
  void settingsOfTheRoleComeBeforeItAndThoseOfAFunctionWin() {
    RoleSettings role =
        new RoleSettings(
            Optional.of("repeatable read"), Map.of("statement_timeout", "1s", "work_mem", "1MB"));
    Binder.Context context = new Binder.Context("GET", "/t", "{}", "{}", role);
    RestConfig config = config(TxEnd.COMMIT, OptionalLong.empty());
    Script read = bind(config, "GET", "/t", "", context);
    assertThat(read.isolation()).hasValue("repeatable read");
    assertThat(read.statements().getFirst().sql())
        .startsWith(
            "select set_config('search_path', ?, true), set_config('statement_timeout', ?, true),"
                + " set_config('work_mem', ?, true), set_config('role', ?, true)");
    Script call = bind(config, "POST", "/rpc/f", "", context);
    assertThat(call.isolation()).hasValue("serializable");
    assertThat(call.statements().getFirst().values().subList(1, 4))
        .isEqualTo(List.of("7s", "1MB", "c"));
  }

  @ParameterizedTest
  @CsvSource({
    "COMMIT, '', COMMIT",
    "COMMIT, tx=rollback, COMMIT",
    "ROLLBACK, tx=commit, ROLLBACK",
    "COMMIT_ALLOW_OVERRIDE, '', COMMIT",
    "COMMIT_ALLOW_OVERRIDE, tx=rollback, ROLLBACK",
    "ROLLBACK_ALLOW_OVERRIDE, '', ROLLBACK",
    "ROLLBACK_ALLOW_OVERRIDE, tx=commit, COMMIT"
  })
  void transactionsEndAsConfiguredOrAsAskedFor(TxEnd end, String prefer, Script.Ending ending) {
    assertThat(bind(config(end, OptionalLong.empty()), "DELETE", "/t", prefer).ending())
        .isEqualTo(ending);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "7, 7", "8, 7", "999999999999999999, 7", "0, 0"})
  void noLimitIsAboveTheMostRows(String asked, String sent) {
    Script script = bind(config(TxEnd.COMMIT, OptionalLong.of(7)), "GET", "/t?limit=" + asked, "");
    assertThat(script.statements().get(2).values()).isEqualTo(List.of(sent));
  }
}
