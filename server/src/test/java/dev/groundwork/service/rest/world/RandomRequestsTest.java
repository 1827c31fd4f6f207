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
import dev.groundwork.service.rest.reply.ListFormat;
import dev.groundwork.service.rest.reply.Replies;
import dev.groundwork.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
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
    Plan.Read read = (Plan.Read) plan;
    try {
      String rows = rows(read, QueryWriter.write(plan), request, schema);
      assertThat(rows(read, QueryWriter.jsonRows(read), request, schema)).isEqualTo(rows);
      assertThat(oneRow(read, request)).isEqualTo(rows);
      return MAPPER.readTree(rows);
    } catch (RuntimeException e) {
      throw new AssertionError(path(ask) + "?" + ask.query(), e);
    }
  }

  /** The body that is made of the list's rows. */
  private static String rows(
      Plan.Read plan, Template template, Request request, SchemaCache schema) {
    List<Rows> results = run(plan, template, request);
    Rows rows = results.get(results.size() - 2);
    ListFormat format =
        ListFormat.of(plan.body(), template.layout(), rows.columns(), schema.textTypes())
            .orElseThrow();
    return utf8(Replies.list(plan, request, format, rows, results.getLast(), false).body());
  }

  /** The body that PostgreSQL makes. */
  private static String oneRow(Plan.Read plan, Request request) {
    Rows row = run(plan, QueryWriter.oneRow(plan), request).getLast();
    return utf8(row.bytes(0, Template.Columns.BODY).orElseThrow());
  }

  private static List<Rows> run(Plan.Read plan, Template template, Request request) {
    Binder.Context context = new Binder.Context("GET", "/", "{}", "{}", RoleSettings.NONE);
    Caller caller = new Caller("postgres", "{}");
    Script script = new Binder(CONFIG).bind(plan, template, request, caller, context);
    return POSTGRES.database().run(script);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
