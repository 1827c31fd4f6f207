package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.Limits;
import dev.groundwork.testing.TestPostgres;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cursors hold against those who change them or take them elsewhere, and what is refused. */
class PageCursorTest {
  private static final String PEOPLE = "people?select=id,name&order=name.desc&limit=1&cursor=";
  private static final String FOREIGN = "The cursor does not belong to this request";

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    for (String statement :
        List.of(
            "create table api.cursors (id int primary key, cursor text)",
            "insert into api.cursors values (1, 'a'), (2, 'b'), (3, repeat('x', 5000))",
            "create view api.ties as select 1 as a, i as b from generate_series(1, 5) i",
            "create table api.keyless (a int, b int)",
            "create table api.half (id int primary key, open int, hidden int)",
            "insert into api.half select i, i, -i from generate_series(1, 9) i",
            "grant select on api.cursors, api.ties, api.keyless to board_anon, board_member",
            "grant select (id, open) on api.half to board_anon",
            "insert into api.private values (3, 'ada', 'z'), (4, 'ada', 'y'), (5, 'bob', 'y')")) {
      POSTGRES.database().run(Script.of(Statement.of(statement)));
    }
    server = BoardServer.start(POSTGRES.address(), BoardServer.config(OptionalLong.of(50)));
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

  private static String next() throws Exception {
    return PageClient.get(server, PEOPLE).cursor("next");
  }

  private static void refused(SoftAssertions all, String target, String... headers)
      throws Exception {
    HttpResponse<String> reply = PageClient.ask(server, target, headers);
    all.assertThat(reply.statusCode()).as(target).isEqualTo(400);
    all.assertThat(reply.body()).as(target).contains("GWREST402").contains(FOREIGN);
  }

  @Test
  void aCursorWithAnyOtherCharacterIsRefused() throws Exception {
    String cursor = next();
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < cursor.length(); i++) {
      for (char other : List.of('A', 'B', '_', '.')) {
        if (cursor.charAt(i) != other) {
          refused(all, PEOPLE + cursor.substring(0, i) + other + cursor.substring(i + 1));
        }
      }
    }
    all.assertAll();
  }

  @Test
  void aCursorCutOrExtendedIsRefused() throws Exception {
    String cursor = next();
    SoftAssertions all = new SoftAssertions();
    for (int i = 1; i < cursor.length(); i++) {
      refused(all, PEOPLE + cursor.substring(0, i));
    }
    for (String more : List.of("A", "AA", "AAAA", "=", "==", cursor, "%00", "+", "%C3%BC")) {
      refused(all, PEOPLE + cursor + more);
    }
    refused(all, PEOPLE + "A".repeat(20_000));
    all.assertAll();
  }

  @Test
  void anyBytesAreNoCursor() throws Exception {
    Random random = new Random(7);
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[1 + random.nextInt(80)];
      random.nextBytes(bytes);
      bytes[0] = (byte) (i % 2);
      refused(all, PEOPLE + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    all.assertAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "people?select=id,name&order=name&limit=1",
        "people?select=id,name&order=name.desc.nullslast&limit=1",
        "people?select=id,name&order=id.desc&limit=1",
        "people?select=id,name&limit=1",
        "people?select=id&order=name.desc&limit=1",
        "people?select=id,name&order=name.desc&limit=1&id=gt.0",
        "people?select=id,name&order=name.desc&limit=1&or=(id.eq.1,id.eq.2)",
        "companies?select=id,name&order=name.desc&limit=1",
      })
  void aCursorOfAnotherRequestIsRefused(String target) throws Exception {
    SoftAssertions all = new SoftAssertions();
    refused(all, target + "&cursor=" + next());
    all.assertAll();
  }

  @Test
  void aCursorGoesOnWithAnotherSizeAndInAnotherForm() throws Exception {
    String target = PEOPLE.replace("limit=1", "limit=5") + next();
    assertThat(PageClient.get(server, target).rows().toString())
        .isEqualTo("[{\"id\":2,\"name\":\"Bob\"}, {\"id\":1,\"name\":\"Ada\"}]");
    assertThat(PageClient.ask(server, target, "Accept", "text/csv").body())
        .isEqualTo("id,name\n2,Bob\n1,Ada");
    assertThat(PageClient.ask(server, target, "Accept", "application/x-ndjson").body())
        .isEqualTo("{\"id\":2,\"name\":\"Bob\"}\n{\"id\":1,\"name\":\"Ada\"}\n");
  }

  @Test
  void aCursorIsOfOneCaller() throws Exception {
    String mine = "private?select=id,secret&order=secret&limit=1&cursor=";
    String[] ada = {"Authorization", "Bearer " + BoardServer.member("ada")};
    String[] bob = {"Authorization", "Bearer " + BoardServer.member("bob")};
    PageClient.Page page = PageClient.get(server, mine, ada);
    String cursor = page.cursor("next");
    assertThat(PageClient.get(server, mine + cursor, ada).rows().toString())
        .isEqualTo("[{\"id\":4,\"secret\":\"y\"}]");
    SoftAssertions all = new SoftAssertions();
    refused(all, mine + cursor, bob);
    refused(all, mine + cursor);
    refused(all, mine + page.cursor("last"), bob);
    all.assertAll();
  }

  @Test
  void aCursorShowsNothingOfItsValues() throws Exception {
    String cursor = next();
    String bytes = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("Cyd");
    assertThat(next()).isEqualTo(cursor);
  }

  @Test
  void aColumnThatTheCallerMayNotReadOrdersNothing() throws Exception {
    HttpResponse<String> reply =
        PageClient.ask(server, "half?select=id&order=hidden&limit=2&cursor=");
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.headers().firstValue("Link")).isEmpty();
    assertThat(PageClient.get(server, "half?select=id&order=open.desc&limit=2&cursor=").rows())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "people?cursor=&offset=1 | | GWREST401",
        "people?cursor=&offset=0 | | GWREST401",
        "people?cursor= | Range: 0-1 | GWREST401",
        "people?cursor=&limit=0 | | GWREST401",
        "people?cursor=&limit=-1 | | PGRST103",
        "keyless?cursor= | | GWREST403",
        "ties?cursor= | | GWREST403",
        "ties?cursor=&order=a&limit=2 | | GWREST405",
        "cursors?cursor=&order=cursor.desc&limit=1 | | GWREST406",
        "people?select=count()&cursor= | | GWREST404",
        "people?select=mentor_id,id.max()&cursor= | | GWREST404",
        "people?cursor= | Accept: application/vnd.pgrst.object+json | GWREST404",
        "people?cursor= | Accept: application/vnd.pgrst.plan+json | GWREST404",
        "people?cursor=x | | GWREST402",
        "rpc/nothing?cursor= | | PGRST202",
      })
  void whatCannotBeAPageIsRefused(String target, String header, String code) throws Exception {
    String[] headers = header == null ? new String[0] : header.split(": ", 2);
    HttpResponse<String> reply = PageClient.ask(server, target, headers);
    assertThat(reply.body()).contains("\"" + code + "\"");
    assertThat(reply.statusCode()).isBetween(400, 416);
  }

  @Test
  void aColumnMayBeCalledCursor() throws Exception {
    PageClient.Page page =
        PageClient.get(
            server, "cursors?select=id&cursor=in.(a,b)&order=cursor.desc&limit=1&cursor=");
    assertThat(page.rows().toString()).isEqualTo("[{\"id\":2}]");
    String link = page.link("next").orElseThrow();
    page = PageClient.follow(server, "cursors?", link);
    assertThat(page.rows().toString()).isEqualTo("[{\"id\":1}]");
    assertThat(page.link("next")).isEmpty();
    assertThat(PageClient.get(server, "cursors?select=id&cursor=eq.a").rows().toString())
        .isEqualTo("[{\"id\":1}]");
  }

  @Test
  void aPageHasItsHeaders() throws Exception {
    HttpResponse<String> reply =
        PageClient.ask(server, PEOPLE, "Prefer", "count=exact", "Origin", "http://example.com");
    assertThat(reply.statusCode()).isEqualTo(206);
    assertThat(reply.headers().firstValue("Content-Range")).contains("*/3");
    assertThat(reply.headers().firstValue("Preference-Applied")).contains("count=exact");
    assertThat(reply.headers().firstValue("Link").orElse(""))
        .startsWith("<?limit=1&order=name.desc&select=id%2Cname&cursor=>; rel=\"first\", <?limit=1")
        .contains("rel=\"next\"")
        .contains("rel=\"last\"")
        .doesNotContain("rel=\"prev\"");
    for (String count : List.of("planned", "estimated")) {
      assertThat(
              PageClient.ask(server, PEOPLE, "Prefer", "count=" + count)
                  .headers()
                  .firstValue("Content-Range")
                  .orElse(""))
          .matches("\\*/\\d+");
    }
  }

  @Test
  void theServersLimitIsThePagesToo() throws Exception {
    String target = "cursors?select=id&limit=9000&cursor=";
    assertThat(PageClient.get(server, target).rows()).hasSize(3);
    CallerLimits two =
        new CallerLimits(
            Map.of(
                BoardServer.ANONYMOUS,
                new Limits(Optional.empty(), OptionalLong.of(2), OptionalLong.of(1_000_000))),
            Map.of());
    try (BoardServer other = BoardServer.start(POSTGRES.address(), BoardServer.config(), two)) {
      PageClient.Page page = PageClient.get(other, target);
      assertThat(page.rows()).hasSize(2);
      assertThat(PageClient.follow(other, target, page.link("next").orElseThrow()).rows())
          .hasSize(1);
    }
  }

  @Test
  void aPageThatCostsTooMuchIsRefused() throws Exception {
    CallerLimits poor =
        new CallerLimits(
            Map.of(
                BoardServer.ANONYMOUS,
                new Limits(Optional.empty(), OptionalLong.empty(), OptionalLong.of(0))),
            Map.of());
    try (BoardServer other = BoardServer.start(POSTGRES.address(), BoardServer.config(), poor)) {
      HttpResponse<String> reply = PageClient.ask(other, PEOPLE);
      assertThat(reply.statusCode()).isEqualTo(422);
      assertThat(reply.body()).contains("GWREST101");
    }
  }

  /** Another node knows the same secret; what one has sealed the other opens. */
  @Test
  void nodesShareTheirCursors() throws Exception {
    try (BoardServer other =
        BoardServer.start(POSTGRES.address(), BoardServer.config(OptionalLong.of(50)))) {
      assertThat(PageClient.get(other, PEOPLE + next()).rows().toString())
          .isEqualTo("[{\"id\":2,\"name\":\"Bob\"}]");
    }
  }
}
