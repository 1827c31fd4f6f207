package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.testing.ProjectServer;
import dev.groundwork.testing.TestPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON Patch and merge patch of rows over HTTP. */
class JsonPatchTest {
  private static final String PATCH = "application/json-patch+json";
  private static final String MERGE = "application/merge-patch+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String MIGRATION =
      """
      create domain settings as jsonb check (jsonb_typeof(value) = 'object');
      create table docs (
        id int primary key,
        doc jsonb,
        old json,
        "strange "" ?name" jsonb,
        held settings,
        title text,
        count int not null default 0 check (count >= 0),
        owner text default 'ada',
        hidden jsonb
      );
      alter table docs enable row level security;
      create policy own on docs using (owner = current_setting('request.jwt.claims')::json ->> 'sub');
      grant select (id, doc, old, "strange "" ?name", held, title, count, owner), insert, update, delete
        on docs to authenticated;
      create table free (id int primary key, doc jsonb);
      grant all on free to authenticated;
      """;

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir static Path folder;
  private static ProjectServer server;

  @BeforeAll
  static void start() {
    server = ProjectServer.start(POSTGRES.address(), folder, MIGRATION);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    POSTGRES.execute("truncate docs, free");
  }

  private static HttpResponse<String> send(
      String type, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", type));
    all.addAll(List.of(headers));
    return server.askAs("ada", "PATCH " + path, body, all.toArray(String[]::new));
  }

  private static void row(String doc) {
    POSTGRES.execute(
        "insert into free values (1, " + (doc == null ? "null" : "'" + doc + "'") + ")");
  }

  private static String doc() {
    return String.valueOf(POSTGRES.value("select doc from free where id = 1"));
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          {"a": 1}           | [{"op":"add","path":"/doc/b","value":2}]                          | {"a":1,"b":2}
          {"a": [1, 3]}      | [{"op":"add","path":"/doc/a/1","value":2}]                        | {"a":[1,2,3]}
          {"a": []}          | [{"op":"add","path":"/doc/a/-","value":[1]}]                      | {"a":[[1]]}
          {"a": []}          | [{"op":"add","path":"/doc/a/0","value":1}]                        | {"a":[1]}
          {"a": [1]}         | [{"op":"add","path":"/doc/a/1","value":2}]                        | {"a":[1,2]}
          [1]                | [{"op":"add","path":"/doc/-","value":2}]                          | [1,2]
          []                 | [{"op":"add","path":"/doc/-","value":2}]                          | [2]
          {"a": 1}           | [{"op":"add","path":"/doc/a","value":null}]                       | {"a":null}
          {"a": 1, "b": 2}   | [{"op":"remove","path":"/doc/a"}]                                 | {"b":2}
          {"a": [1, 2, 3]}   | [{"op":"remove","path":"/doc/a/1"}]                               | {"a":[1,3]}
          {"a": null}        | [{"op":"remove","path":"/doc/a"}]                                 | {}
          {"a": 1}           | [{"op":"replace","path":"/doc/a","value":{"b":"x"}}]              | {"a":{"b":"x"}}
          {"a": [1, 2]}      | [{"op":"replace","path":"/doc/a/0","value":9}]                    | {"a":[9,2]}
          {"a": {"b": 1}}    | [{"op":"move","from":"/doc/a/b","path":"/doc/c"}]                 | {"a":{},"c":1}
          {"a": [1, 2, 3]}   | [{"op":"move","from":"/doc/a/0","path":"/doc/a/2"}]               | {"a":[2,3,1]}
          {"a": 1}           | [{"op":"move","from":"/doc/a","path":"/doc/a"}]                   | {"a":1}
          {"a": {"b": 1}}    | [{"op":"copy","from":"/doc/a","path":"/doc/a/c"}]                 | {"a":{"b":1,"c":{"b":1}}}
          {"a": 1}           | [{"op":"test","path":"/doc/a","value":1.0}]                       | {"a":1}
          {"a": {"x": 1, "y": [2]}} | [{"op":"test","path":"/doc/a","value":{"y":[2],"x":1}}]    | {"a":{"x":1,"y":[2]}}
          {"a": 1}           | [{"op":"test","path":"/doc","value":{"a":1}},{"op":"remove","path":"/doc/a"}] | {}
          {"a/b": 1, "m~n": 2} | [{"op":"remove","path":"/doc/a~1b"},{"op":"replace","path":"/doc/m~0n","value":3}] | {"m~n":3}
          {"~1": 1}          | [{"op":"test","path":"/doc/~01","value":1}]                       | {"~1":1}
          {"": {"": 1}}      | [{"op":"replace","path":"/doc//","value":2}]                      | {"":{"":2}}
          {"-1": 1, "01": 2} | [{"op":"remove","path":"/doc/-1"},{"op":"remove","path":"/doc/01"}] | {}
          {"a": 1}           | [{"op":"add","path":"/doc","value":[]},{"op":"add","path":"/doc/-","value":1}] | [1]
          {"a": 1}           | [{"op":"remove","path":"/doc"}]                                   | -
          -                  | [{"op":"test","path":"/doc","value":null},{"op":"add","path":"/doc","value":{}}] | {}
          {"q\\"{},": 1}     | [{"op":"add","path":"/doc/q\\"{},","value":"ü'\\u0041"}]          | {"q\\"{},":"ü'A"}
          {"n": 1}           | [{"op":"add","path":"/doc/n","value":12345678901234567890.1234567890123456789}] | {"n":12345678901234567890.1234567890123456789}
          {"a": 1}           | []                                                                | {"a":1}
          """)
  void operationsAreDoneOneAfterTheOther(String before, String patch, String after)
      throws Exception {
    row(before);
    HttpResponse<String> answer = send(PATCH, "/free?id=eq.1", patch);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    if (after == null) {
      assertThat(POSTGRES.value("select doc is null from free")).isEqualTo("t");
    } else {
      assertThat(POSTGRES.value("select doc = '" + after.replace("'", "''") + "' from free"))
          .as(doc())
          .isEqualTo("t");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{"op":"add","path":"/doc/x/y","value":1}]        | 422 | GWREST605 | Operation 0
          [{"op":"add","path":"/doc/s/y","value":1}]        | 422 | GWREST605 | neither object nor array
          [{"op":"add","path":"/doc/list/3","value":1}]     | 422 | GWREST605 | does not have
          [{"op":"add","path":"/doc/list/-1","value":1}]    | 422 | GWREST605 | does not have
          [{"op":"add","path":"/doc/list/00","value":1}]    | 422 | GWREST605 | does not have
          [{"op":"add","path":"/doc/list/x","value":1}]     | 422 | GWREST605 | does not have
          [{"op":"add","path":"/doc/list/99999999999999999999","value":1}] | 422 | GWREST605 | does not have
          [{"op":"add","path":"/doc/list/-1/a","value":1}]  | 422 | GWREST605 | not there
          [{"op":"remove","path":"/doc/x"}]                 | 422 | GWREST605 | not there
          [{"op":"remove","path":"/doc/list/2"}]            | 422 | GWREST605 | not there
          [{"op":"remove","path":"/doc/list/-"}]            | 422 | GWREST605 | not there
          [{"op":"remove","path":"/doc/list/-1"}]           | 422 | GWREST605 | not there
          [{"op":"replace","path":"/doc/x","value":1}]      | 422 | GWREST605 | not there
          [{"op":"replace","path":"/doc/list/01","value":1}] | 422 | GWREST605 | not there
          [{"op":"move","from":"/doc/x","path":"/doc/y"}]   | 422 | GWREST605 | not there
          [{"op":"copy","from":"/doc/list/-1","path":"/doc/y"}] | 422 | GWREST605 | not there
          [{"op":"add","path":"/doc/y","value":1},{"op":"test","path":"/doc/y","value":2}] | 409 | GWREST603 | Operation 1
          [{"op":"test","path":"/doc/x","value":null}]      | 409 | GWREST603 | another value
          [{"op":"test","path":"/doc/s","value":"T"}]       | 409 | GWREST603 | another value
          [{"op":"test","path":"/doc/list/-1","value":2}]   | 409 | GWREST603 | another value
          [{"op":"test","path":"/id","value":2}]            | 409 | GWREST603 | another value
          {"op":"add","path":"/doc/x","value":1}            | 400 | GWREST601 | array
          [{"op":"add","path":"/doc/x"}]                    | 400 | GWREST601 | value
          [{"op":"add","path":"doc","value":1}]             | 400 | GWREST601 | begins with a column
          [{"op":"add","path":"","value":1}]                | 400 | GWREST601 | begins with a column
          [{"op":"add","path":"/doc/~2","value":1}]         | 400 | GWREST601 | ~
          [{"op":"spam","path":"/doc"}]                     | 400 | GWREST601 | spam
          [{"path":"/doc"}]                                 | 400 | GWREST601 | op
          [{"op":"copy","path":"/doc"}]                     | 400 | GWREST601 | from
          [{"op":"move","from":"/doc/list","path":"/doc/list/0"}] | 400 | GWREST601 | into itself
          [1]                                               | 400 | GWREST601 | operation 0
          [{"op":"add","path":"/doc/x","value":1}] x        | 400 | GWREST601 | JSON
          [                                                 | 400 | GWREST601 | JSON
          [{"op":"add","path":"/none/x","value":1}]         | 400 | PGRST204  | none
          [{"op":"add","path":"/id/x","value":1}]           | 400 | GWREST602 | id
          """)
  void whatCannotBeDoneChangesNothing(String patch, int status, String code, String says)
      throws Exception {
    row("{\"s\": \"t\", \"list\": [1, 2]}");
    String before = doc();
    HttpResponse<String> answer = send(PATCH, "/free?id=eq.1", patch);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer.body()).path("code").asText()).isEqualTo(code);
    assertThat(json(answer.body()).path("message").asText()).contains(says);
    assertThat(doc()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          {"a":"b"}          | {"a":"c"}               | {"a":"c"}
          {"a":"b"}          | {"b":"c"}               | {"a":"b","b":"c"}
          {"a":"b"}          | {"a":null}              | {}
          {"a":"b","b":"c"}  | {"a":null}              | {"b":"c"}
          {"a":["b"]}        | {"a":"c"}               | {"a":"c"}
          {"a":"c"}          | {"a":["b"]}             | {"a":["b"]}
          {"a":{"b":"c"}}    | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}  | {"a":[1,null]}          | {"a":[1,null]}
          ["a","b"]          | ["c",null,{"x":null}]   | ["c",null,{"x":null}]
          {"a":"b"}          | ["c"]                   | ["c"]
          {"a":"foo"}        | null                    | -
          {"a":"foo"}        | "bar"                   | "bar"
          {"e":null}         | {"a":1}                 | {"e":null,"a":1}
          [1,2]              | {"a":"b","c":null}      | {"a":"b"}
          -                  | {"a":{"b":null,"c":1}}  | {"a":{"c":1}}
          {}                 | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
          {"a":{"b":{"c":1,"d":2}},"x":[{"y":1}]} | {"a":{"b":{"c":null,"e":{"f":1}}}} | {"a":{"b":{"d":2,"e":{"f":1}}},"x":[{"y":1}]}
          {"a":1}            | {}                      | {"a":1}
          """)
  void mergesAreThoseOfTheStandard(String before, String patch, String after) throws Exception {
    row(before);
    HttpResponse<String> answer = send(MERGE, "/free?id=eq.1", "{\"doc\": " + patch + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    if (after == null) {
      assertThat(POSTGRES.value("select doc is null from free")).isEqualTo("t");
    } else {
      assertThat(json(doc())).isEqualTo(json(after));
    }
  }

  @Test
  void columnsOfAllTypesTakePart() throws Exception {
    POSTGRES.execute(
        """
        insert into docs values (1, '{"a": {"b": 1}}', '{"o": 1}', '{"s": [1]}', '{"k": 1}', 'old', 3)
        """);
    HttpResponse<String> merged =
        send(
            MERGE,
            "/docs?id=eq.1&select=doc,old,%22strange%20%5C%22%20%3Fname%22,held,title,count",
            """
            {"doc": {"a": {"c": 2}}, "old": {"p": 2}, "strange \\" ?name": {"s": null, "t": 1},
             "held": {"k": {"l": 1}}, "title": "new", "count": 4}
            """,
            "Prefer",
            "return=representation");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
    assertThat(json(merged.body()))
        .isEqualTo(
            json(
                """
                [{"doc": {"a": {"b": 1, "c": 2}}, "old": {"o": 1, "p": 2}, "strange \\" ?name": {"t": 1},
                  "held": {"k": {"l": 1}}, "title": "new", "count": 4}]
                """));
  }

  @Test
  void valuesMoveBetweenColumns() throws Exception {
    POSTGRES.execute(
        """
        insert into docs values (1, '{"a": 1}', '{"o": 1}', '{"t": 1}', '{"k": 1}', 'new', 4)
        """);
    HttpResponse<String> patched =
        send(
            PATCH,
            "/docs?id=eq.1",
            """
            [{"op": "test", "path": "/count", "value": 4},
             {"op": "copy", "from": "/title", "path": "/doc/title"},
             {"op": "move", "from": "/strange \\" ?name/t", "path": "/held/t"},
             {"op": "replace", "path": "/title", "value": "newer"},
             {"op": "add", "path": "/old/q", "value": [1]}]
            """);
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(204);
    assertThat(
            json(
                String.valueOf(
                    POSTGRES.value(
                        "select jsonb_build_array(doc, old, \"strange \"\" ?name\", held, title,"
                            + " count) from docs"))))
        .isEqualTo(
            json(
                """
                [{"a": 1, "title": "new"}, {"o": 1, "q": [1]}, {}, {"k": 1, "t": 1}, "newer", 4]
                """));
  }

  @Test
  void whatIsTestedElsewhereCountsAndSoDoConstraints() {
    POSTGRES.execute("insert into docs values (1, '{}', '{}', '{}', '{\"k\": 1}', 'old', 4)");
    HttpResponse<String> elsewhere =
        send(
            PATCH,
            "/docs?id=eq.1",
            "[{\"op\":\"test\",\"path\":\"/count\",\"value\":5},"
                + "{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"x\"}]");
    assertThat(elsewhere.statusCode()).isEqualTo(409);
    HttpResponse<String> check =
        send(PATCH, "/docs?id=eq.1", "[{\"op\":\"replace\",\"path\":\"/count\",\"value\":-1}]");
    assertThat(check.body()).contains("23514");
    HttpResponse<String> domain =
        send(PATCH, "/docs?id=eq.1", "[{\"op\":\"replace\",\"path\":\"/held\",\"value\":[]}]");
    assertThat(domain.body()).contains("23514");
  }

  @Test
  void onlyWhatTheCallerMayIsDone() {
    POSTGRES.execute(
        """
        insert into docs (id, doc, owner, hidden) values (1, '{"n": 1}', 'eve', '{"s": 1}'),
          (2, '{"n": 1}', 'ada', '{"s": 1}')
        """);
    send(MERGE, "/docs?id=gt.0", "{\"doc\": {\"n\": 2}}");
    assertThat(POSTGRES.value("select string_agg(doc ->> 'n', ',' order by id) from docs"))
        .isEqualTo("1,2");
    HttpResponse<String> hidden =
        send(PATCH, "/docs?id=eq.2", "[{\"op\":\"test\",\"path\":\"/hidden/s\",\"value\":1}]");
    assertThat(hidden.statusCode()).isEqualTo(403);
    HttpResponse<String> probe =
        send(
            PATCH,
            "/docs?id=eq.1",
            "[{\"op\":\"test\",\"path\":\"/doc/n\",\"value\":99}]",
            "Prefer",
            "count=exact");
    assertThat(probe.statusCode()).isEqualTo(204);
    assertThat(probe.headers().firstValue("Content-Range")).contains("*/0");
  }

  @Test
  void oneRowThatFailsKeepsAllFromBeingChanged() {
    POSTGRES.execute("insert into free values (1, '{\"a\": 1}'), (2, '{}'), (3, '{\"a\": 1}')");
    HttpResponse<String> answer =
        send(PATCH, "/free?id=gt.0", "[{\"op\":\"remove\",\"path\":\"/doc/a\"}]");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(POSTGRES.value("select count(*) from free where doc ? 'a'")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"op\":\"add\",\"path\":\"/doc/list/-\",\"value\":%d}]",
        "{\"doc\":{\"members\":{\"m%d\":1}}}"
      })
  void patchesAtTheSameTimeAllHold(String patch) throws Exception {
    row("{\"list\": []}");
    String type = patch.startsWith("[") ? PATCH : MERGE;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 32; writer++) {
        int first = writer * 4;
        writers.add(
            threads.submit(() ->
                IntStream.range(first, first + 4)
                    .forEach(i -> untilDone(type, patch.formatted(i)))));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(
            POSTGRES.value(
                "select coalesce(nullif(jsonb_array_length(doc -> 'list'), 0), (select count(*)"
                    + " from jsonb_object_keys(doc -> 'members'))) from free"))
        .isEqualTo("128");
  }

  /** A server that has too much to do says so before it does anything. */
  private static void untilDone(String type, String patch) {
    HttpResponse<String> answer = send(type, "/free?id=eq.1", patch);
    while (answer.statusCode() == 503) {
      answer = send(type, "/free?id=eq.1", patch);
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  @Test
  void itGoesWithKeysTagsAndBatches() throws Exception {
    row("{\"n\": 1}");
    String add = "[{\"op\":\"add\",\"path\":\"/doc/list\",\"value\":[]}]";
    String append = "[{\"op\":\"add\",\"path\":\"/doc/list/-\",\"value\":1}]";
    HttpResponse<String> first =
        send(PATCH, "/free?id=eq.1", add, "Prefer", "return=representation,etag");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> keyed =
          send(PATCH, "/free?id=eq.1", append, "If-Match", tag, "Idempotency-Key", "k");
      assertThat(keyed.statusCode()).as(keyed.body()).isEqualTo(204);
    }
    assertThat(send(PATCH, "/free?id=eq.1", append, "If-Match", tag).statusCode()).isEqualTo(412);
    assertThat(json(doc())).isEqualTo(json("{\"n\": 1, \"list\": [1]}"));
    String part =
        "{\"method\":\"PATCH\",\"path\":\"/free?id=eq.1\",\"headers\":{\"Content-Type\":\""
            + PATCH
            + "\"},\"body\":[{\"op\":\"test\",\"path\":\"/doc/n\",\"value\":%d},"
            + "{\"op\":\"replace\",\"path\":\"/doc/n\",\"value\":2}]}";
    String batch = "{\"requests\":[" + part.formatted(1) + "," + part.formatted(1) + "]}";
    HttpResponse<String> undone =
        server.askAs(
            "ada", "POST /batch", batch, "Content-Type", "application/vnd.groundwork.batch+json");
    assertThat(undone.statusCode()).isEqualTo(409);
    assertThat(undone.body()).contains("GWREST603").contains("\"index\":1");
    assertThat(json(doc()).path("n").asInt()).isEqualTo(1);
  }

  @Test
  void manyOperationsAreOneStatement() throws Exception {
    row("[]");
    List<String> operations =
        IntStream.range(0, 100)
            .mapToObj(i -> "{\"op\":\"add\",\"path\":\"/doc/-\",\"value\":" + i + "}")
            .toList();
    HttpResponse<String> answer =
        send(PATCH, "/free?id=eq.1", "[" + String.join(",", operations) + "]");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    assertThat(json(doc()).size()).isEqualTo(100);
    assertThat(json(doc()).path(99).asInt()).isEqualTo(99);
    HttpResponse<String> more =
        send(
            PATCH,
            "/free?id=eq.1",
            "[" + String.join(",", operations) + "," + operations.getFirst() + "]");
    assertThat(more.statusCode()).isEqualTo(413);
    String deep = "{\"doc\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(101);
    assertThat(send(MERGE, "/free?id=eq.1", deep).statusCode()).isEqualTo(204);
    String deeper = "{\"doc\":" + "{\"a\":".repeat(101) + "1" + "}".repeat(102);
    assertThat(send(MERGE, "/free?id=eq.1", deeper).statusCode()).isEqualTo(413);
  }

  @Test
  void typesOfPatchesAreTold() {
    HttpResponse<String> answer = server.askAs("ada", "OPTIONS /free", "");
    assertThat(answer.headers().firstValue("Accept-Patch").orElse(""))
        .contains(PATCH)
        .contains(MERGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST /free               | application/json-patch+json  | []        | PGRST102
          POST /free               | application/merge-patch+json | {}        | PGRST102
          PATCH /free?columns=doc  | application/json-patch+json  | []        | GWREST601
          PATCH /free              | application/merge-patch+json | []        | GWREST601
          PATCH /free              | application/merge-patch+json | {"no":1}  | PGRST204
          """)
  void whereThereIsNoPatchItIsRefused(String request, String type, String body, String code) {
    HttpResponse<String> answer = server.askAs("ada", request, body, "Content-Type", type);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(code);
  }
}
