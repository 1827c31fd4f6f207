package dev.groundwork.bench;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.QueryWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The statements that the server sends for a scenario, as a script for pgbench: made by the
 * server's own stages, with variables in the place of values, in a pipeline as the server sends
 * them.
 */
record Statements(String script, Map<String, String> variables) {
  /** Stands for the key while the statements are made. */
  private static final String PROBE = "987654321";

  private static final RestConfig CONFIG =
      new RestConfig(
          List.of("public"),
          List.of("public"),
          Optional.empty(),
          OptionalLong.of(1000),
          RestConfig.TxEnd.COMMIT,
          false,
          false,
          Optional.empty(),
          List.of(),
          Map.of(),
          RestConfig.OpenApiMode.FOLLOW_PRIVILEGES,
          false,
          Optional.empty(),
          false,
          Optional.empty(),
          RestConfig.ErrorVerbosity.VERBOSE,
          true);

  static Statements of(Scenario scenario, Target target) {
    RawRequest raw = request(scenario.path().replace(Scenario.KEY, PROBE));
    Request request = Parser.parse(raw);
    Plan.Execution plan = (Plan.Execution) Planner.plan(request.shape(), schema(target), CONFIG);
    Caller caller = new Caller("anon", "{\"role\":\"anon\"}");
    Binder.Context context =
        new Binder.Context(
            "GET",
            raw.path(),
            "{\"accept\":\"application/json\",\"host\":\"localhost\"}",
            "{}",
            RoleSettings.NONE);
    Script script =
        new Binder(CONFIG).bind(plan, QueryWriter.write(plan), request, caller, context);
    return write(script.statements(), scenario.keys());
  }

  private static RawRequest request(String target) {
    int query = target.indexOf('?');
    return new RawRequest(
        "GET", target.substring(0, query), target.substring(query + 1), Headers.NONE, new byte[0]);
  }

  private static SchemaCache schema(Target target) {
    try (PgDatabase database = PgDatabase.open(PoolConfig.of(target.postgres()), event -> {})) {
      return new SchemaLoader(
              database, new SchemaScope(List.of("public"), List.of("public"), List.of()))
          .load(1);
    }
  }

  private static Statements write(List<Statement> statements, int keys) {
    StringBuilder script =
        new StringBuilder("\\set key random(1, " + keys + ")\n\\startpipeline\n");
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < statements.size(); i++) {
      String sql = i == 0 ? readOnly(statements.get(i).sql()) : statements.get(i).sql();
      script.append(named(sql, statements.get(i).values(), variables)).append(";\n");
    }
    return new Statements(script.append("\\endpipeline\n").toString(), variables);
  }

  /** The server sets a read's transaction to read-only along with its first settings. */
  private static String readOnly(String settings) {
    return settings.replaceFirst(
        "select ", "select set_config('transaction_read_only', 'on', true), ");
  }

  /** Question marks become variables; the statements of the scenarios have none inside quotes. */
  private static String named(String sql, List<?> values, Map<String, String> variables) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '?') {
        String value = String.valueOf(values.get(next++));
        text.append(':').append(value.equals(PROBE) ? "key" : variable(value, variables));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String variable(String value, Map<String, String> variables) {
    String name = "v" + variables.size();
    variables.put(name, value);
    return name;
  }
}
