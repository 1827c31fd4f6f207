package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.ProjectServer;
import dev.groundwork.testing.TestPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are written with related ones in them: all of them, or none. */
class NestedWritesTest {
  private static final String NESTED = "Nested";
  private static final String MERGE = "resolution=merge-duplicates";

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir static Path folder;
  private static ProjectServer server;

  @BeforeAll
  static void start() {
    server =
        ProjectServer.start(
            POSTGRES.address(),
            folder,
            NestedTables.MIGRATION,
            "rest.nested-rows",
            "1000",
            "rest.nested-depth",
            "4",
            "rest.tx-end",
            "commit-allow-override");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void rows() {
    POSTGRES.execute(NestedTables.EMPTY);
  }

  private static HttpResponse<String> ask(String request, String body, String... headers) {
    return server.askAs("ada", request, body, headers);
  }

  private static HttpResponse<String> shown(
      String request, String nested, String body, String... preferences) {
    List<String> all = new ArrayList<>(List.of(preferences));
    all.add("return=representation");
    return ask(request, body, NESTED, nested, "Prefer", String.join(", ", all));
  }

  private static void assertOk(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(plain(answer.body())).isEqualTo(plain(body));
  }

  private static String plain(String json) {
    return json.replaceAll("([:,]) ?\\s*", "$1");
  }

  private static void assertFailed(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"" + code + "\"");
  }

  private static @Nullable String all(String columns, String from) {
    return POSTGRES.value(
        "select string_agg(concat_ws('|', "
            + columns
            + "), ' ' order by "
            + columns
            + ") from "
            + from);
  }

  @Test
  void rowsWithChildrenAndParentsGetTheirKeysInBulk() {
    HttpResponse<String> answer =
        shown(
            "POST /orders?select=id,note,customers(id,name),items(product,qty,remarks(said))",
            "customers,items(remarks)",
            """
            [{"note":"a","customers":{"name":"Ann"},
              "items":[{"product":"x","qty":2,"remarks":[{"said":"1"},{"said":"2"}]},
                       {"product":"y","remarks":[]}]},
             {"customers":null,"items":[]},
             {"note":"c","customers":{"name":"Cy"},"items":[{"product":"x"}]}]
            """);
    assertOk(
        answer,
        201,
        "[{\"id\":1,\"note\":\"a\",\"customers\":{\"id\":1,\"name\":\"Ann\"},\"items\":[{\"qty\":2,\"product\":\"x\",\"remarks\":"
            + "[{\"said\":\"1\"},{\"said\":\"2\"}]},{\"qty\":1,\"product\":\"y\",\"remarks\":[]}]},"
            + " \n"
            + " {\"id\":2,\"note\":\"none\",\"customers\":null,\"items\":[]},"
            + "{\"id\":3,\"note\":\"c\",\"customers\":{\"id\":2,\"name\":\"Cy\"},\"items\":[{\"qty\":1,\"product\":\"x\",\"remarks\":[]}]}]");
    assertThat(
            all(
                "o.id, o.customer_id, i.product, i.qty",
                "orders o join items i on o.id = i.order_id"))
        .isEqualTo("1|1|x|2 1|1|y|1 3|2|x|1");
    assertThat(all("product, said", "remarks r join items i on i.id = r.item_id"))
        .isEqualTo("x|1 x|2");
  }

  @Test
  void whatIsWrittenIsShownWithoutASelect() {
    assertOk(
        shown(
            "POST /folders",
            "folders(folders)",
            "{\"name\":\"a\",\"folders\":[{\"name\":\"b\",\"folders\":[{\"name\":\"c\"}]}]}"),
        201,
        "[{\"id\":1,\"parent\":null,\"name\":\"a\",\"folders\":[{\"id\":2,\"name\":\"b\",\"parent\":1,\"folders\":[{\"id\":3,\"name\":\"c\",\"parent\":2}]}]}]");
  }

  @Test
  void keysMadeByTriggersAreKnown() {
    assertThat(
            ask(
                    "POST /tickets",
                    "[{\"title\":\"a\",\"ticket_logs\":[{\"entry\":\"1\"}]},{\"title\":\"b\",\"ticket_logs\":[{\"entry\":\"2\"},{\"entry\":\"3\"}]}]",
                    NESTED,
                    "ticket_logs")
                .statusCode())
        .isEqualTo(201);
    assertThat(all("ticket, entry", "ticket_logs")).isEqualTo("T-a|1 T-b|2 T-b|3");
  }

  @Test
  void compositeKeysAreFilledIn() {
    assertOk(
        shown(
            "POST /regions?select=code,shops(country,region,no)",
            "shops",
            "{\"country\":\"de\",\"code\":\"by\",\"shops\":[{\"no\":1},{\"no\":2}]}"),
        201,
        "[{\"code\":\"by\",\"shops\":[{\"no\":1,\"region\":\"by\",\"country\":\"de\"},{\"no\":2,\"region\":\"by\",\"country\":\"de\"}]}]");
    assertThat(
            shown(
                    "PATCH /regions?country=eq.de&code=eq.by",
                    "shops=replace",
                    "{\"shops\":[{\"no\":2,\"name\":\"two\"},{\"no\":3}]}")
                .statusCode())
        .isEqualTo(200);
    assertThat(all("country, region, no, name", "shops")).isEqualTo("de|by|2|two de|by|3");
  }

  @Test
  void partitionsAndTypesOfAllKindsComeBackAsTheyAre() {
    String bit =
        "{\"stamp\":\"2026-01-02T03:04:05.678+00:00\",\"amount\":12345678901234567890.10,"
            + "\"words\":[\"a,b\",null,\"\\\"\"],\"raw\":\"\\\\x00ff\",\"code\":\"abcd\","
            + "\"day\":\"infinity\",\"span\":\"[1,5)\"}";
    HttpResponse<String> answer =
        shown(
            "POST /halves?select=name,bits(stamp,amount,words,raw,code,day,span)",
            "bits",
            "[{\"low\":true,\"name\":\"l\",\"bits\":["
                + bit
                + "]},{\"low\":false,\"name\":\"h\",\"bits\":[]}]");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String read =
        ask("GET /halves?select=name,bits(stamp,amount,words,raw,code,day,span)&order=id", "")
            .body();
    assertThat(plain(answer.body())).isEqualTo(plain(read));
    assertThat(read).contains("12345678901234567890.10", "2026-01-02T03:04:05.678+00:00", "00ff");
    assertThat(all("half, low", "bits")).isEqualTo("1|t");
  }

  @Test
  void manyToManyIsLinked() {
    POSTGRES.execute("insert into tags (label) values ('old'), ('other')");
    assertOk(
        shown(
            "POST /orders?select=note,tags(id,label)",
            "tags=merge",
            "[{\"note\":\"a\",\"tags\":[{\"id\":1},{\"label\":\"new\"}]},{\"note\":\"b\",\"tags\":[{\"id\":1}]}]"),
        201,
        "[{\"note\":\"a\",\"tags\":[{\"id\":1,\"label\":\"old\"},{\"id\":3,\"label\":\"new\"}]},"
            + "{\"note\":\"b\",\"tags\":[{\"id\":1,\"label\":\"old\"}]}]");
    assertThat(all("order_id, tag_id", "order_tags")).isEqualTo("1|1 1|3 2|1");
    HttpResponse<String> replaced =
        shown(
            "PATCH /orders?id=eq.1",
            "tags=replace",
            "{\"tags\":[{\"id\":1},{\"id\":2,\"label\":\"else\"}]}");
    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
    assertThat(all("order_id, tag_id", "order_tags")).isEqualTo("1|1 1|2 2|1");
    assertThat(all("id, label", "tags")).isEqualTo("1|old 2|else 3|new");
  }

  @Test
  void oneToOneIsMetByItsForeignKey() {
    POSTGRES.execute(
        "insert into orders default values; insert into invoices (order_id, total) values (1, 5)");
    assertOk(
        shown(
            "PATCH /orders?id=eq.1&select=id,invoices(id,total)",
            "invoices=merge",
            "{\"invoices\":{\"total\":7}}"),
        200,
        "[{\"id\":1,\"invoices\":{\"id\":1,\"total\":7}}]");
    assertFailed(
        shown("PATCH /orders?id=eq.1", "invoices=merge", "{\"invoices\":{\"id\":9,\"total\":8}}"),
        409,
        "GWREST512");
    assertThat(shown("PATCH /orders?id=eq.1", "invoices=merge", "{\"invoices\":null}").statusCode())
        .isEqualTo(200);
    assertThat(all("id, total", "invoices")).isEqualTo("1|7");
    assertThat(
            shown("PATCH /orders?id=eq.1", "invoices=replace", "{\"invoices\":null}").statusCode())
        .isEqualTo(200);
    assertThat(all("id", "invoices")).isNull();
  }

  @Test
  void parentsAreMergedOrLinked() {
    POSTGRES.execute("insert into customers (name) values ('Ann'), ('Bo')");
    assertOk(
        shown(
            "POST /orders?select=id,customers(id,name)",
            "customers=merge",
            "[{\"customers\":{\"id\":2}},{\"customers\":{\"id\":1,\"name\":\"Anna\"}},{\"customers\":{\"name\":\"new\"}},{\"customers\":{\"id\":2}}]"),
        201,
        "[{\"id\":1,\"customers\":{\"id\":2,\"name\":\"Bo\"}},"
            + "{\"id\":2,\"customers\":{\"id\":1,\"name\":\"Anna\"}},"
            + "{\"id\":3,\"customers\":{\"id\":3,\"name\":\"new\"}},"
            + "{\"id\":4,\"customers\":{\"id\":2,\"name\":\"Bo\"}}]");
    assertThat(all("id, customer_id", "orders")).isEqualTo("1|2 2|1 3|3 4|2");
  }

  @Test
  void mergeKeepsWhatTheListDoesNotHave() {
    POSTGRES.execute(NestedTables.ORDERS);
    assertOk(
        shown(
            "PATCH /orders?id=eq.1&select=note,items(id,product,qty)",
            "items=merge",
            "{\"note\":\"uno\",\"items\":[{\"id\":2,\"qty\":20},{\"product\":\"c\"},{\"id\":1}]}"),
        200,
        "[{\"note\":\"uno\",\"items\":[{\"id\":2,\"qty\":20,\"product\":\"b\"},{\"id\":4,\"qty\":1,\"product\":\"c\"},{\"id\":1,\"qty\":1,\"product\":\"a\"}]}]");
    assertThat(all("id, order_id, product, qty", "items"))
        .isEqualTo("1|1|a|1 2|1|b|20 3|2|a|3 4|1|c|1");
  }

  @Test
  void replaceRemovesWhatTheListDoesNotHave() {
    POSTGRES.execute(NestedTables.ORDERS);
    HttpResponse<String> answer =
        shown(
            "POST /orders",
            "items=replace",
            "[{\"id\":1,\"items\":[{\"id\":2,\"qty\":9},{\"product\":\"a\",\"qty\":7}]},{\"id\":2}]",
            MERGE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(all("id, order_id, product, qty", "items")).isEqualTo("2|1|b|9 3|2|a|3 4|1|a|7");
    assertThat(
            shown("POST /orders", "items=replace", "{\"id\":2,\"items\":[]}", MERGE).statusCode())
        .isEqualTo(200);
    assertThat(all("id", "items")).isEqualTo("2 4");
  }

  @Test
  void rowsOfOthersAreNotTaken() {
    POSTGRES.execute(NestedTables.ORDERS);
    for (String how : List.of("merge", "replace")) {
      assertFailed(
          shown(
              "PATCH /orders?id=eq.1",
              "items=" + how,
              "{\"note\":\"x\",\"items\":[{\"id\":3,\"qty\":5}]}"),
          409,
          "GWREST512");
      assertFailed(
          shown("PATCH /orders?id=eq.1", "items=" + how, "{\"note\":\"x\",\"items\":[{\"id\":3}]}"),
          409,
          "GWREST512");
    }
    assertFailed(
        shown(
            "POST /orders",
            "items",
            "{\"items\":[{\"product\":\"p\"},{\"order_id\":1,\"product\":\"q\"}]}"),
        409,
        "GWREST512");
    assertThat(all("id, order_id, product, qty", "items")).isEqualTo("1|1|a|1 2|1|b|2 3|2|a|3");
    assertThat(all("note", "orders")).isEqualTo("one two");
    assertThat(
            shown(
                    "PATCH /orders?id=eq.1",
                    "items=merge",
                    "{\"items\":[{\"id\":1,\"order_id\":1,\"qty\":5}]}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void duplicatesArePassedOverWithAllThatIsInThem() {
    POSTGRES.execute(NestedTables.ORDERS);
    HttpResponse<String> answer =
        shown(
            "POST /orders?select=id,items(product)",
            "items",
            "[{\"id\":1,\"items\":[{\"product\":\"z\"}]},{\"id\":5,\"items\":[{\"product\":\"z\"}]}]",
            "resolution=ignore-duplicates");
    assertOk(answer, 201, "[{\"id\":5,\"items\":[{\"product\":\"z\"}]}]");
    assertThat(all("order_id, product", "items")).isEqualTo("1|a 1|b 2|a 5|z");
    assertFailed(
        shown(
            "POST /orders",
            "customers",
            "{\"id\":1,\"customers\":{\"name\":\"x\"}}",
            "resolution=ignore-duplicates"),
        400,
        "GWREST508");
  }

  @Test
  void onConflictNamesTheKeyOfTheTop() {
    POSTGRES.execute("insert into tags (label) values ('a')");
    assertOk(
        shown(
            "POST /tags?on_conflict=label&select=id,orders(note)",
            "orders",
            "{\"label\":\"a\",\"orders\":[{\"note\":\"n\"}]}",
            MERGE),
        200,
        "[{\"id\":1,\"orders\":[{\"note\":\"n\"}]}]");
  }

  @Test
  void hintsAndAliasesTellWhichKeyIsMeant() {
    assertFailed(
        shown("POST /matches", "customers", "{\"customers\":{\"name\":\"x\"}}"), 300, "PGRST201");
    assertOk(
        shown(
            "POST /matches?select=h:customers!home(name),a:customers!away(name)",
            "h:customers!home,a:customers!away",
            "{\"h\":{\"name\":\"x\"},\"a\":{\"name\":\"y\"}}"),
        201,
        "[{\"h\":{\"name\":\"x\"},\"a\":{\"name\":\"y\"}}]");
    assertOk(
        shown(
            "POST /matches?select=home,customers!away(name)",
            "away:customers!away",
            "{\"home\":null,\"away\":{\"name\":\"y\"}}"),
        201,
        "[{\"home\":null,\"customers\":{\"name\":\"y\"}}]");
  }

  @Test
  void answersAreAsOfOtherWrites() {
    HttpResponse<String> minimal =
        ask(
            "POST /orders",
            "{\"items\":[{\"product\":\"a\"}]}",
            NESTED,
            "items",
            "Prefer",
            "return=headers-only, count=exact");
    assertThat(minimal.statusCode()).as(minimal.body()).isEqualTo(201);
    assertThat(minimal.body()).isEmpty();
    assertThat(minimal.headers().firstValue("Location")).contains("/orders?id=eq.1");
    assertThat(minimal.headers().firstValue("Content-Range")).contains("*/1");
    assertThat(ask("POST /orders", "[]", NESTED, "items").statusCode()).isEqualTo(201);
    HttpResponse<String> undone =
        shown("POST /orders", "items", "{\"items\":[{\"product\":\"a\"}]}", "tx=rollback");
    assertThat(undone.statusCode()).isEqualTo(201);
    assertThat(undone.headers().firstValue("Preference-Applied"))
        .contains("return=representation, tx=rollback");
    assertThat(all("id", "items")).isEqualTo("1");
  }

  @Test
  void aKeyMakesOneEffect() {
    String[] keyed = {NESTED, "items", "Idempotency-Key", "k-1", "Prefer", "return=representation"};
    HttpResponse<String> first = ask("POST /orders", "{\"items\":[{\"product\":\"a\"}]}", keyed);
    HttpResponse<String> second = ask("POST /orders", "{\"items\":[{\"product\":\"a\"}]}", keyed);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(all("id", "items")).isEqualTo("1");
    keyed[1] = "items=merge";
    assertFailed(ask("POST /orders", "{\"items\":[{\"product\":\"a\"}]}", keyed), 422, "GWREST204");
  }

  @Test
  void partsOfABatchMayBeNested() {
    String part =
        "{\"method\":\"POST\",\"path\":\"/orders\",\"headers\":{\"Nested\":\"items=merge\"},\"body\":%s}";
    String good = part.formatted("{\"items\":[{\"product\":\"a\"},{\"product\":\"b\"}]}");
    String bad = part.formatted("{\"items\":[{\"id\":1,\"product\":\"c\"}]}");
    String[] type = {"Content-Type", "application/vnd.groundwork.batch+json"};
    HttpResponse<String> done =
        ask("POST /batch", "{\"requests\":[" + good + "," + good + "]}", type);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    assertThat(all("order_id, product", "items")).isEqualTo("1|a 1|b 2|a 2|b");
    HttpResponse<String> undone =
        ask("POST /batch", "{\"requests\":[" + good + "," + bad + "]}", type);
    assertThat(undone.statusCode()).as(undone.body()).isEqualTo(409);
    assertThat(undone.body()).contains("GWREST512");
    assertThat(POSTGRES.value("select count(*) from items")).isEqualTo("4");
  }

  @Test
  void policiesAndPrivilegesHold() {
    assertOk(
        shown(
            "POST /mine?select=id,parts(owner,body)",
            "parts",
            "{\"owner\":\"ada\",\"parts\":[{\"body\":\"x\"}]}"),
        201,
        "[{\"id\":1,\"parts\":[{\"body\":\"x\",\"owner\":\"ada\"}]}]");
    assertFailed(shown("POST /mine", "parts", "{\"owner\":\"bob\",\"parts\":[]}"), 403, "42501");
    assertFailed(
        shown("POST /mine", "parts", "{\"owner\":\"ada\",\"parts\":[{\"owner\":\"bob\"}]}"),
        403,
        "42501");
    POSTGRES.execute(
        "insert into mine (id, owner) values (2, 'bob'); insert into parts (mine_id, owner, body)"
            + " values (2, 'bob', 'his'), (1, 'bob', 'his');");
    long his = Long.parseLong(String.valueOf(POSTGRES.value("select max(id) from parts")));
    assertFailed(
        shown(
            "PATCH /mine?id=eq.1",
            "parts=merge",
            "{\"parts\":[{\"id\":" + his + ",\"body\":\"z\"}]}"),
        409,
        "23505");
    assertOk(
        shown("PATCH /mine?id=eq.2", "parts=replace", "{\"body\":\"z\",\"parts\":[]}"), 200, "[]");
    assertThat(shown("PATCH /mine?id=eq.1", "parts=replace", "{\"parts\":[]}").statusCode())
        .isEqualTo(200);
    assertThat(all("mine_id, owner, body", "parts")).isEqualTo("1|bob|his 2|bob|his");
  }

  @Test
  void privilegesOnColumnsAreEnough() {
    HttpResponse<String> answer =
        ask(
            "POST /sealed",
            "{\"a\":\"1\",\"sealed_parts\":[{\"a\":\"2\"}]}",
            NESTED,
            "sealed_parts");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(all("sealed_id, a", "sealed_parts")).isEqualTo("1|2");
    assertFailed(
        ask(
            "POST /sealed",
            "{\"a\":\"1\",\"sealed_parts\":[{\"b\":\"2\"}]}",
            NESTED,
            "sealed_parts"),
        403,
        "42501");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          items | {"items":{"product":"a"}} | GWREST504
          items | {"items":null} | GWREST504
          customers | {"customers":[{"name":"a"}]} | GWREST504
          items | {"items":[1]} | GWREST501
          items | {"items":[null]} | GWREST501
          items | {"items":"x"} | GWREST501
          items | {"items":[],"items":[]} | GWREST501
          items | {"note":"a","note":"b"} | GWREST501
          items | [[]] | GWREST501
          items | 1 | PGRST102
          items | {"items":[{"product":"a"} | PGRST102
          items | {"items":[]} {} | PGRST102
          items | {"note":"\\ud800"} | PGRST102
          items | {"notes":"a"} | GWREST503
          items | {"items":[{"remarks":[]}]} | GWREST503
          items | {"items":[{"\\"; drop table items; --":1}]} | GWREST503
          items | {"items":[{"product":"a","qty":0}]} | 23514
          items | {"items":[{"product":"a","qty":"x"}]} | 22P02
          items | {"items":[{"product":"a"},{"product":"a"}]} | 23505
          items | {"items":[{}]} | 23502
          customers | {"customer_id":1,"customers":{"name":"a"}} | GWREST507
          customers=replace | {"customers":{"name":"a"}} | GWREST508
          nothing | {} | PGRST200
          items, | {} | PGRST100
          items,items | {} | PGRST100
          items(| {} | PGRST100
          items=steal | {} | PGRST100
          items;drop | {} | PGRST100
          """)
  void whatMakesNoSenseIsRefused(String nested, String body, String code) {
    HttpResponse<String> answer = shown("POST /orders", nested, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.body()).contains("\"" + code + "\"");
    assertThat(all("id", "orders")).isNull();
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    String body = "{\"id\":1,\"items\":[]}";
    assertFailed(ask("PUT /orders?id=eq.1", body, NESTED, "items"), 400, "GWREST502");
    assertFailed(ask("DELETE /orders?id=eq.1", "", NESTED, "items"), 400, "GWREST502");
    assertFailed(
        ask("PATCH /orders?id=eq.1", body, NESTED, "items", "If-Match", "*"), 400, "GWREST502");
    assertFailed(
        ask("POST /orders", "id\n1", NESTED, "items", "Content-Type", "text/csv"),
        400,
        "GWREST502");
    assertFailed(ask("PATCH /orders?id=gt.0", body, NESTED, "items"), 400, "GWREST510");
    assertFailed(ask("PATCH /orders?id=eq.1", "[" + body + "]", NESTED, "items"), 400, "GWREST501");
    assertFailed(ask("POST /order_view", body, NESTED, "items"), 400, "GWREST509");
    assertFailed(ask("POST /orders", "{\"items\":[]}"), 400, "PGRST204");
    assertThat(ask("GET /orders", "", NESTED, "items").statusCode()).isEqualTo(200);
  }

  @Test
  void muchIsRefused() {
    StringBuilder many = new StringBuilder("{\"items\":[{\"product\":\"0\"}");
    for (int i = 1; i < 1_000; i++) {
      many.append(",{\"product\":\"").append(i).append("\"}");
    }
    assertFailed(ask("POST /orders", many + "]}", NESTED, "items"), 413, "GWREST506");
    String deep = "folders(folders(folders(folders(folders))))";
    assertFailed(ask("POST /folders", "{}", NESTED, deep), 400, "GWREST505");
    String deeper = "folders(".repeat(1_000) + "folders" + ")".repeat(1_000);
    assertFailed(ask("POST /folders", "{}", NESTED, deeper), 400, "PGRST100");
    String json = "[".repeat(20_000) + "]".repeat(20_000);
    assertFailed(ask("POST /orders", "{\"extra\":" + json + "}", NESTED, "items"), 400, "PGRST102");
  }

  @Test
  void documentsInColumnsStayAsTheyAre() {
    String extra = "{\"items\":[1,{\"a\":null}],\"n\":1.50,\"s\":\"\\\"; select 1 --\"}";
    assertOk(
        shown("POST /orders?select=extra", "items", "{\"extra\":" + extra + "}"),
        201,
        "[{\"extra\":"
            + extra.replace(
                "\"items\":[1,{\"a\":null}],\"n\":1.50,\"s\":\"\\\"; select 1 --\"",
                "\"n\":1.50,\"s\":\"\\\"; select 1 --\",\"items\":[1,{\"a\":null}]")
            + "}]");
  }

  @Test
  void columnsOfTheClientCount() {
    assertThat(
            ask(
                    "POST /orders?columns=note,items",
                    "[{\"note\":\"a\",\"bogus\":1,\"items\":[{\"product\":\"p\"}]}]",
                    NESTED,
                    "items")
                .statusCode())
        .isEqualTo(201);
    assertThat(all("product", "items")).isEqualTo("p");
  }

  @Test
  void concurrentUpsertsOfOneRowAllSucceed() throws Exception {
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 64; i++) {
        String body =
            "{\"id\":"
                + (100 + i % 4)
                + ",\"note\":\"n\",\"items\":[{\"product\":\"p"
                + i
                + "\"}]}";
        answers.add(
            clients.submit(() -> ask("POST /orders", body, NESTED, "items", "Prefer", MERGE)));
      }
    }
    for (Future<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).as(answer.get().body()).isIn(200, 201);
    }
    assertThat(POSTGRES.value("select count(*) from orders")).isEqualTo("4");
    assertThat(POSTGRES.value("select count(*) from items")).isEqualTo("64");
  }
}
