package dev.groundwork.service.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig.Idempotency;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OpenApiSettings SETTINGS =
      OpenApiSettings.direct("1.2", "!4", 3000, "", false);

  private static final Extras EXTRAS =
      new Extras(true, Optional.of(new Idempotency(Duration.ofDays(1), false)));

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create schema api;
          comment on schema api is E'Shop\\n\\nSells things\\nof all kinds';
          create schema other;
          comment on schema other is 'Only a title';
          create type api.mood as enum ('sad', 'ok');
          create table api.client (id int primary key, name text not null default 'it''s "me"');
          comment on table api.client is E'Clients\\n\\nThose who buy';
          comment on column api.client.id is 'Number';
          create table api.invoice (
            id bigint primary key references api.client,
            client_id smallint references api.client,
            amount numeric default 42.5,
            paid boolean default false,
            at date default '1900-01-01'::date,
            made timestamptz default now(),
            code char(3),
            tags text[],
            docs jsonb[],
            doc json,
            mood api.mood);
          create view api.client_view as select * from api.client;
          create view api.totals as select count(*) as n from api.invoice;
          create table api.nothing ();
          create table other.thing (id int);

          create function api.send(mood api.mood, n int, words text[] default '{}') returns void
            language sql as '';
          comment on function api.send is E'Sends\\nit';
          create function api.plain() returns int language sql stable as 'select 1';
          create function api.many(variadic n int[]) returns int language sql stable
            as 'select 1';
          create function api.many() returns int language sql stable as 'select 1';
          create function other.f() returns int language sql as 'select 1';
          """,
          """
          create role openapi_test_reader;
          grant usage on schema api to openapi_test_reader;
          grant select (name) on api.client to openapi_test_reader;
          revoke execute on function api.many(variadic int[]) from public;
          revoke execute on function api.plain() from public;
          """);

  private static PgDatabase open() {
    return PgDatabase.open(PoolConfig.of(POSTGRES.address()), _ -> {});
  }

  private static SchemaCache cache() {
    SchemaScope scope = new SchemaScope(List.of("api", "other"), List.of(), List.of());
    try (PgDatabase database = open()) {
      return new SchemaLoader(database, scope).load(1);
    }
  }

  private static JsonNode document(SchemaCache cache, String schema, Access access) {
    return document(cache, schema, access, SETTINGS);
  }

  private static JsonNode document(
      SchemaCache cache, String schema, Access access, OpenApiSettings settings) {
    try {
      return MAPPER.readTree(OpenApi.document(cache, schema, access, settings));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode all() {
    SchemaCache cache = cache();
    return document(cache, "api", Access.toAll(cache, "api"));
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode property(JsonNode document, String relation, String column) {
    return document.path("definitions").path(relation).path("properties").path(column);
  }

  @Test
  void headSaysWhatIsServedWhere() {
    JsonNode document = all();
    assertThat(document.path("swagger").asText()).isEqualTo("2.0");
    assertThat(document.path("host").asText()).isEqualTo("0.0.0.0:3000");
    assertThat(document.path("basePath").asText()).isEqualTo("/");
    assertThat(document.path("schemes")).isEqualTo(json("[\"http\"]"));
    assertThat(document.path("info"))
        .isEqualTo(
            json(
                """
                {"version": "1.2", "title": "Shop", "description": "Sells things\\nof all kinds"}
                """));
    assertThat(document.path("security").isMissingNode()).isTrue();
  }

  @Test
  void schemaOfTheDocumentIsTheOnlyOne() {
    SchemaCache cache = cache();
    JsonNode document = document(cache, "other", Access.toAll(cache, "other"));
    assertThat(document.path("info").path("title").asText()).isEqualTo("Only a title");
    assertThat(document.path("paths").fieldNames())
        .toIterable()
        .containsExactly("/", "/thing", "/rpc/f");
    assertThat(document(cache, "other", Access.toAll(cache, "api")).path("paths").fieldNames())
        .toIterable()
        .containsExactly("/");
  }

  @Test
  void proxyUrlReplacesHostAndPath() {
    SchemaCache cache = cache();
    OpenApiSettings proxied =
        OpenApiSettings.proxied("1", "https://api.example.com/v1", true).orElseThrow();
    JsonNode document = document(cache, "api", Access.toAll(cache, "api"), proxied);
    assertThat(document.path("host").asText()).isEqualTo("api.example.com:443");
    assertThat(document.path("basePath").asText()).isEqualTo("/v1");
    assertThat(document.path("schemes")).isEqualTo(json("[\"https\"]"));
    assertThat(document.path("security")).isEqualTo(json("[{\"JWT\": []}]"));
    assertThat(document.path("securityDefinitions").path("JWT").path("in").asText())
        .isEqualTo("header");
    assertThat(OpenApiSettings.proxied("1", "not a url", true)).isEmpty();
    assertThat(OpenApiSettings.proxied("1", "/path", true)).isEmpty();
  }

  @Test
  void relationsAreDefinedWithTheirColumns() {
    assertThat(all().path("definitions").path("client"))
        .isEqualTo(
            json(
                """
                {"description": "Clients\\n\\nThose who buy",
                 "type": "object",
                 "required": ["id", "name"],
                 "properties": {
                   "id": {
                     "description": "Number\\n\\nNote:\\nThis is a Primary Key.<pk/>",
                     "format": "int32",
                     "type": "integer"},
                   "name": {"default": "it's \\"me\\"", "format": "text", "type": "string"}}}
                """));
    assertThat(all().path("definitions").path("nothing")).isEqualTo(json("{\"type\": \"object\"}"));
  }

  @Test
  void keysAreNotedAndPointToTablesRatherThanViews() {
    String note = "This is a Foreign Key to `client.id`.<fk table='client' column='id'/>";
    JsonNode document = all();
    assertThat(property(document, "invoice", "client_id").path("description").asText())
        .isEqualTo("Note:\n" + note);
    assertThat(property(document, "invoice", "id").path("description").asText())
        .isEqualTo("Note:\nThis is a Primary Key.<pk/>\n" + note);
    assertThat(property(document, "client", "id").path("description").asText())
        .doesNotContain("Foreign");
  }

  @Test
  void typesAndDefaultsAreTranslated() {
    JsonNode document = all();
    assertThat(property(document, "invoice", "id").path("format").asText()).isEqualTo("int64");
    assertThat(property(document, "invoice", "amount"))
        .isEqualTo(json("{\"default\": 42.5, \"format\": \"numeric\", \"type\": \"number\"}"));
    assertThat(property(document, "invoice", "paid").path("default")).isEqualTo(json("false"));
    assertThat(property(document, "invoice", "at").path("default").asText())
        .isEqualTo("1900-01-01");
    assertThat(property(document, "invoice", "made").path("default").asText()).isEqualTo("now()");
    assertThat(property(document, "invoice", "code"))
        .isEqualTo(json("{\"format\": \"character\", \"maxLength\": 3, \"type\": \"string\"}"));
    assertThat(property(document, "invoice", "tags"))
        .isEqualTo(
            json(
                """
                {"format": "text[]", "type": "array", "items": {"type": "string"}}
                """));
    assertThat(property(document, "invoice", "docs").path("items")).isEqualTo(json("{}"));
    assertThat(property(document, "invoice", "doc")).isEqualTo(json("{\"format\": \"json\"}"));
    assertThat(property(document, "invoice", "mood").path("enum"))
        .isEqualTo(json("[\"sad\", \"ok\"]"));
  }

  @Test
  void writableRelationsHaveWritingMethods() {
    JsonNode paths = all().path("paths");
    assertThat(paths.path("/client").fieldNames())
        .toIterable()
        .containsExactly("get", "post", "patch", "delete");
    assertThat(paths.path("/totals").fieldNames()).toIterable().containsExactly("get");
    assertThat(paths.path("/client").path("get").path("summary").asText()).isEqualTo("Clients");
    assertThat(paths.path("/client").path("patch").path("description").asText())
        .isEqualTo("Those who buy");
    assertThat(paths.path("/client").path("delete").path("parameters"))
        .isEqualTo(
            json(
                """
                [{"$ref": "#/parameters/rowFilter.client.id"},
                 {"$ref": "#/parameters/rowFilter.client.name"},
                 {"$ref": "#/parameters/preferReturn"}]
                """));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = all();
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).isNotEmpty();
    for (JsonNode reference : references) {
      String pointer = reference.asText().substring(1);
      assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    }
  }

  @Test
  void functionsAreCalledByNamedArguments() {
    JsonNode paths = all().path("paths");
    assertThat(paths.path("/rpc/send").path("get").isMissingNode()).isTrue();
    JsonNode send = paths.path("/rpc/send").path("post");
    assertThat(send.path("summary").asText()).isEqualTo("Sends");
    assertThat(send.path("description").asText()).isEqualTo("it");
    assertThat(send.path("parameters").path(0).path("schema"))
        .isEqualTo(
            json(
                """
                {"description": "Sends\\nit",
                 "type": "object",
                 "required": ["mood", "n"],
                 "properties": {
                   "mood": {"format": "mood", "type": "string"},
                   "n": {"format": "int32", "type": "integer"},
                   "words": {"format": "text[]", "type": "array", "items": {"type": "string"}}}}
                """));
    assertThat(paths.path("/rpc/plain").path("get").has("parameters")).isFalse();
    assertThat(paths.path("/rpc/many").path("get").path("parameters"))
        .isEqualTo(
            json(
                """
                [{"name": "n", "required": true, "in": "query", "type": "array",
                  "collectionFormat": "multi", "items": {"type": "integer", "format": "int32"}}]
                """));
  }

  @Test
  void onlyWhatTheRoleMayUseIsAccessible() {
    Script asReader =
        Script.of(
            Statement.of("set local role openapi_test_reader"),
            Access.relationsQuery("api"),
            Access.routinesQuery("api"));
    List<Rows> rows;
    try (PgDatabase database = open()) {
      rows = database.run(asReader);
    }
    JsonNode paths = document(cache(), "api", Access.of(rows.get(1), rows.get(2))).path("paths");
    assertThat(paths.fieldNames())
        .toIterable()
        .containsExactly("/", "/client", "/rpc/many", "/rpc/send");
    assertThat(paths.path("/rpc/many").path("get").has("parameters")).isFalse();
  }

  private static JsonNode modern(SchemaCache cache, String schema) throws IOException {
    Access all = Access.toAll(cache, schema);
    return MAPPER.readTree(OpenApi31.document(cache, schema, all, SETTINGS, EXTRAS));
  }

  @Test
  void version31SaysWhatARowHasAndWhatANewOneNeeds() throws Exception {
    JsonNode schemas = modern(cache(), "api").at("/components/schemas");
    assertThat(schemas.at("/client/required")).hasToString("[\"id\",\"name\"]");
    assertThat(schemas.at("/client-new/required")).hasToString("[\"id\"]");
    assertThat(schemas.at("/client-change").has("required")).isFalse();
    assertThat(schemas.at("/invoice/properties/amount/type")).hasToString("[\"number\",\"null\"]");
    assertThat(schemas.at("/invoice/properties/mood/enum")).hasToString("[\"sad\",\"ok\",null]");
    assertThat(schemas.at("/invoice/properties/doc").has("type")).isFalse();
    assertThat(schemas.at("/invoice/properties/tags/items/type"))
        .hasToString("[\"string\",\"null\"]");
    assertThat(schemas.has("totals-new")).isFalse();
  }

  @Test
  void version31HasTheTypesOfPatches() throws Exception {
    JsonNode document = modern(cache(), "api");
    JsonNode content = document.at("/paths/~1client/patch/requestBody/content");
    assertThat(content.fieldNames())
        .toIterable()
        .containsExactly(
            "application/json", "application/merge-patch+json", "application/json-patch+json");
    assertThat(document.at("/components/schemas/json-patch/items/required"))
        .hasToString("[\"op\",\"path\"]");
  }

  @Test
  void version31HasBatchesWhereThereAreAny() throws Exception {
    JsonNode batch = modern(cache(), "api").at("/paths/~1batch/post");
    JsonNode document =
        batch.at("/requestBody/content/application~1vnd.groundwork.batch+json/schema");
    assertThat(document.path("required")).hasToString("[\"requests\"]");
    assertThat(document.at("/properties/requests/items/required"))
        .hasToString("[\"method\",\"path\"]");
    assertThat(batch.at("/parameters/0/$ref").asText()).endsWith("/idempotencyKey");
    Access all = Access.toAll(cache(), "api");
    Extras none = new Extras(false, Optional.empty());
    JsonNode without = MAPPER.readTree(OpenApi31.document(cache(), "api", all, SETTINGS, none));
    assertThat(without.path("paths").has("/batch")).isFalse();
  }

  @Test
  void version31HasOnlyReferencesThatLeadSomewhere() throws Exception {
    for (String schema : List.of("api", "other")) {
      JsonNode document = modern(cache(), schema);
      assertThat(document.findValuesAsText("$ref"))
          .isNotEmpty()
          .allSatisfy(reference ->
              assertThat(document.at(reference.substring(1)).isMissingNode())
                  .as(reference)
                  .isFalse());
      List<String> ids = document.findValuesAsText("operationId");
      assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
    }
  }

  @Test
  void version31DescribesCalls() throws Exception {
    JsonNode paths = modern(cache(), "api").get("paths");
    JsonNode body = paths.at("/~1rpc~1send/post/requestBody/content/application~1json/schema");
    assertThat(body.get("required")).hasToString("[\"mood\",\"n\"]");
    assertThat(paths.at("/~1rpc~1send").has("get")).isFalse();
    assertThat(paths.at("/~1rpc~1send/post/responses").has("204")).isTrue();
    assertThat(paths.at("/~1rpc~1plain/get/responses/200/content/application~1json/schema/type"))
        .hasToString("[\"integer\",\"null\"]");
  }

  @Test
  void version31SaysWhichRequestsTakeAKey() throws Exception {
    JsonNode document = modern(cache(), "api");
    JsonNode paths = document.get("paths");
    String reference = "#/components/parameters/idempotencyKey";
    for (String method : List.of("post", "patch", "delete")) {
      assertThat(paths.at("/~1client/" + method + "/parameters").findValuesAsText("$ref"))
          .contains(reference);
    }
    assertThat(paths.at("/~1rpc~1send/post/parameters").findValuesAsText("$ref"))
        .containsExactly(reference);
    assertThat(paths.at("/~1client/get/parameters").findValuesAsText("$ref"))
        .doesNotContain(reference);
    assertThat(paths.at("/~1rpc~1plain/post").has("parameters")).isFalse();
    assertThat(document.at("/components/parameters/idempotencyKey/name").asText())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void version31SaysWhereRowsMayHaveRelatedOnesInThem() throws Exception {
    JsonNode document = modern(cache(), "api");
    JsonNode paths = document.get("paths");
    String reference = "#/components/parameters/nested";
    for (String method : List.of("post", "patch")) {
      assertThat(paths.at("/~1client/" + method + "/parameters").findValuesAsText("$ref"))
          .contains(reference);
    }
    for (String method : List.of("get", "delete")) {
      assertThat(paths.at("/~1client/" + method + "/parameters").findValuesAsText("$ref"))
          .doesNotContain(reference);
    }
    assertThat(document.at("/components/parameters/nested/name").asText()).isEqualTo("Nested");
  }

  @Test
  void version31SaysWhichRequestsMayDependOnAState() throws Exception {
    JsonNode paths = modern(cache(), "api").get("paths");
    String known = "#/components/parameters/ifNoneMatch";
    String match = "#/components/parameters/ifMatch";
    assertThat(paths.at("/~1client/get/parameters").findValuesAsText("$ref"))
        .contains(known)
        .doesNotContain(match);
    for (String method : List.of("patch", "delete")) {
      assertThat(paths.at("/~1client/" + method + "/parameters").findValuesAsText("$ref"))
          .contains(match);
      assertThat(paths.at("/~1client/" + method + "/responses/412").isMissingNode()).isFalse();
    }
    assertThat(paths.at("/~1client/post/parameters").findValuesAsText("$ref"))
        .doesNotContain(match, known);
  }

  @Test
  void namesThatOpenApi31DoesNotAllowBecomeOthersThatNothingElseHas() {
    assertThat(Names31.component("a_b.C9")).isEqualTo("a_b.C9");
    assertThat(Names31.component("a b-ü")).isEqualTo("a-x20-b-x2d--xfc-");
    assertThat(Names31.path("a b/{c}")).isEqualTo("a%20b%2F%7Bc%7D");
  }
}
