package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.service.rest.config.BatchLimits;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches over HTTP: all or nothing, references, isolation, limits, and who may do what. */
class BatchApiTest {
  private static final String TYPE = "application/vnd.groundwork.batch+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Small, so that tests reach them. */
  private static final BatchLimits LIMITS = new BatchLimits(20, 40_000, Duration.ofSeconds(2));

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.withResources(BoardServer.FIXTURE, "/dev/groundwork/service/rest/batch.sql");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  /** An answer with its body read. */
  private record Answer(HttpResponse<String> reply, JsonNode body) {
    int status() {
      return reply.statusCode();
    }

    String code() {
      return body.path("code").asText();
    }

    JsonNode at(String pointer) {
      return body.at(pointer);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = BoardServer.start(POSTGRES.address(), BoardServer.config(), CallerLimits.NONE, LIMITS);
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  @BeforeEach
  void empty() {
    POSTGRES.execute(
        "truncate api.orders, api.lines, api.heads, api.teams, api.late, api.on_call, api.batch"
            + " restart identity");
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(server.failures()).isEmpty();
    assertThat(server.connectionsInUse()).isZero();
  }

  private static Answer send(String caller, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/batch"))
            .POST(BodyPublishers.ofString(json))
            .header("Content-Type", TYPE);
    if (!caller.isEmpty()) {
      request.header("Authorization", "Bearer " + BoardServer.member(caller));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> reply = CLIENT.send(request.build(), BodyHandlers.ofString());
    return new Answer(reply, JSON.readTree(reply.body()));
  }

  /** A batch of these requests, sent by Ada. */
  private static Answer batch(String... requests) throws Exception {
    return send("ada", "{\"requests\": [" + String.join(",", requests) + "]}");
  }

  private static String get(String path) {
    return "{\"method\": \"GET\", \"path\": " + JSON.valueToTree(path) + "}";
  }

  private static String post(String path, String body) {
    return "{\"method\":\"POST\",\"path\":\""
        + path
        + "\",\"headers\":{\"Prefer\":\"return=representation\"},\"body\":"
        + body
        + "}";
  }

  private static String count(String table) {
    return String.valueOf(POSTGRES.value("select count(*) from api." + table));
  }

  @Test
  void laterRequestsUseWhatEarlierOnesGave() throws Exception {
    Answer answer =
        batch(
            post("/orders?select=id", "{\"note\": \"first\"}"),
            post(
                "/lines?select=order_id,what",
                """
                [{"order_id": {"$ref": "/0/body/0/id"}, "what": "tea"},
                 {"order_id": {"$ref": "/0/body/0/id"}, "what": "milk"}]
                """),
            get("/lines?order_id=eq.${/0/body/0/id}&select=what&order=what"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.reply().headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(answer.at("/results/0/status").asInt()).isEqualTo(201);
    assertThat(answer.at("/results/0/body").toString()).isEqualTo("[{\"id\":1}]");
    assertThat(answer.at("/results/1/body/1/order_id").asInt()).isEqualTo(1);
    assertThat(answer.at("/results/2/status").asInt()).isEqualTo(200);
    assertThat(answer.at("/results/2/headers/Content-Range").asText()).isEqualTo("0-1/*");
    assertThat(answer.at("/results/2/body").toString())
        .isEqualTo("[{\"what\":\"milk\"},{\"what\":\"tea\"}]");
    assertThat(count("lines")).isEqualTo("2");
  }

  @Test
  void whatFailsUndoesAllAndSaysWhichItWas() throws Exception {
    Answer answer =
        batch(
            post("/orders?select=id", "{}"),
            post("/batch", "{\"id\": 1}"),
            post("/lines", "{\"order_id\": 99, \"what\": \"x\"}"),
            get("/orders"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("23503");
    assertThat(answer.at("/index").asInt()).isEqualTo(2);
    assertThat(answer.at("/undone").toString())
        .isEqualTo("[{\"index\":0,\"status\":201},{\"index\":1,\"status\":201}]");
    assertThat(answer.reply().headers().firstValue("Proxy-Status"))
        .contains("PostgREST; error=23503");
    assertThat(count("orders") + count("batch")).isEqualTo("00");
  }

  @Test
  void everyMethodAndMediaTypeHasItsPlace() throws Exception {
    Answer answer =
        batch(
            "{\"method\":\"POST\",\"path\":\"/batch\",\"headers\":{\"content-type\":\"text/csv\"},"
                + "\"body\":\"id\\n1\\n2\\n\"}",
            "{\"method\":\"PUT\",\"path\":\"/batch?id=eq.3\",\"body\":{\"id\":3}}",
            "{\"method\":\"PATCH\",\"path\":\"/batch?id=eq.3\",\"body\":{\"id\":4}}",
            "{\"method\":\"DELETE\",\"path\":\"/batch?id=eq.2\"}",
            "{\"method\":\"HEAD\",\"path\":\"/batch\",\"headers\":{\"Prefer\":\"count=exact\"}}",
            "{\"method\":\"GET\",\"path\":\"/batch?order=id\",\"headers\":{\"Accept\":\"text/csv\"}}",
            "{\"method\":\"GET\",\"path\":\"/batch?order=id\",\"headers\":{\"Range\":\"1-1\"}}",
            "{\"method\":\"GET\",\"path\":\"/batch?id=eq.4\",\"headers\":{\"Accept\":"
                + "\"application/vnd.pgrst.object+json\"}}",
            "{\"method\":\"OPTIONS\",\"path\":\"/batch\"}",
            "{\"method\":\"POST\",\"path\":\"/rpc/add\",\"body\":{\"a\":1,\"b\":{\"$ref\":"
                + "\"/7/body/id\"}}}",
            "{\"method\":\"GET\",\"path\":\"/rpc/add?a=5\"}",
            "{\"method\":\"POST\",\"path\":\"/orders?select=id\",\"headers\":{\"Prefer\":"
                + "\"return=headers-only\"},\"body\":{\"note\":{\"$ref\":\"/5/body\"}}}",
            "{\"method\":\"PATCH\",\"path\":\"/orders\",\"body\":{\"note\":{\"$ref\":"
                + "\"/11/headers/location\"}}}");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    List<Integer> statuses = new ArrayList<>();
    answer.at("/results").forEach(result -> statuses.add(result.get("status").asInt()));
    assertThat(statuses)
        .containsExactly(201, 204, 204, 204, 200, 200, 200, 200, 200, 200, 200, 201, 204);
    assertThat(answer.at("/results/4/headers/Content-Range").asText()).isEqualTo("0-1/2");
    assertThat(answer.at("/results/4").has("body")).isFalse();
    assertThat(answer.at("/results/5/body").asText()).isEqualTo("id\n1\n4");
    assertThat(answer.at("/results/6/body").toString()).isEqualTo("[{\"id\":4}]");
    assertThat(answer.at("/results/9/body").asInt()).isEqualTo(5);
    assertThat(answer.at("/results/10/body").asInt()).isEqualTo(15);
    assertThat(POSTGRES.value("select note from api.orders")).isEqualTo("/orders?id=eq.1");
  }

  @Test
  void valuesKeepEveryDigitAndLiteralsStayAsTheyAre() throws Exception {
    Answer answer =
        batch(
            post("/orders?select=total", "{\"total\": 12345678901234567890.1200}"),
            post("/orders?select=total", "{\"total\": {\"$ref\": \"/0/body/0/total\"}}"),
            post("/orders?select=id", "{\"note\": \"${/0/body/0/total}\"}"),
            post(
                "/lines?select=doc",
                "{\"order_id\": {\"$ref\":\"/2/body/0/id\"}, \"what\": \"x\", \"doc\":"
                    + "{\"$literal\": {\"$ref\": \"/0/body\", \"b\": {\"$literal\": 1}}}}"),
            post(
                "/lines?select=doc",
                "{\"order_id\": {\"$ref\":\"/2/body/0/id\"}, \"what\": \"x\", \"doc\":"
                    + "{\"a\": {\"$literal\": {\"$ref\": \"/0\"}}, \"$ref\": \"data\"}}"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.reply().body()).contains("[{\"total\":12345678901234567890.1200}]");
    assertThat(
            POSTGRES.value(
                "select count(*) from api.orders where total::text ="
                    + " '12345678901234567890.1200'"))
        .isEqualTo("2");
    assertThat(POSTGRES.value("select note from api.orders where id = 3"))
        .isEqualTo("${/0/body/0/total}");
    assertThat(answer.at("/results/3/body/0/doc").toString())
        .isEqualTo("{\"b\":{\"$literal\":1},\"$ref\":\"/0/body\"}");
    assertThat(answer.at("/results/4/body/0/doc").toString())
        .isEqualTo("{\"a\":{\"$ref\":\"/0\"},\"$ref\":\"data\"}");
  }

  @Test
  void valuesOfFiltersAreNothingButValues() throws Exception {
    String hostile = "a\",b),id.gt.0,\\\"'; drop table api.orders; --&order=id%2C{x}";
    String note = JSON.valueToTree(hostile).toString();
    Answer answer =
        batch(
            post("/orders?select=note", "[{\"note\": " + note + "}, {\"note\": \"other\"}]"),
            get("/orders?note=eq.${/0/body/0/note}&select=id"),
            get("/orders?note=in.(${/0/body/0/note},\"b,c\",${/0/body/0/note})&select=id"),
            get("/orders?or=(note.eq.${/0/body/0/note},note.in.(q,${/0/body/0/note}))&select=id"),
            get("/orders?and=(note.not.in.(${/0/body/0/note}),id.gt.0)&select=id"),
            get("/orders?note=eq(any).{${/0/body/0/note},z}&select=id"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    for (int part : new int[] {1, 2, 3, 5}) {
      assertThat(answer.at("/results/" + part + "/body").toString()).isEqualTo("[{\"id\":1}]");
    }
    assertThat(answer.at("/results/4/body").toString()).isEqualTo("[{\"id\":2}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/orders?id=eq.${/0/body/0/no}; 422; GWREST307",
        "/orders?id=eq.${/0/body/7}; 422; GWREST307",
        "/orders?id=eq.${/0/body}; 422; GWREST307",
        "/orders?id=eq.${/0/body/0/note}; 422; GWREST307",
        "/orders?id=eq.${/0/body/01/id}; 422; GWREST307",
        "/orders?id=eq.${/1/body/0/id}; 400; GWREST306",
        "/orders?id=eq.${/5/body/0/id}; 400; GWREST306",
        "/orders?id=eq.${0/body}; 400; GWREST306",
        "/orders?id=eq.${}; 400; GWREST306",
        "/orders?id=eq.${/0/elsewhere}; 400; GWREST306",
        "/${/0/body/0/id}; 400; GWREST306",
        "/orders?${/0/body/0/id}=eq.1; 400; GWREST306",
        "/orders?select=${/0/body/0/id}; 400; GWREST306",
        "/orders?select=eq.${/0/body/0/id}; 400; GWREST306",
        "/orders?selec%74=eq.${/0/body/0/id}; 400; GWREST306",
        "/orders?order=eq.${/0/body/0/id}; 400; GWREST306",
        "/orders?limit=${/0/body/0/id}; 400; GWREST306",
        "/orders?id=${/0/body/0/id}; 400; GWREST306",
        "/orders?id=in.${/0/body/0/id}; 400; GWREST306",
        "/orders?id=in.(\"${/0/body/0/id}\"); 400; GWREST306",
        "/orders?id=in.(a${/0/body/0/id}); 400; GWREST306",
        "/orders?id=in.(${/0/body/0/id}a); 400; GWREST306",
        "/orders?id=eq.{x:${/0/body/0/id}}; 400; GWREST306",
        "/orders?or=(${/0/body/0/id}.eq.1); 400; GWREST306",
        "/orders?or=(id.${/0/body/0/id}.1); 400; GWREST306",
        "/orders?or=(note.eq.\"x.eq.${/0/body/0/id}\"); 400; GWREST306",
        "/orders?or=(note.eq.${/0/body/0/id}${/0/body/0/id}); 400; GWREST306",
        "/rpc/sneak?note=${/0/body/0/id}; 400; GWREST306"
      })
  void referencesThatLeadNowhereAreRefused(String path, int status, String code) throws Exception {
    Answer answer = batch(post("/orders?select=id,note", "{}"), get(path));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.at("/index").asInt()).isEqualTo(1);
    assertThat(count("orders")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "\"x\"", "\"/9/body\"", "\"/1/body\"", "\"/0\""})
  void referencesInBodiesAreCheckedToo(String reference) throws Exception {
    Answer answer =
        batch(post("/orders", "{}"), post("/orders", "{\"note\": {\"$ref\": " + reference + "}}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("GWREST306");
    assertThat(answer.at("/index").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "x",
        "{}",
        "{\"requests\": []}",
        "{\"requests\": {}}",
        "{\"requests\": [1]}",
        "{\"requests\": [{}]}",
        "{\"requests\": [{\"method\": \"GET\"}]}",
        "{\"requests\": [{\"path\": \"/batch\"}]}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"batch\"}]}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\", \"more\": 1}]}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\", \"headers\": {\"a b\":"
            + " \"\"}}]}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\", \"headers\": {\"a\":"
            + " \"x\\ny\"}}]}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\", \"headers\": {\"a\": 1}}]}",
        "{\"requests\": [{\"method\": \"POST\", \"path\": \"/batch\", \"headers\":"
            + " {\"Content-Type\": \"text/csv\"}, \"body\": 1}]}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}], \"isolation\": \"chaos\"}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}], \"retries\": 11}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}], \"retries\": \"1\"}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}], \"deferConstraints\": 1}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}], \"more\": 1}",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}]} x",
        "{\"requests\": [{\"method\": \"GET\", \"path\": \"/batch\"}"
      })
  void whatIsNoBatchIsRefused(String json) throws Exception {
    Answer answer = send("ada", json);
    assertThat(answer.status() + answer.code()).as("%s", answer.body()).isEqualTo("400GWREST301");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization", "apikey", "Cookie", "Idempotency-Key", "authorization", "host"})
  void aRequestCannotBeSomebodyElse(String header) throws Exception {
    Answer answer =
        batch(
            get("/batch"),
            "{\"method\":\"GET\",\"path\":\"/batch\",\"headers\":{\"" + header + "\":\"x\"}}");
    assertThat(answer.status() + answer.code()).isEqualTo("400GWREST305");
    assertThat(answer.at("/index").asInt()).isEqualTo(1);
  }

  @Test
  void aRequestHasNoTransactionOfItsOwnAndNoBatch() throws Exception {
    String tx = "{\"method\":\"GET\",\"path\":\"/batch\",\"headers\":{\"Prefer\":\"tx=rollback\"}}";
    assertThat(batch(tx).code()).isEqualTo("GWREST305");
    assertThat(batch(get("/")).code()).isEqualTo("GWREST305");
    String nested =
        "{\"method\":\"POST\",\"path\":\"/batch\",\"headers\":{\"Content-Type\":\""
            + TYPE
            + "\"},\"body\":{\"requests\":[]}}";
    assertThat(batch(nested).code()).isEqualTo("PGRST102");
  }

  @Test
  void problemsOfEveryStageNameTheirRequest() throws Exception {
    record Case(String request, int status, String code) {}
    List<Case> cases =
        List.of(
            new Case(get("/batch?select=("), 400, "PGRST100"),
            new Case(get("/nothing"), 404, "PGRST205"),
            new Case(get("/untouchable"), 403, "42501"),
            new Case(get("/batch?id=eq.x"), 400, "22P02"),
            new Case("{\"method\":\"BREW\",\"path\":\"/batch\"}", 405, "PGRST117"),
            new Case(post("/rpc/fail", "{\"state\":\"P0001\",\"message\":\"no\"}"), 400, "P0001"),
            new Case(get("/rpc/write_in_read"), 405, "25006"),
            new Case(
                "{\"method\":\"GET\",\"path\":\"/batch\",\"headers\":{\"Accept\":"
                    + "\"application/vnd.pgrst.object+json\"}}",
                406,
                "PGRST116"),
            new Case(
                "{\"method\":\"DELETE\",\"path\":\"/orders\",\"headers\":{\"Prefer\":"
                    + "\"handling=strict, max-affected=0\"}}",
                400,
                "PGRST124"));
    for (Case each : cases) {
      Answer answer = batch(post("/orders", "{}"), each.request());
      assertThat(answer.status() + answer.code())
          .as("%s", answer.body())
          .isEqualTo(each.status() + each.code());
      assertThat(answer.at("/index").asInt()).isEqualTo(1);
      assertThat(count("orders")).isEqualTo("0");
    }
  }

  @Test
  void eachRequestHasItsOwnCircumstances() throws Exception {
    Answer answer =
        send(
            "ada",
            """
            {"requests": [
              {"method": "POST", "path": "/rpc/hop", "body": {"name": "response.status", "value": "299"}},
              {"method": "GET", "path": "/rpc/seen", "headers": {"Prefer": "timezone=Asia/Tokyo", "X-Own": "1"}},
              {"method": "POST", "path": "/rpc/hop", "body": {"name": "role", "value": "board_anon"}},
              {"method": "POST", "path": "/rpc/seen"},
              {"method": "POST", "path": "/batch", "body": {"id": 1}},
              {"method": "PUT", "path": "/batch?id=eq.1", "body": {"id": 1}}]}
            """,
            "X-Trace",
            "t",
            "Prefer",
            "return=minimal");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.at("/results/0/status").asInt()).isEqualTo(299);
    assertThat(answer.at("/results/1/status").asInt()).isEqualTo(200);
    JsonNode first = answer.at("/results/1/body");
    JsonNode second = answer.at("/results/3/body");
    assertThat(first.get("method").asText() + second.get("method").asText()).isEqualTo("GETPOST");
    assertThat(first.get("path").asText()).isEqualTo("/rpc/seen");
    assertThat(first.get("trace").asText() + second.get("trace").asText()).isEqualTo("tt");
    assertThat(first.get("own").asText()).isEqualTo("1");
    assertThat(second.get("own").isNull() && second.get("prefer").isNull()).isTrue();
    assertThat(first.get("timezone").asText()).isEqualTo("Asia/Tokyo");
    assertThat(second.get("timezone").asText()).isNotEqualTo("Asia/Tokyo");
    assertThat(first.get("read_only").asText()).isEqualTo("on");
    assertThat(second.get("role").asText()).isEqualTo("board_member");
    assertThat(answer.at("/results/4/status").asInt()).isEqualTo(201);
    assertThat(answer.at("/results/5/status").asInt()).isEqualTo(204);
  }

  @Test
  void rowsOfOthersAreNotThere() throws Exception {
    batch(post("/orders", "{\"note\": \"mine\"}"));
    Answer bob =
        send(
            "bob",
            "{\"requests\": [{\"method\":\"PATCH\",\"path\":\"/orders\",\"body\":{\"note\":"
                + "\"his\"}},"
                + get("/orders")
                + ","
                + post("/orders", "{\"owner\": \"ada\"}")
                + "]}");
    assertThat(bob.status() + bob.code()).isEqualTo("40342501");
    assertThat(bob.at("/index").asInt()).isEqualTo(2);
    assertThat(POSTGRES.value("select string_agg(note, ',') from api.orders")).isEqualTo("mine");
    Answer nobody = send("", "{\"requests\": [" + get("/lines") + "," + get("/orders") + "]}");
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.at("/index").asInt()).isEqualTo(1);
    assertThat(nobody.reply().headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void deferredConstraintsWaitForTheEnd() throws Exception {
    String head = post("/heads", "{\"id\": 1, \"leads\": 1}");
    String team = post("/teams", "{\"id\": 1, \"head\": 1}");
    Answer refused = batch(head, team);
    assertThat(refused.status() + refused.code()).isEqualTo("40923503");
    assertThat(refused.at("/index").asInt()).isZero();
    String deferred = "\"deferConstraints\": true, \"requests\": ";
    assertThat(send("ada", "{" + deferred + "[" + head + "," + team + "]}").status())
        .isEqualTo(200);
    assertThat(count("heads")).isEqualTo("1");
    String other = post("/heads", "{\"id\": 2, \"leads\": 9}");
    Answer late = send("ada", "{" + deferred + "[" + other + "]}");
    assertThat(late.status() + late.code()).isEqualTo("40923503");
    assertThat(late.body().has("index")).isFalse();
    assertThat(late.at("/undone/0/status").asInt()).isEqualTo(201);
    assertThat(count("heads")).isEqualTo("1");
  }

  @Test
  void aBatchCanBeTriedAndUndone() throws Exception {
    String json = "{\"requests\": [" + post("/late", "{\"id\": 1, \"value\": 1}") + "]}";
    Answer tried = send("ada", json, "Prefer", "tx=rollback");
    assertThat(tried.status()).isEqualTo(200);
    assertThat(tried.at("/results/0/status").asInt()).isEqualTo(201);
    assertThat(count("late")).isEqualTo("0");
    String twice =
        "{\"requests\": ["
            + post("/late", "[{\"id\": 1, \"value\": 1}, {\"id\": 2, \"value\": 1}]")
            + "]}";
    assertThat(send("ada", twice, "Prefer", "tx=rollback").code()).isEqualTo("23505");
  }

  @Test
  void limitsHold() throws Exception {
    String[] many = new String[21];
    Arrays.fill(many, get("/batch"));
    assertThat(batch(many).code()).isEqualTo("GWREST302");
    Answer large = batch(post("/orders", "{}"), get("/rpc/wide?n=50000"));
    assertThat(large.status() + large.code()).isEqualTo("413GWREST303");
    assertThat(large.at("/index").asInt()).isEqualTo(1);
    String wide = "{\"note\": [" + "{\"$ref\": \"/0/body\"},".repeat(9) + "1]}";
    Answer grown = batch(get("/rpc/wide?n=9000"), post("/orders", wide));
    assertThat(grown.code()).isEqualTo("GWREST303");
    Answer rows = batch(get("/rpc/many?n=1001"));
    assertThat(rows.status() + rows.code()).isEqualTo("422GWREST308");
    assertThat(batch(get("/rpc/many?n=1000")).status()).isEqualTo(200);
    assertThat(batch(get("/rpc/many?n=5000&limit=10")).status()).isEqualTo(200);
    String wait = post("/rpc/wait_for", "{\"seconds\": 1.3}");
    Answer slow = batch(post("/batch", "{\"id\": 1}"), wait, wait);
    assertThat(slow.status() + slow.code()).isEqualTo("504GWREST304");
    assertThat(slow.at("/index").asInt()).isEqualTo(2);
    assertThat(count("batch")).isEqualTo("0");
  }

  @Test
  void functionsGetTheIsolationThatTheyDemand() throws Exception {
    String strict = post("/rpc/strict_one", "{}");
    assertThat(batch(strict).at("/results/0/body").asText()).isEqualTo("serializable");
    Answer refused = batch(get("/batch"), strict);
    assertThat(refused.status() + refused.code()).isEqualTo("422GWREST309");
    Answer asked =
        send(
            "ada",
            "{\"isolation\":\"serializable\",\"requests\":[" + get("/batch") + "," + strict + "]}");
    assertThat(asked.at("/results/1/body").asText()).isEqualTo("serializable");
  }

  @Test
  void serializableBatchesKeepARuleOverRowsAndAreRetried() throws Exception {
    for (int round = 0; round < 5; round++) {
      POSTGRES.execute(
          "truncate api.on_call;"
              + " insert into api.on_call select 'd' || n, 1, true from generate_series(1, 4) n");
      List<Answer> answers = new ArrayList<>();
      CyclicBarrier together = new CyclicBarrier(4);
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<Answer>> futures = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
          futures.add(threads.submit(leaving("d" + i, together)));
        }
        for (Future<Answer> future : futures) {
          answers.add(future.get());
        }
      }
      assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
      assertThat(answers.stream().filter(each -> each.at("/results/1/body").asBoolean()))
          .hasSize(3);
      assertThat(POSTGRES.value("select count(*) from api.on_call where there")).isEqualTo("1");
    }
  }

  private static Callable<Answer> leaving(String doctor, CyclicBarrier together) {
    String json =
        "{\"isolation\":\"serializable\",\"retries\":10,\"requests\":["
            + get("/on_call?shift=eq.1&there=is.true")
            + ","
            + post("/rpc/leave", "{\"doctor\": \"" + doctor + "\"}")
            + "]}";
    return () -> {
      together.await();
      return send("ada", json);
    };
  }

  @Test
  void withoutRetriesAConflictIsTold() throws Exception {
    POSTGRES.execute("insert into api.on_call values ('a', 1, true), ('b', 1, true)");
    String read = get("/on_call?there=is.true");
    String wait = post("/rpc/wait_for", "{\"seconds\": 0.5}");
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> futures = new ArrayList<>();
      for (String doctor : List.of("a", "b")) {
        String leave = post("/rpc/leave", "{\"doctor\": \"" + doctor + "\"}");
        String json =
            "{\"isolation\":\"serializable\",\"requests\":["
                + String.join(",", read, wait, leave)
                + "]}";
        futures.add(threads.submit(() -> send("ada", json)));
      }
      for (Future<Answer> future : futures) {
        answers.add(future.get());
      }
    }
    assertThat(answers.stream().map(Answer::code)).containsExactlyInAnyOrder("", "40001");
    assertThat(server.failures()).hasSize(1);
    assertThat(POSTGRES.value("select count(*) from api.on_call where there")).isEqualTo("1");
  }

  @Test
  void aTableOfThatNameIsReachedByEveryOtherMediaType() throws Exception {
    HttpRequest insert =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/batch"))
            .POST(BodyPublishers.ofString("{\"id\": 5}"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + BoardServer.member("ada"))
            .build();
    assertThat(CLIENT.send(insert, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    assertThat(batch(get("/batch?id=eq.5")).at("/results/0/body/0/id").asInt()).isEqualTo(5);
  }
}
