package dev.groundwork.service.rest.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Rows;
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
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.testing.TestPostgres;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the grammar allows is understood, becomes SQL that PostgreSQL takes, and gives the rows
 * that it should. Seeds are new in each run; a failure names them.
 */
class RandomRequestsTest {
  private static final int WORLDS = 12;
  private static final int REQUESTS = 100;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaScope SCOPE = new SchemaScope(List.of("world"), List.of(), List.of());
  private static final RestConfig CONFIG = RestConfig.of(List.of("world"));

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.with(World.SCHEMA);

  @Test
  void requestsAreAnsweredAsIfByHand() throws Exception {
    SchemaCache schema = new SchemaLoader(POSTGRES.database(), SCOPE).load(1);
    long first = Long.getLong("groundwork.test.seed", new Random().nextLong());
    for (long seed = first; seed < first + WORLDS; seed++) {
      Random random = new Random(seed);
      World world = World.random(random);
      POSTGRES.database().run(Script.of(Statement.of(world.inserts())));
      for (int i = 0; i < REQUESTS; i++) {
        Ask ask = Ask.random(random);
        assertThat(answer(ask, schema))
            .as("-Dgroundwork.test.seed=%d, request %d: %s?%s", seed, i, path(ask), ask.query())
            .isEqualTo(ask.answer(world));
      }
    }
  }

  private static String path(Ask ask) {
    return "/" + ask.table().tableName();
  }

  private static JsonNode answer(Ask ask, SchemaCache schema) throws Exception {
    RawRequest raw = new RawRequest("GET", path(ask), ask.query(), Headers.NONE, new byte[0]);
    Request request = Parser.parse(raw);
    Plan.Execution plan = (Plan.Execution) Planner.plan(request.shape(), schema, CONFIG);
    Binder.Context context = new Binder.Context("GET", path(ask), "{}", "{}", RoleSettings.NONE);
    Caller caller = new Caller("postgres", "{}");
    Script script =
        new Binder(CONFIG).bind(plan, QueryWriter.write(plan), request, caller, context);
    try {
      Rows rows = POSTGRES.database().run(script).getLast();
      return MAPPER.readTree(rows.text(0, Template.Columns.BODY).orElseThrow());
    } catch (RuntimeException e) {
      throw new AssertionError(path(ask) + "?" + ask.query(), e);
    }
  }
}
