package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.rest.batch.Batch;
import dev.groundwork.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A batch equals the same statements written by hand in one transaction, on a second database. */
class BatchModelTest {
  private static final int BATCHES = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TABLES =
      """
      create table api.accounts (
        id int generated always as identity primary key,
        name text not null unique,
        amount int not null default 0 check (amount >= 0)
      );
      create table api.moves (
        id int generated always as identity primary key,
        account_id int not null references api.accounts,
        amount int not null,
        unique (account_id, amount)
      );
      grant all on api.accounts, api.moves to board_member;
      """;

  @RegisterExtension
  static final TestPostgres SERVED = TestPostgres.withResources(BoardServer.FIXTURE);

  @RegisterExtension
  static final TestPostgres BY_HAND = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    SERVED.execute(TABLES);
    BY_HAND.execute(TABLES);
    server = BoardServer.start(SERVED.address(), BoardServer.config());
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  /**
   * A request and its statement. In the statement, {@code {n}} stands for the id in the n-th
   * result.
   */
  private record Step(
      String method, String path, String prefer, Optional<ObjectNode> body, String sql) {}

  /** Makes batches; earlier inserts of one account are what later parts may refer to. */
  private static final class Maker {
    private final Random random;
    private final List<Integer> referable = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    Maker(Random random) {
      this.random = random;
    }

    List<Step> steps() {
      int size = 1 + random.nextInt(7);
      for (int i = 0; i < size; i++) {
        steps.add(step(i));
      }
      return steps;
    }

    private Step step(int at) {
      return switch (random.nextInt(8)) {
        case 0, 1 -> account(at);
        case 2, 3 -> move();
        case 4 -> update();
        case 5 ->
            random.nextInt(3) == 0 ? deletion("accounts", "id") : deletion("moves", "account_id");
        case 6 -> upsert();
        default -> read();
      };
    }

    private String name() {
      return "n" + random.nextInt(40);
    }

    private int amount() {
      return random.nextInt(12) - 1;
    }

    /** An account, as JSON, in a path and in SQL: one that was made before in the batch, or any. */
    private record Account(JsonNode json, String path, String sql) {}

    private Account known() {
      if (referable.isEmpty() || random.nextInt(3) == 0) {
        int id = 1 + random.nextInt(30);
        return new Account(JSON.getNodeFactory().numberNode(id), "" + id, "" + id);
      }
      int at = referable.get(random.nextInt(referable.size()));
      String pointer = "/" + at + "/body/0/id";
      return new Account(
          JSON.createObjectNode().put("$ref", pointer), "${" + pointer + "}", "{" + at + "}");
    }

    private Step account(int at) {
      referable.add(at);
      String name = name();
      int amount = amount();
      return new Step(
          "POST",
          "/accounts?select=id,name,amount",
          "return=representation",
          Optional.of(JSON.createObjectNode().put("name", name).put("amount", amount)),
          "insert into api.accounts (name, amount) values ('%s', %d) returning id, name, amount"
              .formatted(name, amount));
    }

    private Step move() {
      Account account = known();
      int amount = amount();
      ObjectNode body = JSON.createObjectNode().put("amount", amount);
      body.set("account_id", account.json());
      return new Step(
          "POST",
          "/moves",
          "return=representation",
          Optional.of(body),
          "insert into api.moves (account_id, amount) values (%s, %d) returning id, account_id, amount"
              .formatted(account.sql(), amount));
    }

    private Step update() {
      Account account = known();
      int amount = amount();
      return new Step(
          "PATCH",
          "/accounts?id=eq." + account.path(),
          "return=representation",
          Optional.of(JSON.createObjectNode().put("amount", amount)),
          "update api.accounts set amount = %d where id = %s returning id, name, amount"
              .formatted(amount, account.sql()));
    }

    private Step deletion(String table, String column) {
      Account account = known();
      return new Step(
          "DELETE",
          "/" + table + "?select=id&" + column + "=eq." + account.path(),
          "return=representation",
          Optional.empty(),
          "delete from api.%s where %s = %s returning id".formatted(table, column, account.sql()));
    }

    private Step upsert() {
      String name = name();
      int amount = amount();
      return new Step(
          "POST",
          "/accounts?on_conflict=name",
          "return=representation,resolution=merge-duplicates",
          Optional.of(JSON.createObjectNode().put("name", name).put("amount", amount)),
          ("insert into api.accounts (name, amount) values ('%s', %d) on conflict (name) do update"
               + " set name = excluded.name, amount = excluded.amount returning id, name, amount")
              .formatted(name, amount));
    }

    private Step read() {
      int amount = amount();
      return new Step(
          "GET",
          "/accounts?select=id,amount,moves(amount)&moves.order=amount&order=id&amount=gt."
              + amount,
          "count=exact",
          Optional.empty(),
          ("select id, amount, (select coalesce(json_agg(json_build_object('amount', m.amount)"
               + " order by m.amount), '[]') from api.moves m where m.account_id = a.id) as moves"
               + " from api.accounts a where amount > %d order by id")
              .formatted(amount));
    }
  }

  @Test
  void randomBatchesEqualStatementsByHand() throws Exception {
    Random random = new Random(20261201);
    int failed = 0;
    try (Connection hand = BY_HAND.connect()) {
      hand.setAutoCommit(false);
      for (int i = 0; i < BATCHES; i++) {
        List<Step> steps = new Maker(random).steps();
        ObjectNode batch = document(steps);
        HttpResponse<String> answer = send(batch);
        Optional<Integer> undone =
            compare(batch, JSON.readTree(answer.body()), byHand(hand, steps));
        failed += undone.isPresent() ? 1 : 0;
        assertThat(content(SERVED)).as(batch.toString()).isEqualTo(content(BY_HAND));
      }
    }
    assertThat(failed).isBetween(BATCHES / 10, BATCHES * 9 / 10);
    assertThat(server.failures()).isEmpty();
  }

  private static Optional<Integer> compare(JsonNode batch, JsonNode answer, Result hand) {
    if (hand.failedAt().isPresent()) {
      assertThat(answer.path("code").asText()).as(batch.toString()).isEqualTo(hand.state());
      assertThat(answer.path("index").asInt(-1)).isEqualTo(hand.failedAt().get());
    } else {
      List<JsonNode> bodies = new ArrayList<>();
      answer.path("results").forEach(result -> bodies.add(result.path("body")));
      assertThat(bodies).as(batch + "\n" + answer).isEqualTo(hand.bodies());
    }
    return hand.failedAt();
  }

  private static ObjectNode document(List<Step> steps) {
    ObjectNode batch = JSON.createObjectNode();
    ArrayNode requests = batch.putArray("requests");
    for (Step step : steps) {
      ObjectNode request = requests.addObject();
      request.put("method", step.method()).put("path", step.path());
      request.putObject("headers").put("Prefer", step.prefer());
      step.body().ifPresent(body -> request.set("body", body));
    }
    return batch;
  }

  private static HttpResponse<String> send(ObjectNode batch) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/batch"))
            .POST(BodyPublishers.ofString(batch.toString()))
            .header("Content-Type", Batch.MEDIA_TYPE)
            .header("Authorization", "Bearer " + BoardServer.member("ada"))
            .build(),
        BodyHandlers.ofString());
  }

  /** What came of the statements by hand; a reference to nothing is a failure before SQL. */
  private record Result(List<JsonNode> bodies, Optional<Integer> failedAt, String state) {}

  private static Result byHand(Connection hand, List<Step> steps) throws Exception {
    List<JsonNode> bodies = new ArrayList<>();
    try (Statement statement = hand.createStatement()) {
      for (Step step : steps) {
        try {
          bodies.add(rows(statement, filled(step.sql(), bodies)));
        } catch (SQLException refused) {
          hand.rollback();
          return new Result(bodies, Optional.of(bodies.size()), refused.getSQLState());
        }
      }
      hand.commit();
    }
    return new Result(bodies, Optional.empty(), "");
  }

  private static String filled(String sql, List<JsonNode> bodies) {
    String filled = sql;
    for (int i = 0; i < bodies.size(); i++) {
      filled = filled.replace("{" + i + "}", bodies.get(i).at("/0/id").asText());
    }
    return filled;
  }

  private static JsonNode rows(Statement statement, String sql) throws Exception {
    String json = "with r as (" + sql + ") select coalesce(json_agg(r), '[]') from r";
    try (ResultSet result = statement.executeQuery(json)) {
      result.next();
      return JSON.readTree(result.getString(1));
    }
  }

  private static String content(TestPostgres database) {
    return String.valueOf(
        database.value(
            "select json_build_array((select json_agg(a order by id) from api.accounts a),"
                + " (select json_agg(m order by id) from api.moves m))"));
  }
}
