package dev.groundwork.bench.subject;

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
import dev.groundwork.base.text.JsonText;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.QueryWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The statements that the server sends for a scenario, made by the server's own stages. */
final class Statements {
  private static final RestConfig CONFIG =
      RestConfig.of(List.of("public")).withMaxRows(OptionalLong.of(Target.MAX_ROWS));

  private Statements() {}

  /** The script of one request, with the marks of {@link PgbenchScript} in the place of keys. */
  static Script of(Scenario scenario, Target target) throws IOException {
    RawRequest raw = request(scenario);
    Request request = Parser.parse(raw);
    Plan.Execution plan = (Plan.Execution) Planner.plan(request.shape(), schema(target), CONFIG);
    Binder.Context context =
        new Binder.Context(
            scenario.method(), raw.path(), json(raw.headers()), "{}", RoleSettings.NONE);
    return new Binder(CONFIG)
        .bind(plan, QueryWriter.oneRow(plan), request, caller(scenario), context);
  }

  private static RawRequest request(Scenario scenario) {
    String target = scenario.path().replace(Scenario.KEY, PgbenchScript.KEY);
    int question = target.indexOf('?');
    int query = question < 0 ? target.length() : question;
    Headers headers = Headers.NONE;
    for (Map.Entry<String, String> header : scenario.headers().entrySet()) {
      headers = headers.and(header.getKey(), header.getValue());
    }
    return new RawRequest(
        scenario.method(),
        target.substring(0, query),
        target.substring(Math.min(query + 1, target.length())),
        headers,
        scenario.body().getBytes(StandardCharsets.UTF_8));
  }

  private static Caller caller(Scenario scenario) {
    return switch (scenario.caller()) {
      case ANYBODY -> new Caller("anon", "{\"role\":\"anon\"}");
      case OWNER -> new Caller(Tokens.ROLE, Tokens.claims(PgbenchScript.USER));
    };
  }

  private static String json(Headers headers) {
    StringBuilder json = new StringBuilder();
    for (Map.Entry<String, String> line : headers.lines()) {
      json.append(json.isEmpty() ? '{' : ',');
      JsonText.string(json, line.getKey().toLowerCase(Locale.ROOT));
      json.append(':');
      JsonText.string(json, line.getValue());
    }
    return json.append('}').toString();
  }

  private static SchemaCache schema(Target target) throws IOException {
    try (PgDatabase database = PgDatabase.open(PoolConfig.of(target.postgres()), event -> {})) {
      return new SchemaLoader(
              database, new SchemaScope(List.of("public"), List.of("public"), List.of()))
          .load(1);
    }
  }
}
