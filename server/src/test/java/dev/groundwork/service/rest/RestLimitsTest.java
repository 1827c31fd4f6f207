package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.Limits;
import dev.groundwork.testing.TestPostgres;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What roles and keys may use: time, rows and cost. */
class RestLimitsTest {
  private static final Limits ANONYMOUS =
      new Limits(Optional.of("100ms"), OptionalLong.of(3), OptionalLong.of(400));
  private static final Limits PARTNER =
      new Limits(Optional.of("20s"), OptionalLong.of(7), OptionalLong.of(100_000));
  private static final Limits GREEDY =
      new Limits(Optional.empty(), OptionalLong.of(1_000_000), OptionalLong.empty());

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    POSTGRES.execute(
        """
        create table api.numbers (n int primary key, half int);
        insert into api.numbers select n, n / 2 from generate_series(1, 50000) n;
        analyze api.numbers;
        create function api.nap(seconds float) returns text language sql stable
          as $$ select 'rested' from pg_sleep(seconds) $$;
        create function api.all_numbers() returns setof api.numbers language sql stable
          as $$ select * from api.numbers $$;
        create function api.note_numbers() returns setof api.numbers language sql
          as $$ select * from api.numbers $$;
        grant select on api.numbers to board_anon, board_member;
        grant insert, update on api.numbers to board_anon;
        """);
    CallerLimits limits =
        new CallerLimits(
            Map.of("board_anon", ANONYMOUS), Map.of("partner", PARTNER, "greedy", GREEDY));
    server = BoardServer.start(POSTGRES.address(), BoardServer.config(OptionalLong.of(10)), limits);
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

  @Test
  void eachCallerGetsItsOwnNumberOfRows() throws Exception {
    String read = "/numbers?select=n&n=lt.100";
    for (int i = 0; i < 2; i++) {
      assertThat(rows(get(read, ""))).as("a role").isEqualTo(3);
      assertThat(rows(get(read, "{'role':'board_anon','sub':'partner'}"))).as("a key").isEqualTo(7);
      assertThat(rows(get(read, "{'role':'board_member','sub':'x'}"))).as("others").isEqualTo(10);
      assertThat(rows(get(read, "{'role':'board_anon','sub':'greedy'}")))
          .as("no more than all")
          .isEqualTo(10);
    }
    assertThat(rows(get("/numbers?select=n&n=lt.100&limit=2", ""))).isEqualTo(2);
    assertThat(rows(get("/numbers?select=n&n=lt.100&limit=6", ""))).isEqualTo(3);
    assertThat(rows(get("/rpc/all_numbers?select=n&n=lt.100", ""))).isEqualTo(3);
  }

  @Test
  void eachCallerGetsItsOwnTime() throws Exception {
    HttpResponse<String> late = get("/rpc/nap?seconds=5", "");
    assertThat(server.failures()).hasSize(1);
    assertThat(late.statusCode()).isEqualTo(500);
    assertThat(late.body()).contains("57014", "canceling statement due to statement timeout");
    assertThat(get("/rpc/nap?seconds=0.3", "{'role':'board_anon','sub':'partner'}").body())
        .isEqualTo("\"rested\"");
    assertThat(get("/rpc/nap?seconds=0.3", "{'role':'board_member'}").statusCode()).isEqualTo(200);
  }

  @Test
  void aReadThatWouldCostTooMuchIsNotRun() throws Exception {
    HttpResponse<String> costly = get("/numbers?half=eq.7", "");
    Matcher body =
        Pattern.compile(
                "\\{\"code\":\"GWREST101\",\"details\":\\{\"cost\":(\\d+),\"limit\":400},"
                    + "\"hint\":\"Add a filter that an index serves, or ask for fewer rows or"
                    + " embeds.\",\"message\":\"The request is too costly: PostgreSQL estimates"
                    + " (\\d+), the limit is 400\"}")
            .matcher(costly.body());
    assertThat(costly.statusCode()).isEqualTo(422);
    assertThat(body.matches()).as(costly.body()).isTrue();
    assertThat(Long.parseLong(body.group(1))).isBetween(401L, 5_000L);
    assertThat(body.group(2)).isEqualTo(body.group(1));

    assertThat(send("HEAD", "/numbers?half=eq.7", "", "").statusCode()).isEqualTo(422);
    assertThat(get("/rpc/all_numbers?half=eq.7", "").statusCode()).isEqualTo(422);
    assertThat(send("POST", "/rpc/all_numbers?half=eq.7", "", "{}").statusCode()).isEqualTo(422);
    assertThat(get("/numbers?half=eq.7", "{'role':'board_anon','sub':'partner'}").body())
        .isEqualTo("[{\"n\":14,\"half\":7}, \n {\"n\":15,\"half\":7}]");
    assertThat(get("/numbers?half=eq.7", "{'role':'board_member'}").statusCode()).isEqualTo(200);
  }

  @Test
  void theCostIsThatOfTheValuesThatWereSent() throws Exception {
    assertThat(get("/numbers?select=n&n=lt.5", "").body())
        .isEqualTo("[{\"n\":1}, \n {\"n\":2}, \n {\"n\":3}]");
    assertThat(get("/numbers?select=n&n=gt.5&order=half&limit=1", "").statusCode()).isEqualTo(422);
    assertThat(get("/numbers?select=n&n=gt.49999&order=half&limit=1", "").body())
        .isEqualTo("[{\"n\":50000}]");
  }

  @Test
  void whatIsAllowedIsAnsweredAsWithoutALimit() throws Exception {
    HttpResponse<String> counted = get("/openings?select=id&order=id&limit=1", "", "count=exact");
    assertThat(counted.statusCode()).isEqualTo(206);
    assertThat(counted.headers().firstValue("Content-Range")).contains("0-0/3");
    assertThat(counted.body()).isEqualTo("[{\"id\":1}]");
    HttpResponse<String> planned = get("/openings?select=id&order=id", "", "count=estimated");
    assertThat(planned.body()).startsWith("[{\"id\":1}");
    assertThat(planned.headers().firstValue("Content-Range")).isPresent();
    assertThat(get("/openings?id=eq.404", "").body()).isEqualTo("[]");
    assertThat(get("/absent", "").statusCode()).isEqualTo(404);
    assertThat(get("/numbers?n=eq.x", "").body()).contains("22P02");
    assertThat(get("/private?id=eq.1", "").statusCode()).isEqualTo(401);
  }

  @Test
  void changesAndVolatileCallsAreNotEstimated() throws Exception {
    assertThat(send("PATCH", "/numbers?half=eq.7", "", "{\"half\":7}").statusCode()).isEqualTo(204);
    assertThat(send("POST", "/rpc/note_numbers?half=eq.7", "", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aPlanThatIsAskedForIsLimitedToo() throws Exception {
    HttpRequest.Builder request =
        request("/numbers?half=eq.7", "")
            .header("Accept", "application/vnd.pgrst.plan+json; options=analyze");
    assertThat(CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(422);
  }

  private static long rows(HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return reply.body().chars().filter(c -> c == '{').count();
  }

  private static HttpResponse<String> get(String target, String claims, String... preferences)
      throws Exception {
    HttpRequest.Builder request = request(target, claims);
    for (String preference : preferences) {
      request.header("Prefer", preference);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(String method, String target, String claims, String body)
      throws Exception {
    HttpRequest.Builder request =
        request(target, claims)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String target, String claims) {
    HttpRequest.Builder request = HttpRequest.newBuilder(Scenario.uri(server.port(), target));
    return claims.isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + BoardServer.token(claims.replace('\'', '"')));
  }
}
