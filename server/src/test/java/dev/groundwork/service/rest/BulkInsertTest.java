package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.groundwork.service.rest.reply.RandomValues;
import dev.groundwork.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Large bodies are inserted by columns, with the same answers as by {@code json_to_recordset}. A
 * member that stands twice in an object makes the server leave a body to that function, so that
 * both ways can be compared. Seeds are new in each run; a failure names them.
 */
class BulkInsertTest {
  private static final int ROUNDS = 150;
  private static final int ROWS = 12;

  /** Makes any body a large one. */
  private static final String PADDING = " ".repeat(5_000);

  private static final String BY_COLUMNS = "\"way\":\"columns\"";
  private static final String AS_JSON = "\"way\":\"JSON\"";

  private static final List<RandomValues.Type> TYPES = RandomValues.TYPES;

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    String columns =
        IntStream.range(0, TYPES.size())
            .mapToObj(i -> "c" + i + " " + TYPES.get(i).name())
            .collect(Collectors.joining(", "));
    POSTGRES.execute(
        """
        create type mood as enum ('fine', 'so "so"', 'über, all', '');
        create domain word as text;
        create domain short as text check (length(value) < 4);
        create type span as range (subtype = time);
        create table api.bulk (
          way text default case when current_query() like '%unnest(%' then 'columns' else 'JSON' end,
          n int,
          a int[],
          w short,
          v varchar(3),
          d int not null default 7,
          at timestamptz,
          j json,
        """
            + columns
            + ");"
            + "create table api.keyed (k int primary key, v text);"
            + "create table api.owned (n int, owner text);"
            + "alter table api.owned enable row level security;"
            + "create policy own on api.owned using (true) with check (owner = 'me');"
            + "create table api.closed (n int);"
            + "grant select, insert, update on api.bulk, api.keyed, api.owned to board_anon;");
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(server.failures()).isEmpty();
    assertThat(server.connectionsInUse()).isZero();
  }

  /** A member and what stands after its colon. */
  private record Member(String name, String json) {
    @Override
    public String toString() {
      return '"' + name + "\":" + json;
    }
  }

  private static String body(List<List<Member>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(Member::toString).collect(Collectors.joining(",", "{", "}")))
        .collect(Collectors.joining(", ", "[", "]" + PADDING));
  }

  /** The same rows, in which the first member stands twice. */
  private static String doubled(String body) {
    int start = body.indexOf('{') + 1;
    int end = body.indexOf(':');
    return body.substring(0, start) + body.substring(start, end) + ":null," + body.substring(start);
  }

  @Test
  void bothWaysInsertTheSame() throws Exception {
    long first = Long.getLong("groundwork.test.seed", new Random().nextLong());
    int created = 0;
    int byColumnsCreated = 0;
    for (long seed = first; seed < first + ROUNDS; seed++) {
      Random random = new Random(seed);
      List<Integer> columns = columns(random);
      String body = body(rows(random, columns, random.nextInt(3) == 0 ? 40 : 0));
      String path = "/bulk?select=way," + selected(columns);
      HttpResponse<String> json = post(path, "application/json", doubled(body));
      HttpResponse<String> byColumns = post(path, "application/json", body);
      assertThat(byColumns.body().replace(BY_COLUMNS, AS_JSON))
          .as("-Dgroundwork.test.seed=%d%n%s", seed, body.strip())
          .isEqualTo(json.body());
      assertThat(byColumns.statusCode()).isEqualTo(json.statusCode());
      created += byColumns.statusCode() == 201 ? 1 : 0;
      byColumnsCreated += byColumns.body().contains(BY_COLUMNS) ? 1 : 0;
    }
    assertThat(byColumnsCreated).as("rounds that inserted by columns").isGreaterThan(ROUNDS / 5);
    assertThat(created).as("rounds that inserted").isBetween(ROUNDS / 4, ROUNDS - 5);
  }

  private static List<Integer> columns(Random random) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int column = random.nextInt(TYPES.size());
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    return columns;
  }

  private static String selected(List<Integer> columns) {
    return columns.stream().map(i -> "c" + i).collect(Collectors.joining(","));
  }

  /** Rows of which one value in so many is a wrong one; 0 for none. */
  private static List<List<Member>> rows(Random random, List<Integer> columns, int wrong) {
    RandomValues values = new RandomValues(random);
    return IntStream.range(0, ROWS)
        .mapToObj(_ ->
            columns.stream()
                .map(i -> new Member("c" + i, json(random, values, TYPES.get(i), wrong)))
                .toList())
        .toList();
  }

  private static String json(
      Random random, RandomValues values, RandomValues.Type type, int wrong) {
    if (random.nextInt(8) == 0) {
      return "null";
    }
    if (wrong > 0 && random.nextInt(wrong) == 0) {
      List<String> others =
          List.of(
              "true",
              "1e3",
              "-0.50",
              "\"x\"",
              "{\"a\" : [1]}",
              "[ \"\\\\\" ]",
              "99999999999999999999");
      return others.get(random.nextInt(others.size()));
    }
    String value = type.value().apply(values);
    boolean bare =
        type.name().startsWith("json") || value.matches("-?(0|[1-9]\\d*)(\\.\\d+)?|true");
    return bare && random.nextInt(5) > 0 ? value : quoted(value, random.nextBoolean());
  }

  private static String quoted(String value, boolean ascii) {
    String text = new String(JsonStringEncoder.getInstance().quoteAsString(value));
    if (!ascii) {
      return '"' + text + '"';
    }
    return text.chars()
        .mapToObj(c -> c < 128 ? Character.toString(c) : "\\u%04X".formatted(c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  @Test
  void csvIsInsertedAsTheSameStringsInJson() throws Exception {
    long first = Long.getLong("groundwork.test.seed", new Random().nextLong());
    for (long seed = first; seed < first + ROUNDS / 3; seed++) {
      Random random = new Random(seed);
      RandomValues values = new RandomValues(random);
      List<Integer> columns = List.of(7, random.nextInt(TYPES.size() - 8) + 8, 1);
      StringBuilder csv = new StringBuilder(selected(columns) + "\r\n");
      List<List<Member>> rows = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        List<String> texts = columns.stream().map(i -> TYPES.get(i).value().apply(values)).toList();
        csv.append(texts.stream().map(BulkInsertTest::csv).collect(Collectors.joining(",")))
            .append("\r\n");
        rows.add(
            IntStream.range(0, texts.size())
                .mapToObj(i -> new Member("c" + columns.get(i), csvJson(texts.get(i))))
                .toList());
      }
      String padding = "\r\n".repeat(2_500);
      String path = "/bulk?select=" + selected(columns);
      assertThat(post(path, "text/csv", csv + padding).body())
          .as("-Dgroundwork.test.seed=%d%n%s", seed, csv)
          .isEqualTo(post(path, "application/json", doubled(body(rows))).body());
    }
  }

  private static String csv(String text) {
    return text.equals("NULL") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String csvJson(String text) {
    return text.equals("NULL") ? "null" : quoted(text, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'n':1},{'n':2}]",
        "[{'v':'\\ufffd'}]",
        "[{'n':1,'v':'é😀'},{'v':'\\ud83d\\ude00','n':2}]",
        "[{'j':{'a' : 'b\\\\'}},{'j':[1, 2]},{'j':null}]",
        " [ {'n' : 1 } ]",
        "[{'at':'2026-01-01T00:00:00Z','c13':'fine'}]"
      })
  void theseAreInsertedByColumns(String body) throws Exception {
    assertThat(way(body, "")).isEqualTo("columns");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'n':1,'n':2}]",
        "[{'a':[1]}]",
        "[{'w':'abc'}]",
        "[{'v':'\uFFFD'}]",
        "[{'j':'a string'}]",
        "[{'c7':'\\\\ud8'}]",
        "{'n':1}"
      })
  void theseAreLeftToJson(String body) throws Exception {
    assertThat(way(body, "")).isEqualTo("JSON");
  }

  @Test
  void declaredColumnsMayBeMissingAndOthersAreIgnored() throws Exception {
    String body = "[{'n':1},{'v':'b','x':{}},{}]";
    assertThat(way(body, "&columns=n,v")).isEqualTo("columns");
    HttpResponse<String> reply =
        post("/bulk?select=n,v,d&columns=n,v", "application/json", large(body));
    assertThat(reply.body())
        .isEqualTo(
            "[{\"n\":1,\"v\":null,\"d\":7}, \n {\"n\":null,\"v\":\"b\",\"d\":7}, \n"
                + " {\"n\":null,\"v\":null,\"d\":7}]");
    assertThat(way(body, "&columns=n,d,v")).as("a column that no row has").isEqualTo("23502");
  }

  @Test
  void defaultsAreLeftToJson() throws Exception {
    HttpResponse<String> reply =
        send(
            "/bulk?select=way&columns=n,v",
            "application/json",
            large("[{'n':1}]"),
            "return=representation, missing=default");
    assertThat(reply.body()).isEqualTo("[{\"way\":\"JSON\"}]");
  }

  /** The last two kinds are told by JSON's way too, after the other one has failed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bulk | [{'n':1,'at':'no'},{'n':'x','at':null}] | 22007",
        "/bulk | [{'v':'long','n':1},{'v':'a','n':'x'}] | 22P02",
        "/bulk | [{'v':'long','n':1},{'v':'a','n':2}] | 22001",
        "/bulk | [{'v':'a\\u0000'}] | 22P05",
        "/bulk | [{'v':'\\ud800'}] | 22P02",
        "/bulk | [{'n':1},2] | PGRST102",
        "/bulk | [{'n':1},{'v':2}] | PGRST102",
        "/bulk | [{'n':1}]] | PGRST102",
        "/bulk | [{'nn':1}] | PGRST204",
        "/closed | [{'n':'x'}] | 42501",
        "/keyed | [{'k':1},{'k':1}] | 23505",
        "/owned | [{'n':1,'owner':'you'}] | 42501"
      })
  void failuresAreTheSame(String line) throws Exception {
    String[] parts = line.split(" \\| ", -1);
    String body = large(parts[1]);
    HttpResponse<String> byColumns = post(parts[0], "application/json", body);
    assertThat(byColumns.body()).contains("\"code\":\"" + parts[2] + "\"");
    HttpResponse<String> json = post(parts[0], "application/json", doubled(body));
    assertThat(byColumns.body()).isEqualTo(json.body());
    assertThat(byColumns.statusCode()).isEqualTo(json.statusCode());
  }

  @Test
  void existingRowsAreMergedByColumns() throws Exception {
    String path = "/keyed?select=k,v";
    String merge = "return=representation, resolution=merge-duplicates";
    String first = large("[{'k':10,'v':'a'},{'k':11,'v':'b'}]");
    assertThat(send(path, "application/json", first, merge).statusCode()).isEqualTo(201);
    HttpResponse<String> again =
        send(path, "application/json", large("[{'k':11,'v':'\\\"'},{'k':10,'v':null}]"), merge);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo("[{\"k\":11,\"v\":\"\\\"\"}, \n {\"k\":10,\"v\":null}]");
  }

  private static String large(String body) {
    return body.replace('\'', '"') + PADDING;
  }

  /** How the first row of a body was inserted, or the code of the error. */
  private static String way(String body, String more) throws Exception {
    String reply = post("/bulk?select=way" + more, "application/json", large(body)).body();
    int key = reply.indexOf(reply.startsWith("[") ? "way\":\"" : "code\":\"") + 6;
    int from = reply.startsWith("[") ? key : key + 1;
    return reply.substring(from, reply.indexOf('"', from));
  }

  private static HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(path, type, body, "return=representation");
  }

  private static HttpResponse<String> send(String path, String type, String body, String prefer)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", type)
            .header("Prefer", prefer)
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
