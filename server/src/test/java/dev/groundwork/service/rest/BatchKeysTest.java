package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.service.rest.batch.Batch;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A batch with {@code Idempotency-Key} has one effect and one answer, as a single request has. */
class BatchKeysTest {
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "Idempotent-Replayed";
  private static final String MIGRATION =
      """
      create table accounts (
        id int generated always as identity primary key,
        name text unique,
        amount int not null default 0 check (amount >= 0)
      );
      create table moves (id int generated always as identity, account_id int references accounts, by int, who text);
      create function late() returns trigger language plpgsql security definer as $$
      begin
        insert into late_effects values (current_setting('role'));
        return null;
      end $$;
      create table late_effects (who text);
      create constraint trigger late after insert on moves deferrable initially deferred
        for each row execute function late();
      create function nap(seconds float8) returns text language plpgsql as $$
      begin
        perform pg_sleep(seconds);
        return 'slept';
      end $$;
      grant all on accounts, moves to anon, authenticated;
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
  void empty() {
    POSTGRES.execute(
        "truncate accounts, moves, late_effects restart identity; truncate"
            + " groundwork.idempotency_keys");
  }

  private static String payment(String isolation, int retries, String seconds) {
    return """
    {"isolation": "%s", "retries": %d, "requests": [
      {"method": "POST", "path": "/accounts?select=id", "headers": {"Prefer": "return=representation"},
       "body": {"name": "grün", "amount": 5}},
      {"method": "POST", "path": "/moves", "body": {"account_id": {"$ref": "/0/body/0/id"}, "by": 5}},
      {"method": "POST", "path": "/rpc/nap", "body": {"seconds": %s}},
      {"method": "GET", "path": "/moves?select=by,accounts(name)"}]}
    """
        .formatted(isolation, retries, seconds);
  }

  private static HttpResponse<String> ask(
      ProjectServer node, String who, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", Batch.MEDIA_TYPE));
    all.addAll(List.of(headers));
    return node.askAs(who, "POST /batch", body, all.toArray(String[]::new));
  }

  private static String moves() {
    return String.valueOf(POSTGRES.value("select count(*) from moves"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void theSecondTimeIsTheFirstAnswerAgain(String isolation) {
    String body = payment(isolation, 0, "0");
    HttpResponse<String> first = ask(server, "ada", body, KEY, "k");
    HttpResponse<String> second = ask(other, "ada", body, KEY, "k");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).contains("grün").contains("slept");
    assertThat(first.headers().firstValue(REPLAYED)).isEmpty();
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue(REPLAYED)).contains("true");
    assertThat(second.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(moves()).isEqualTo("1");
    assertThat(POSTGRES.value("select string_agg(who, ',') from late_effects"))
        .isEqualTo("authenticated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void twoNodesAtTheSameTimeHaveOneEffect(String isolation) throws Exception {
    String body = payment(isolation, 2, "0.2");
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> futures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ProjectServer node = i % 2 == 0 ? server : other;
        futures.add(threads.submit(() -> ask(node, "ada", body, KEY, "k")));
      }
      for (Future<HttpResponse<String>> future : futures) {
        answers.add(future.get());
      }
    }
    assertThat(answers)
        .allSatisfy(each -> assertThat(each.statusCode()).as(each.body()).isEqualTo(200));
    assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
    assertThat(answers.stream().filter(each -> each.headers().firstValue(REPLAYED).isEmpty()))
        .hasSize(1);
    assertThat(moves()).isEqualTo("1");
  }

  @Test
  void anotherBatchWithTheKeyIsRefused() {
    ask(server, "ada", payment("serializable", 0, "0"), KEY, "k");
    HttpResponse<String> second = ask(server, "ada", payment("serializable", 1, "0"), KEY, "k");
    assertThat(second.statusCode()).isEqualTo(422);
    assertThat(second.body()).contains("GWREST204");
    HttpResponse<String> malformed = ask(server, "ada", "{", KEY, "k");
    assertThat(malformed.statusCode()).isEqualTo(422);
    assertThat(moves()).isEqualTo("1");
  }

  @Test
  void somebodyElseHasKeysOfTheirOwn() {
    String body =
        "{\"requests\": [{\"method\": \"POST\", \"path\": \"/moves\", \"body\": {\"by\": 1}}]}";
    ask(server, "ada", body, KEY, "k");
    HttpResponse<String> eve = ask(server, "eve", body, KEY, "k");
    assertThat(eve.headers().firstValue(REPLAYED)).isEmpty();
    assertThat(moves()).isEqualTo("2");
  }

  @Test
  void whatFailsOrIsUndoneLeavesTheKeyFree() {
    String wrong =
        """
        {"requests": [
          {"method": "POST", "path": "/moves", "body": {"by": 1}},
          {"method": "POST", "path": "/accounts", "body": {"name": "x", "amount": %d}}]}
        """;
    HttpResponse<String> first = ask(server, "ada", wrong.formatted(-1), KEY, "k");
    assertThat(first.statusCode()).isEqualTo(400);
    assertThat(first.body()).contains("\"index\":1");
    HttpResponse<String> second = ask(server, "ada", wrong.formatted(1), KEY, "k");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.headers().firstValue(REPLAYED)).isEmpty();
    assertThat(moves()).isEqualTo("1");
  }

  @Test
  void aBatchThatStillRunsIsToldOf() throws Exception {
    String body = payment("read committed", 0, "3");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> first = threads.submit(() -> ask(server, "ada", body, KEY, "k"));
      Thread.sleep(300);
      HttpResponse<String> second = ask(other, "ada", body, KEY, "k");
      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.body()).contains("GWREST205");
      assertThat(first.get().statusCode()).isEqualTo(200);
    }
    assertThat(moves()).isEqualTo("1");
  }

  @Test
  void rowsInRowsArePartsLikeOthers() {
    String nested =
        """
        {"method": "POST", "path": "/accounts?select=name,moves(by)",
         "headers": {"Prefer": "return=representation", "Nested": "moves"},
         "body": {"name": "%s", "amount": %s, "moves": [{"by": 1}, {"by": %s}]}}
        """;
    String good =
        "{\"requests\": ["
            + nested.formatted("x", "1", "2")
            + ","
            + nested.formatted("y", "1", "{\"$ref\": \"/0/body/0/moves/1/by\"}")
            + "]}";
    HttpResponse<String> first = ask(server, "ada", good, KEY, "k");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).contains("{\"name\":\"y\",\"moves\":[{\"by\": 1}, {\"by\": 2}]}");
    assertThat(ask(other, "ada", good, KEY, "k").body()).isEqualTo(first.body());
    assertThat(moves()).isEqualTo("4");
    String bad =
        "{\"requests\": ["
            + nested.formatted("z", "1", "2")
            + ","
            + nested.formatted("w", "-1", "2")
            + "]}";
    HttpResponse<String> undone = ask(server, "ada", bad, KEY, "l");
    assertThat(undone.body()).contains("23514").contains("\"index\":1");
    assertThat(moves()).isEqualTo("4");
  }
}
