package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.testing.TestPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages one after the other are the list, whatever its order, and however it changes meanwhile. */
class PageWalkTest {
  /** Few different values in each column, so that many rows are equal; nulls where they may be. */
  private static final String TABLES =
      """
      create type api.mood as enum ('sad', 'ok', 'glad');
      create domain api.short as text check (length(value) < 20);
      create type api.pair as (x int, y text);
      create table api.walks (
        id int primary key,
        kind text not null,
        size int,
        share numeric,
        heat float8,
        seen timestamptz,
        day date,
        word text collate "C",
        code char(3) not null,
        mood api.mood,
        short api.short,
        tags text[],
        doc jsonb,
        raw bytea,
        span interval,
        spot api.pair,
        yes boolean,
        uid uuid,
        company_id int references api.companies
      );
      create table api.walk_steps (
        walk int not null, step text not null, note text, primary key (step, walk));
      create view api.walk_view as select * from api.walks;
      create function api.twice(api.walks) returns int language sql stable
        as 'select $1.size * 2';
      grant select on api.walks, api.walk_view, api.walk_steps to board_anon;
      """;

  private static final String FILL =
      """
      insert into api.walks select i, (array['a','B','b','ä'])[1 + r[1] % 4],
        case when r[2] % 4 > 0 then r[2] % 5 end,
        (array[null, 1, 1.00, -2.5, 'NaN'::numeric, 1e30])[1 + r[3] % 6],
        (array[null, 'NaN', 'Infinity', '-Infinity', 0, -0.0, 0.1, 1e300])[1 + r[4] % 8]::float8,
        (array[null, 'infinity', '-infinity', '2026-03-29 01:30+00', '1890-01-01 00:00+00',
          '0044-03-15 12:00+00 BC'])[1 + r[5] % 6]::timestamptz,
        (array[null, 'infinity', '2026-02-28', '2026-03-01'])[1 + r[6] % 4]::date,
        (array[null, '', 'a,b', '"', E'\\\\n', 'ü', 'Z'])[1 + r[7] % 7],
        (array['a', 'a  ', 'b'])[1 + r[8] % 3],
        (array[null, 'sad', 'ok', 'glad'])[1 + r[9] % 4]::api.mood,
        (array[null, 'x', 'y z'])[1 + r[10] % 3]::api.short,
        (array[null, '{}', '{a,NULL}', '{"b,c"}'])[1 + r[11] % 4]::text[],
        (array[null, '{"n": 1}', '{"n": "x"}', '[1, 2]', 'null'])[1 + r[12] % 5]::jsonb,
        (array[null, '\\x', '\\x00ff'])[1 + r[13] % 3]::bytea,
        (array[null, '1 mon', '30 days', '-1 sec'])[1 + r[14] % 4]::interval,
        (array[null, '(1,a)', '(1,)', '(2,"b c")'])[1 + r[15] % 4]::api.pair,
        (array[null, true, false])[1 + r[16] % 3],
        case when r[17] % 2 = 0 then md5((r[17] % 6)::text)::uuid end,
        case when r[18] % 3 > 0 then r[18] % 3 end
      from (select i, array(select (random() * 1000)::int + i * 0 from generate_series(1, 18)) r
        from generate_series(1, 60) i) _
      """;

  private static final List<String> ID = List.of("id");

  private static final List<String> ORDERS =
      List.of(
          "id",
          "kind",
          "size",
          "share",
          "heat",
          "seen",
          "day",
          "word",
          "code",
          "mood",
          "short",
          "tags",
          "doc",
          "raw",
          "span",
          "spot",
          "yes",
          "uid",
          "company_id",
          "twice",
          "doc->>n",
          "doc->n",
          "companies(name)");

  private static final List<String> WAYS =
      List.of("", ".asc", ".desc", ".nullsfirst", ".desc.nullslast", ".asc.nullsfirst");

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    POSTGRES.database().run(Script.of(Statement.of("select setseed(0.4)")));
    for (String statement : TABLES.split(";\n", -1)) {
      if (!statement.isBlank()) {
        sql(statement);
      }
    }
    sql(FILL);
    sql(
        "insert into api.walk_steps select i % 5, (i / 5)::text, nullif(i % 3, 0)::text"
            + " from generate_series(1, 40) i");
    server = BoardServer.start(POSTGRES.address(), BoardServer.config(OptionalLong.of(1000)));
  }

  private static void sql(String text) {
    POSTGRES.database().run(Script.of(Statement.of(text)));
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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyOrderForwardsAndBackwardsIsTheList(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 12; round++) {
      String relation = random.nextInt(4) == 0 ? "walk_view" : "walks";
      walkBothWays(relation + "?" + select(relation, random), 1 + random.nextInt(30), ID);
    }
  }

  private static String select(String relation, Random random) {
    List<String> terms = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String by = ORDERS.get(random.nextInt(ORDERS.size()));
      if (relation.equals("walks") || !by.equals("twice")) {
        terms.add(by + WAYS.get(random.nextInt(WAYS.size())));
      }
    }
    List<String> filters = List.of("", "&size=gte.1", "&kind=in.(a,b)", "&seen=not.is.null");
    String order = terms.isEmpty() ? "" : "&order=" + String.join(",", terms);
    return "select=id,companies(name)" + order + filters.get(random.nextInt(filters.size()));
  }

  @Test
  void everyOrderAloneIsTheList() throws Exception {
    for (String by : ORDERS) {
      for (String way : List.of("", ".desc", ".asc.nullsfirst")) {
        walkBothWays("walks?select=id,companies(name)&order=" + by + way, 13, ID);
      }
    }
  }

  @Test
  void keysOfSeveralColumnsTellRowsApart() throws Exception {
    for (String order : List.of("", "&order=note", "&order=walk.desc", "&order=step.desc,note")) {
      walkBothWays("walk_steps?select=k:walk,step,note" + order, 3, List.of("step", "walk"));
    }
  }

  @Test
  void whatOnlyPostgresqlWritesAsJsonComesInPages() throws Exception {
    walkBothWays("walks?order=spot.desc", 9, ID);
  }

  /** Forwards to the end, and all the way back, by links alone. */
  private static void walkBothWays(String target, int limit, List<String> key) throws Exception {
    String first = target + "&limit=" + limit + "&cursor=";
    PageClient.Page page = PageClient.get(server, first);
    List<JsonNode> forwards = new ArrayList<>(page.rows());
    List<List<JsonNode>> pages = new ArrayList<>(List.of(page.rows()));
    while (page.link("next").isPresent()) {
      page = PageClient.follow(server, first, page.link("next").get());
      assertThat(page.rows()).as(target).hasSizeBetween(1, limit);
      forwards.addAll(page.rows());
      pages.add(page.rows());
    }
    assertThat(forwards).as(target).isEqualTo(PageClient.whole(server, target, key));
    for (int i = pages.size() - 2; i >= 0; i--) {
      page = PageClient.follow(server, first, page.link("prev").orElseThrow());
      assertThat(page.rows()).as("back at %d of %s", i, target).isEqualTo(pages.get(i));
    }
    assertThat(page.link("prev").map(link -> rowsBefore(first, link)).orElse(0)).isZero();
    List<JsonNode> backwards = new ArrayList<>();
    Optional<String> link = PageClient.get(server, first).link("last");
    while (link.isPresent()) {
      page = PageClient.follow(server, first, link.get());
      backwards.addAll(0, page.rows());
      link = page.link("prev");
    }
    assertThat(backwards).as("from the end: %s", target).isEqualTo(forwards);
  }

  private static int rowsBefore(String first, String link) {
    try {
      return PageClient.follow(server, first, link).rows().size();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows that are there all the time come exactly once; others may come once. */
  @Test
  void rowsThatStayComeOnceWhileOthersComeAndGo() throws Exception {
    sql("create table api.tides (id int primary key, level int, stays boolean not null)");
    sql("grant select on api.tides to board_anon");
    sql(
        "insert into api.tides select i, nullif(i % 7, 0), i % 2 = 0 from generate_series(1, 200)"
            + " i");
    server.reload();
    PageClient.untilServed(server, "tides?limit=1");
    Random random = new Random(5);
    for (String order : List.of("level", "level.desc,id", "level.nullsfirst", "id.desc")) {
      for (boolean back : List.of(false, true)) {
        List<Integer> seen = new ArrayList<>();
        String first = "tides?select=id,stays&limit=9&order=" + order + "&cursor=";
        Optional<String> link =
            back ? PageClient.get(server, first).link("last") : Optional.of("?" + query(first));
        while (link.isPresent()) {
          PageClient.Page page = PageClient.follow(server, first, link.get());
          page.rows().stream()
              .filter(row -> row.get("stays").asBoolean())
              .forEach(row -> seen.add(row.get("id").asInt()));
          link = page.link(back ? "prev" : "next");
          churn(random);
        }
        Set<Integer> once = new HashSet<>(seen);
        assertThat(seen).as(order).hasSize(once.size());
        assertThat(new TreeSet<>(once)).as(order).hasSize(100);
      }
    }
  }

  private static String query(String target) {
    return target.substring(target.indexOf('?') + 1);
  }

  private static void churn(Random random) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add(1001 + random.nextInt(400));
    }
    Collections.shuffle(ids, random);
    sql("delete from api.tides where not stays and random() < 0.3");
    for (int id : ids) {
      sql(
          "insert into api.tides values (%d, %s, false) on conflict (id) do update set level = %s"
              .formatted(id, level(random), level(random)));
    }
  }

  private static String level(Random random) {
    int level = random.nextInt(8);
    return level == 7 ? "null" : Integer.toString(level);
  }
}
