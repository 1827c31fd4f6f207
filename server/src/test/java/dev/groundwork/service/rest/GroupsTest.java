package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.testing.TestPostgres;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distinct rows, conditions on groups and parts of dates give what SQL written by hand gives. */
class GroupsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TABLES =
      List.of(
          "create table api.shops (id int primary key, name text)",
          "create table api.sales (id int primary key, shop_id int references api.shops,"
              + " kind text, amount numeric, at timestamptz, local timestamp, day date, hour time,"
              + " raw json, doc jsonb, spot point, \"distinct\" text, \"x\"\"; --ü\" text)",
          "create function api.size(api.sales) returns text language sql immutable as"
              + " $$ select case when $1.amount > 50 then 'big' else 'small' end $$",
          "create function api.all_sales() returns setof api.sales language sql stable as"
              + " $$ select * from api.sales $$",
          "insert into api.shops values (1, 'Käse & Co'), (2, 'b'), (3, 'none')",
          "insert into api.sales select i, 1 + i % 2, (array['a', 'B', null, 'ü\"'])[1 + i % 4],"
              + " (i * 37) % 100, t, t at time zone 'UTC', t::date, t::time, '{\"k\": 1}',"
              + " jsonb_build_object('k', i % 3), point(i, i), case when i % 5 < 2 then 'eq.x' end,"
              + " (i % 3)::text from (select i, timestamptz '2024-12-29 22:15:59.7Z'"
              + " + i * interval '13 days 5 hours 7 minutes' as t from generate_series(1, 60) i) _",
          "insert into api.sales (id, shop_id, at, local, day) values (91, null, 'infinity',"
              + " '-infinity', 'infinity'), (92, 1, '0044-03-15 12:00Z BC', null, '0044-03-15 BC'),"
              + " (93, 1, null, null, null)",
          "create domain api.moment as timestamptz(0)",
          "alter table api.sales add short timestamp(3), add moment api.moment",
          "update api.sales set short = local, moment = at where id < 10",
          "grant select on api.shops to board_anon",
          "grant select, insert, update, delete on api.sales to board_anon");

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    for (String statement : TABLES) {
      POSTGRES.database().run(Script.of(Statement.of(statement)));
    }
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(server.failures()).isEmpty();
    assertThat(server.connectionsInUse()).isZero();
  }

  private static String encoded(String target) {
    Matcher value = Pattern.compile("(?<=[?&=])[^?&=]+").matcher(target);
    return value.replaceAll(
        part -> Matcher.quoteReplacement(URLEncoder.encode(part.group(), StandardCharsets.UTF_8)));
  }

  private static HttpResponse<String> ask(String target, String... headers) throws Exception {
    return PageClient.ask(server, encoded(target), headers);
  }

  private static HttpResponse<String> change(String method, String target, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(Scenario.uri(server.port(), "/" + encoded(target)))
            .header("Content-Type", "application/json")
            .header("Prefer", "tx=rollback, return=representation")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonNode sql(String query) throws Exception {
    try (Connection connection = POSTGRES.connect();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "select coalesce(json_agg(row_to_json(t)), '[]') from (" + query + ") t")) {
      rows.next();
      return JSON.readTree(rows.getString(1));
    }
  }

  private static void same(SoftAssertions all, String target, String query) throws Exception {
    HttpResponse<String> reply = ask(target);
    all.assertThat(reply.statusCode()).as("%s: %s", target, reply.body()).isEqualTo(200);
    all.assertThat(JSON.readTree(reply.body())).as(target).isEqualTo(sql(query));
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "/dev/groundwork/service/rest/groups.txt",
      delimiter = '|',
      quoteCharacter = '`',
      maxCharsPerColumn = 10_000)
  void aRequestGivesWhatSqlGives(String query, String byHand) throws Exception {
    boolean ofShops = query.startsWith("select=name");
    SoftAssertions all = new SoftAssertions();
    same(all, (ofShops ? "shops?" : "sales?") + query, byHand);
    all.assertAll();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sales?select=kind&distinct=true | 4",
        "sales?select=kind&distinct=true&order=kind&offset=1 | 4",
        "sales?select=id&distinct=kind,shop_id&limit=1 | 5",
        "sales?select=kind&count()=gt.15&limit=1 | 1",
        "sales?select=kind&count()=gt.99&limit=1 | 0",
        "shops?select=name,sales!inner()&sales.count()=gt.31&limit=1 | 1",
        "rpc/all_sales?select=kind&count()=gte.15&limit=2 | 4"
      })
  void countsAreThoseOfWhatIsLeft(String target, String total) throws Exception {
    HttpResponse<String> reply = ask(target, "Prefer", "count=exact");
    assertThat(reply.headers().firstValue("Content-Range").orElse(reply.body()))
        .endsWith("/" + total);
    HttpResponse<String> planned = ask(target, "Prefer", "count=planned");
    assertThat(planned.statusCode()).as(planned.body()).isIn(200, 206);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select=id,raw&distinct=true | GWREST411",
        "distinct=true | GWREST411",
        "select=spot&distinct=true | GWREST411",
        "select=id&distinct=raw | GWREST411",
        "select=id&distinct=raw->k | GWREST411",
        "select=kind&distinct=true&order=id | GWREST410",
        "select=kind::text&distinct=true&order=kind | GWREST410",
        "select=kind,shops(name)&distinct=true&order=shops(name) | GWREST410",
        "select=kind&distinct=true&order=count() | GWREST410",
        "select=id&distinct=kind&order=id | GWREST409",
        "select=id&distinct=kind,shop_id&order=kind,id | GWREST409",
        "select=id&distinct=kind&order=kind.desc&cursor= | GWREST404",
        "select=kind&distinct=true&cursor= | GWREST404",
        "select=kind&count()=gt.1&cursor= | GWREST404",
        "select=kind&order=count()&cursor= | GWREST404",
        "select=shops()&distinct=true | GWREST412",
        "select=amount.month() | GWREST408",
        "select=day.hour() | GWREST408",
        "select=hour.month() | GWREST408",
        "select=hour.start_of_hour() | GWREST408",
        "select=doc->>k.month() | GWREST408",
        "select=id&kind.year()=eq.1 | GWREST408",
        "select=id&order=kind.year() | GWREST408",
        "select=id,...shops(name)&shops.count()=gt.1 | GWREST407",
        "select=id&distinct= | PGRST100",
        "select=id&distinct=a; drop table api.sales | PGRST100",
        "select=id&distinct=a) id, (b | PGRST100",
        "select=id&distinct=nowhere | 42703",
        "select=id&nowhere.distinct=id | PGRST108",
        "select=at.month('x') | PGRST100",
        "select=at.months() | PGRST100",
        "select=at.start_of_second() | PGRST100",
        "select=id&amount.total()=gt.1 | PGRST100",
        "select=id&amount.sum()=1 | PGRST100",
        "select=id&amount.sum()=gt.x | 22P02",
        "select=kind&count()=gt.1'; select 1; -- | 22P02",
        "select=id&count().x=gt.1 | PGRST100",
        "select=id&sum()=gt.1 | PGRST100",
        "select=kind&and=(amount.gt.1,count().gt.1) | 42803",
        "select=at.start_of_month()::date,count()&order=at.start_of_month() | 42803",
        "select=raw&count()=gt.1 | 42883"
      })
  void whatCannotBeIsRefusedByName(String query, String code) throws Exception {
    HttpResponse<String> reply = ask("sales?" + query);
    assertThat(reply.statusCode()).as(reply.body()).isIn(400, 404);
    assertThat(JSON.readTree(reply.body()).path("code").asText()).as(reply.body()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select=at.month()",
        "select=id,shops(id,name)&order=at.month()",
        "select=id&at.month()=eq.1",
        "select=id&or=(at.month().eq.1,id.eq.1)",
        "select=kind&count()=gt.1",
        "select=kind&order=count()",
        "select=id&distinct=at.month()"
      })
  void groupsAreOffWhereAggregatesAre(String query) throws Exception {
    RestConfig off = RestConfig.of(List.of("api"));
    try (BoardServer other = BoardServer.start(POSTGRES.address(), off)) {
      HttpResponse<String> reply = PageClient.ask(other, "sales?" + encoded(query));
      assertThat(reply.body()).contains("PGRST123");
      assertThat(PageClient.ask(other, "sales?select=kind&distinct=true").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aChangeChoosesRowsByPartsButNotByAggregates() throws Exception {
    HttpResponse<String> changed =
        change("PATCH", "sales?select=id&at.month()=eq.3", "{\"kind\":\"z\"}");
    assertThat(JSON.readTree(changed.body()))
        .isEqualTo(sql("select id from api.sales where extract(month from at) = 3"));
    for (String filter :
        List.of("count()=gt.1", "amount.sum()=gt.1", "or=(count().gt.1,id.eq.1)")) {
      HttpResponse<String> refused = change("DELETE", "sales?" + filter, "");
      assertThat(refused.body()).contains("GWREST407");
    }
    assertThat(sql("select count(*) from api.sales").get(0).get("count").asInt()).isEqualTo(63);
  }

  @Test
  void partsAreThoseOfTheTimeZoneAskedFor() throws Exception {
    HttpResponse<String> reply =
        ask(
            "sales?select=at.hour(),at.start_of_day()&id=eq.1",
            "Prefer",
            "timezone=Pacific/Auckland");
    JsonNode byHand =
        sql(
            "select extract(hour from at at time zone 'Pacific/Auckland')::int as hour,"
                + " (date_trunc('day', at, 'Pacific/Auckland') at time zone"
                + " 'Pacific/Auckland')::text as start from api.sales where id = 1");
    assertThat(JSON.readTree(reply.body()).get(0).get("hour")).isEqualTo(byHand.get(0).get("hour"));
    assertThat(JSON.readTree(reply.body()).get(0).get("start_of_day").asText().substring(0, 10))
        .isEqualTo(byHand.get(0).get("start").asText().substring(0, 10));
  }

  @Test
  void tagsDifferByWhatIsDistinct() throws Exception {
    Set<String> tags = new HashSet<>();
    for (String query : List.of("", "&distinct=true", "&count()=gt.15")) {
      String target = "sales?select=kind&order=kind" + query;
      HttpResponse<String> reply = ask(target, "Prefer", "etag");
      String tag = reply.headers().firstValue("ETag").orElseThrow();
      assertThat(tags.add(tag)).as(target).isTrue();
      assertThat(ask(target, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }
  }

  @Test
  void anyMixtureGivesWhatSqlGives() throws Exception {
    Random random = new Random(11);
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < 150; i++) {
      mixture(random, all);
    }
    all.assertAll();
  }

  /** Groups by some of what can be grouped by, perhaps filtered, then some of these. */
  private static void mixture(Random random, SoftAssertions all) throws Exception {
    List<String[]> keys = new ArrayList<>();
    for (String[] key :
        List.of(
            new String[] {"kind", "kind"},
            new String[] {"shop_id", "shop_id"},
            new String[] {"size", "api.size(sales)"},
            new String[] {"at.month()", "extract(month from at)::int"},
            new String[] {"day.start_of_quarter()", "date_trunc('quarter', day)::date"},
            new String[] {"local.isodow()", "extract(isodow from local)::int"})) {
      if (random.nextInt(3) == 0 || keys.isEmpty()) {
        keys.add(key);
      }
    }
    List<String> select = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<String> order = new ArrayList<>();
    List<String> orderBy = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String direction = random.nextBoolean() ? "desc" : "asc";
      select.add("k" + i + ":" + keys.get(i)[0]);
      columns.add(keys.get(i)[1] + " as k" + i);
      order.add(keys.get(i)[0] + "." + direction);
      orderBy.add(keys.get(i)[1] + " " + direction);
    }
    int least = random.nextInt(12);
    boolean grouped = random.nextBoolean();
    String asked = grouped ? "count()=gt." + least : "distinct=true";
    int month = random.nextInt(14);
    String target =
        "sales?select=%s&%s&day.month()=not.eq.%d&order=%s&limit=9&offset=%d"
            .formatted(String.join(",", select), asked, month, String.join(",", order), least % 3);
    String having =
        grouped
            ? " group by "
                + String.join(", ", keys.stream().map(key -> key[1]).toList())
                + " having count(*) > "
                + least
            : "";
    same(
        all,
        target,
        "select "
            + (grouped ? "" : "distinct ")
            + String.join(", ", columns)
            + " from api.sales where not extract(month from day) = "
            + month
            + having
            + " order by "
            + String.join(", ", orderBy)
            + " limit 9 offset "
            + least % 3);
  }
}
