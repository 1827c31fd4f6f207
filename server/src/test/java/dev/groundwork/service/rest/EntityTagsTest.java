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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags of answers: what is known is not sent again, what has changed is not overwritten. */
class EntityTagsTest {
  private static final String MATCH = "If-Match";
  private static final String NONE_MATCH = "If-None-Match";
  private static final String ONE = "/notes?id=eq.1";
  private static final int WRITERS = 32;
  private static final int WRITES_OF_EACH = 4;

  private static final String MIGRATION =
      """
      create table notes (id int primary key, body text, count int not null default 0);
      create table remarks (id int primary key, note int references notes, said text);
      create table papers (id int primary key, title text, edition int not null default 1);
      comment on column papers.edition is 'Counts changes. @version';
      create function next_edition() returns trigger language plpgsql as
        'begin new.edition = old.edition + 1; return new; end';
      create trigger edition before update on papers for each row execute function next_edition();
      create view paper_view as select * from papers;
      comment on column paper_view.edition is '@version';
      create view note_view as select * from notes;
      create table parted (id int primary key, body text) partition by range (id);
      create table parted_low partition of parted for values from (0) to (10);
      create table parted_high (body text, id int not null);
      alter table parted attach partition parted_high for values from (10) to (20);
      create table pairs (a int, b int, body text, primary key (a, b));
      create table mine (id int primary key, owner text, body text);
      alter table mine enable row level security;
      create policy seen on mine for select
        using (owner in (current_setting('request.jwt.claims')::json ->> 'sub', 'all'));
      create policy written on mine for update
        using (owner = current_setting('request.jwt.claims')::json ->> 'sub');
      grant all on all tables in schema public to anon, authenticated, service_role;
      """;

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir static Path folder;
  private static ProjectServer server;
  private static ProjectServer other;

  @BeforeAll
  static void start() {
    server = ProjectServer.start(POSTGRES.address(), folder, MIGRATION);
    other = ProjectServer.start(POSTGRES.address(), folder, MIGRATION);
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  @BeforeEach
  void rows() {
    POSTGRES.execute(
        """
        truncate notes, remarks, papers, parted, pairs, mine, groundwork.idempotency_keys;
        insert into notes (id, body) values (1, 'one'), (2, 'two');
        insert into remarks values (1, 1, 'well');
        insert into papers values (1, 'paper', 1);
        insert into parted values (1, 'low'), (11, 'high');
        insert into pairs values (1, 1, 'pair'), (1, 2, 'other');
        insert into mine values (1, 'ada', 'hers'), (2, 'bob', 'his'), (3, 'all', 'everybody''s');
        """);
  }

  private static HttpResponse<String> ask(String request, String body, String... headers) {
    return server.askAs("ada", request, body, headers);
  }

  private static String tag(HttpResponse<?> answer) {
    return answer.headers().firstValue("ETag").orElseThrow(() -> new AssertionError(answer));
  }

  private static String tagOf(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of("Prefer", "etag"));
    all.addAll(List.of(headers));
    return tag(ask("GET " + path, "", all.toArray(String[]::new)));
  }

  private static void assertFailed(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(code);
  }

  private static String body(int id) {
    return String.valueOf(
        POSTGRES.value("select coalesce((select body from notes where id = " + id + "), '')"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          GET /notes                   | -
          GET /notes?id=eq.1           | -
          HEAD /notes?id=eq.1          | -
          POST /notes                  | {"id":9}
          PATCH /notes?id=eq.1         | {"body":"x"}
          PUT /notes?id=eq.1           | {"id":1,"body":"x","count":1}
          DELETE /notes?id=eq.2        | -
          """)
  void whoDoesNotAskGetsNone(String request, String body) {
    HttpResponse<String> answer = ask(request, body == null ? "" : body);
    assertThat(answer.statusCode()).isBetween(200, 204);
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/notes?id=eq.1",
        "/notes?select=body&id=eq.1",
        "/notes",
        "/notes?id=eq.77",
        "/notes?order=id&limit=1",
        "/notes?select=id,remarks(said)&id=eq.1",
        "/note_view?id=eq.1",
        "/paper_view?id=eq.1",
        "/parted",
        "/parted?id=eq.11"
      })
  void whatIsKnownIsNotSentAgain(String path) {
    HttpResponse<String> first = ask("GET " + path, "", "Prefer", "etag");
    String tag = tag(first);
    assertThat(tag).startsWith("\"").endsWith("\"");
    assertThat(first.body()).isEqualTo(ask("GET " + path, "").body());
    for (String known : List.of(tag, "W/" + tag, "\"a\", " + tag + ",\"b\"", "*")) {
      for (String method : List.of("GET ", "HEAD ")) {
        HttpResponse<String> second = ask(method + path, "", NONE_MATCH, known);
        assertThat(second.statusCode()).as(method + known).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(tag(second)).isEqualTo(tag);
        assertThat(second.headers().firstValue("Content-Type")).isEmpty();
      }
    }
    HttpResponse<String> another = ask("GET " + path, "", NONE_MATCH, "\"another\"");
    assertThat(another.statusCode()).isEqualTo(200);
    assertThat(another.body()).isEqualTo(first.body());
    assertThat(tag(another)).isEqualTo(tag);
  }

  @Test
  void aChangeGivesAnotherTag() {
    String one = tagOf(ONE);
    String all = tagOf("/notes?order=id");
    POSTGRES.execute("update notes set count = 5 where id = 1");
    assertThat(tagOf(ONE)).isNotEqualTo(one);
    assertThat(tagOf("/notes?order=id")).isNotEqualTo(all);
    assertThat(ask("GET " + ONE, "", NONE_MATCH, one).statusCode()).isEqualTo(200);
  }

  @Test
  void aColumnThatIsNotShownCountsForOneRow() {
    String one = tagOf("/notes?select=body&id=eq.1");
    POSTGRES.execute("update notes set count = 5 where id = 1");
    assertThat(tagOf("/notes?select=body&id=eq.1")).isNotEqualTo(one);
  }

  @Test
  void whatIsEmbeddedCountsForTheAnswerAndNotForTheRow() {
    String path = "/notes?select=id,remarks(said)&id=eq.1";
    String tag = tagOf(path);
    POSTGRES.execute("update remarks set said = 'ill'");
    assertThat(tagOf(path)).isNotEqualTo(tag);
    assertThat(ask("GET " + path, "", NONE_MATCH, tag).body()).contains("ill");
    assertThat(ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, tag).statusCode()).isEqualTo(204);
  }

  @Test
  void eachRepresentationHasItsOwn() {
    List<String> tags =
        List.of(
            tagOf(ONE),
            tagOf(ONE, "Accept", "text/csv"),
            tagOf(ONE, "Accept", "application/vnd.pgrst.object+json"),
            tagOf("/notes?select=id&id=eq.1"));
    assertThat(tags).doesNotHaveDuplicates();
    String csv = tags.get(1);
    assertThat(ask("GET " + ONE, "", NONE_MATCH, csv).statusCode()).isEqualTo(200);
    assertThat(ask("GET " + ONE, "", NONE_MATCH, csv, "Accept", "text/csv").statusCode())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /notes?id=eq.1        | PATCH  | {"body":"x"}                      | return=minimal
          /notes?id=eq.1        | PATCH  | {"body":"x"}                      | return=representation
          /notes?id=eq.1        | PUT    | {"id":1,"body":"x","count":1}     | return=representation
          /notes?id=eq.1        | PUT    | {"id":1,"body":"x","count":1}     | return=minimal
          /papers?id=eq.1       | PATCH  | {"title":"x"}                     | return=minimal
          /papers?id=eq.1       | PATCH  | {"title":"x"}                     | return=representation
          /paper_view?id=eq.1   | PATCH  | {"title":"x"}                     | return=minimal
          /parted?id=eq.1       | PATCH  | {"body":"x"}                      | return=minimal
          /parted?id=eq.11      | PATCH  | {"body":"x"}                      | return=representation
          /pairs?a=eq.1&b=eq.2  | PATCH  | {"body":"x"}                      | return=minimal
          /mine?id=eq.1         | PATCH  | {"body":"x"}                      | return=minimal
          """)
  void whatHasChangedIsNotOverwritten(String path, String method, String change, String prefer) {
    String old = tagOf(path);
    HttpResponse<String> first = ask(method + " " + path, change, "Prefer", prefer, MATCH, old);
    assertThat(first.statusCode()).as(first.body()).isBetween(200, 204);
    HttpResponse<String> late = ask(method + " " + path, change, "Prefer", prefer, MATCH, old);
    assertFailed(late, 412, "GWREST212");
    String current = tag(late);
    assertThat(current).isNotEqualTo(old);
    assertThat(tag(first)).startsWith(current.substring(0, current.indexOf('.') + 1));
    HttpResponse<String> next =
        ask(method + " " + path, change, MATCH, "\"foreign\", " + tag(first));
    assertThat(next.statusCode()).as(next.body()).isBetween(200, 204);
    assertFailed(ask(method + " " + path, change, MATCH, current), 412, "GWREST212");
    HttpResponse<String> again = ask(method + " " + path, change, MATCH, tagOf(path));
    assertThat(again.statusCode()).as(again.body()).isBetween(200, 204);
  }

  @Test
  void theTagOfA412IsGoodForTheNextTry() {
    HttpResponse<String> late = ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, "\"1.\"");
    assertFailed(late, 412, "GWREST212");
    assertThat(body(1)).isEqualTo("one");
    assertThat(ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, tag(late)).statusCode())
        .isEqualTo(204);
    assertThat(body(1)).isEqualTo("x");
  }

  @Test
  void whatHasChangedIsNotDeleted() {
    String old = tagOf(ONE.replace('1', '2'));
    POSTGRES.execute("update notes set count = 1 where id = 2");
    assertFailed(ask("DELETE /notes?id=eq.2", "", MATCH, old), 412, "GWREST212");
    HttpResponse<String> gone = ask("DELETE /notes?id=eq.2", "", MATCH, tagOf("/notes?id=eq.2"));
    assertThat(gone.statusCode()).isEqualTo(204);
    assertThat(gone.headers().firstValue("ETag")).isEmpty();
    assertThat(body(2)).isEmpty();
  }

  @Test
  void newRowsHaveATagWhereItIsAskedFor() {
    HttpResponse<String> made =
        ask("POST /notes", "{\"id\":5,\"body\":\"five\"}", "Prefer", "etag,return=representation");
    String[] match = {MATCH, tag(made)};
    assertThat(ask("PATCH /notes?id=eq.5", "{\"body\":\"x\"}", match).statusCode()).isEqualTo(204);
    assertThat(tag(ask("POST /papers", "{\"id\":5}", "Prefer", "etag"))).startsWith("\"1.");
    String two = "[{\"id\":6},{\"id\":7}]";
    assertThat(ask("POST /notes", two, "Prefer", "etag").headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void aStarStandsForAnythingThatIsThere() {
    assertThat(ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, "*").statusCode()).isEqualTo(204);
    assertThat(ask("PATCH /note_view?id=eq.1", "{\"body\":\"y\"}", MATCH, "*").statusCode())
        .isEqualTo(204);
    HttpResponse<String> none = ask("PATCH /notes?id=eq.77", "{\"body\":\"x\"}", MATCH, "*");
    assertFailed(none, 412, "GWREST212");
    assertThat(none.headers().firstValue("ETag")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"1.\"", "\"\""})
  void putMakesNoRowWhereOneMustBe(String tags) {
    assertFailed(
        ask("PUT /notes?id=eq.77", "{\"id\":77,\"body\":\"x\",\"count\":1}", MATCH, tags),
        412,
        "GWREST212");
    assertThat(body(77)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\".\"",
        "\"0.\"",
        "\"{}\"",
        "\"%7B1%2C2%7D.\"",
        "\"%22%2C1.\"",
        "\"%5C.\"",
        "\"%00.\"",
        "\"%FF%FE.\"",
        "\"%zz.\"",
        "\"1'); drop table notes; --.\"",
        "\"NULL.\"",
        "\"99999999999999999999.x\""
      })
  void foreignTagsMatchNothing(String tag) {
    assertFailed(ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, tag), 412, "GWREST212");
    assertThat(ask("GET " + ONE, "", NONE_MATCH, tag).statusCode()).isEqualTo(200);
    assertThat(body(1)).isEqualTo("one");
  }

  @Test
  void weakTagsAreNotEnoughForAChange() {
    String weak = "W/" + tagOf(ONE);
    assertFailed(ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, weak), 412, "GWREST212");
    assertThat(body(1)).isEqualTo("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a", "\"", "\"a", "\"a\" \"b\"", "W/", "w/\"a\"", "*, \"a\"", ","})
  void tagsThatAreNoneAreRefused(String tags) {
    assertFailed(ask("PATCH " + ONE, "{\"body\":\"x\"}", MATCH, tags), 400, "GWREST211");
    assertFailed(ask("GET " + ONE, "", NONE_MATCH, tags), 400, "GWREST211");
    assertThat(body(1)).isEqualTo("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/notes",
        "/notes?id=gt.0",
        "/notes?body=eq.one",
        "/notes?or=(id.eq.1,id.eq.2)",
        "/notes?id=in.(1,2)",
        "/notes?id=not.eq.1",
        "/pairs?a=eq.1"
      })
  void aChangeOfManyCannotDependOnOne(String path) {
    assertFailed(ask("PATCH " + path, "{\"body\":\"x\"}", MATCH, "*"), 400, "GWREST213");
    assertFailed(ask("DELETE " + path, "", MATCH, "\"1.\""), 400, "GWREST213");
    assertThat(POSTGRES.value("select count(*) from notes")).isEqualTo("2");
  }

  @Test
  void aViewNeedsAColumnThatIsItsVersion() {
    String tag = tagOf("/note_view?id=eq.1");
    assertFailed(ask("PATCH /note_view?id=eq.1", "{\"body\":\"x\"}", MATCH, tag), 400, "GWREST214");
    assertThat(body(1)).isEqualTo("one");
  }

  @Test
  void rowsOfOthersAreAsIfTheyWereNotThere() {
    String bobs = ProjectServer.person("bob");
    String tag = tagOf("/mine?id=eq.2", "Authorization", bobs);
    HttpResponse<String> hidden = ask("PATCH /mine?id=eq.2", "{\"body\":\"x\"}", MATCH, tag);
    HttpResponse<String> absent = ask("PATCH /mine?id=eq.77", "{\"body\":\"x\"}", MATCH, tag);
    assertFailed(hidden, 412, "GWREST212");
    assertThat(hidden.body()).isEqualTo(absent.body());
    assertThat(hidden.headers().firstValue("ETag")).isEmpty();
    HttpResponse<String> read = ask("GET /mine?id=eq.2", "", NONE_MATCH, tag);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo("[]");
    HttpResponse<String> any = ask("PATCH /mine?id=eq.2", "{\"body\":\"x\"}", MATCH, "*");
    assertThat(any.body()).isEqualTo(absent.body());
  }

  @Test
  void aTriggerThatKeepsARowIsNoOtherState() {
    POSTGRES.execute(
        """
        create function keep() returns trigger language plpgsql as 'begin return null; end';
        create trigger keep before update or delete on pairs for each row execute function keep();
        """);
    try {
      String path = "/pairs?a=eq.1&b=eq.1";
      String tag = tagOf(path);
      assertFailed(ask("PATCH " + path, "{\"body\":\"x\"}", MATCH, tag), 403, "GWREST215");
      assertFailed(ask("DELETE " + path, "", MATCH, tag), 403, "GWREST215");
    } finally {
      POSTGRES.execute("drop trigger keep on pairs; drop function keep()");
    }
  }

  @Test
  void whoMayOnlySeeARowIsNotToldThatItHasChanged() {
    String tag = tagOf("/mine?id=eq.3");
    assertFailed(ask("PATCH /mine?id=eq.3", "{\"body\":\"x\"}", MATCH, tag), 403, "GWREST215");
    assertFailed(ask("PATCH /mine?id=eq.3", "{\"body\":\"x\"}", MATCH, "\"1.\""), 412, "GWREST212");
  }

  @Test
  void ofManyWhoReadChangeAndWriteNoneIsLost() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        ProjectServer node = i % 2 == 0 ? server : other;
        writers.add(threads.submit(() -> countUp(node)));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    assertThat(POSTGRES.value("select count from notes where id = 1"))
        .isEqualTo(Integer.toString(WRITERS * WRITES_OF_EACH));
  }

  /** As a client does: read, change, write if it is still so, begin again if not. */
  private static void countUp(ProjectServer node) {
    String[] ada = {"Authorization", ProjectServer.person("ada")};
    for (int done = 0; done < WRITES_OF_EACH; ) {
      HttpResponse<String> read =
          node.ask(
              "GET /notes?select=count&id=eq.1",
              "",
              ada[0],
              ada[1],
              "Prefer",
              "etag",
              "Accept",
              "text/csv");
      int next = Integer.parseInt(read.body().lines().skip(1).findFirst().orElseThrow()) + 1;
      HttpResponse<String> written =
          node.ask("PATCH " + ONE, "{\"count\":" + next + "}", ada[0], ada[1], MATCH, tag(read));
      assertThat(written.statusCode()).as(written.body()).isIn(204, 412);
      done += written.statusCode() == 204 ? 1 : 0;
    }
  }

  @Test
  void whatDidNotMatchIsNotKeptByAKeyAndWhatDidIs() {
    String[] keyed = {"Idempotency-Key", "k", MATCH, "\"1.\""};
    assertFailed(ask("PATCH " + ONE, "{\"body\":\"x\"}", keyed), 412, "GWREST212");
    assertThat(POSTGRES.value("select count(*) from groundwork.idempotency_keys")).isEqualTo("0");
    keyed[3] = tagOf(ONE);
    HttpResponse<String> first = ask("PATCH " + ONE, "{\"body\":\"x\"}", keyed);
    HttpResponse<String> second = ask("PATCH " + ONE, "{\"body\":\"x\"}", keyed);
    assertThat(second.statusCode()).isEqualTo(204);
    assertThat(second.headers().firstValue("Idempotent-Replayed")).isPresent();
    assertThat(tag(second)).isEqualTo(tag(first));
    keyed[3] = tagOf(ONE);
    assertFailed(ask("PATCH " + ONE, "{\"body\":\"x\"}", keyed), 422, "GWREST204");
  }

  @Test
  void pagesOfOtherOriginsMayReadTheTag() {
    HttpResponse<String> answer =
        ask("GET " + ONE, "", "Prefer", "etag", "Origin", "https://page.example");
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
        .endsWith(", ETag");
  }
}
