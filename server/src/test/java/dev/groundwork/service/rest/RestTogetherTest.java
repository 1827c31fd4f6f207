package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.TestPostgres;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What requests that share connections, plans and a database must not do to each other. */
class RestTogetherTest {
  private static final int THREADS = 16;

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  @AfterEach
  void connectionsAreBack() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (server.connectionsInUse() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(server.connectionsInUse()).isZero();
  }

  @Test
  void callersNeverMix() throws Exception {
    inParallel(thread -> {
      for (int i = 0; i < 40; i++) {
        requireOwn(thread, i);
      }
    });
  }

  /** Odd callers sign in; one in four requests fails in the middle of its transaction. */
  private static void requireOwn(int thread, int i) throws Exception {
    String caller = thread % 2 == 0 ? "" : "user" + thread;
    if (i % 4 == 3) {
      assertThat(send("GET", "/people?id=eq.none", caller, "").statusCode()).isEqualTo(400);
    }
    String sub = caller.isEmpty() ? "null" : '"' + caller + '"';
    String role = caller.isEmpty() ? "board_anon" : "board_member";
    assertThat(send("GET", "/rpc/whoami", caller, "").body())
        .isEqualTo("{\"role\" : \"" + role + "\", \"sub\" : " + sub + "}");
    int a = thread * 1000 + i;
    assertThat(send("POST", "/rpc/add", caller, "{\"a\": " + a + ", \"b\": 1}").body())
        .isEqualTo(Integer.toString(a + 1));
  }

  @Test
  void settingsEndWithTheirRequest() throws Exception {
    POSTGRES.execute(
        """
        create function api.keep(name text, value text) returns text language sql as $$
          select set_config(name, value, true) $$;
        create function api.status() returns text language sql as $$
          select set_config('response.status', '202', true) $$;
        """);
    reloadUntil("/rpc/keep?name=my.x&value=1", 200);
    for (int i = 0; i < 8; i++) {
      assertThat(send("POST", "/rpc/status", "", "").statusCode()).isEqualTo(202);
      assertThat(send("GET", "/rpc/whoami", "ada", "").statusCode()).isEqualTo(200);
      assertThat(send("POST", "/rpc/keep", "", "{\"name\": \"my.x\", \"value\": \"1\"}").body())
          .isEqualTo("\"1\"");
      for (String name : List.of("my.x", "response.status", "groundwork.inserted")) {
        assertThat(body("/rpc/setting?name=" + name)).isIn("null", "\"\"");
      }
      assertThat(body("/rpc/setting?name=transaction_read_only")).isEqualTo("\"on\"");
      assertThat(send("POST", "/rpc/setting", "", "{\"name\": \"request.method\"}").body())
          .isEqualTo("\"POST\"");
    }
  }

  @Test
  void changesStay() throws Exception {
    POSTGRES.execute("create table api.notes (id int primary key, note text)");
    POSTGRES.execute("grant all on api.notes to board_member");
    reloadUntil("/notes", 401);
    assertThat(send("POST", "/notes", "ada", "{\"id\": 1, \"note\": \"a\"}").statusCode())
        .isEqualTo(201);
    assertThat(send("PUT", "/notes?id=eq.1", "ada", "{\"id\": 1, \"note\": \"b\"}").statusCode())
        .isEqualTo(204);
    assertThat(POSTGRES.value("select note from api.notes")).isEqualTo("b");
    assertThat(send("PATCH", "/notes?id=eq.1", "ada", "{\"note\": \"c\"}").statusCode())
        .isEqualTo(204);
    assertThat(POSTGRES.value("select note from api.notes")).isEqualTo("c");
    assertThat(send("DELETE", "/notes?id=eq.1", "ada", "").statusCode()).isEqualTo(204);
    assertThat(POSTGRES.value("select count(*) from api.notes")).isEqualTo("0");
  }

  /** Columns come and go under prepared statements and cached plans. */
  @Test
  void theSchemaChangesUnderRequests() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(threads.submit(() -> readUntil(done)));
      }
      for (int i = 0; i < 5; i++) {
        POSTGRES.execute("alter table api.people add column extra" + i + " int default " + i);
        server.reload();
        reloadUntil("/people?select=extra" + i + "&limit=1", 200);
      }
      done.set(true);
      for (Future<Void> reader : readers) {
        assertThat(reader.get()).isNull();
      }
    }
    assertThat(body("/people?select=extra4&id=eq.1")).isEqualTo("[{\"extra4\":4}]");
  }

  /** What was prepared for the old type of a column must not be used for the new one. */
  @Test
  void aTableIsMadeAnewWithOtherTypes() throws Exception {
    POSTGRES.execute("create table api.cats (id uuid primary key)");
    POSTGRES.execute("grant select on api.cats to board_anon");
    reloadUntil("/cats?id=is.null", 200);
    for (int i = 0; i < 20; i++) {
      assertThat(body("/cats?id=eq.dea27321-f988-4a57-93e4-8eeb38f3cf1e")).isEqualTo("[]");
    }
    POSTGRES.execute("drop table api.cats");
    POSTGRES.execute("create table api.cats (id bigint primary key)");
    POSTGRES.execute("grant select on api.cats to board_anon");
    reloadUntil("/cats?id=eq.1", 200);
    inParallel(_ -> assertThat(body("/cats?id=eq.1")).isEqualTo("[]"));
  }

  private static Void readUntil(AtomicBoolean done) throws Exception {
    while (!done.get()) {
      for (String path : List.of("/people", "/people?select=*,applications(*)", "/offers")) {
        HttpResponse<String> reply = send("GET", path, "", "");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      }
    }
    return null;
  }

  /** The login role is kept out, and its connections are cut. */
  @Test
  void theDatabaseGoesAndComesBack() throws Exception {
    assertThat(send("GET", "/people", "", "").statusCode()).isEqualTo(200);
    POSTGRES.execute("alter role board_login connection limit 0");
    try {
      POSTGRES.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and usename = 'board_login'");
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> reply = send("GET", "/people", "", "");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Retry-After")).as(reply.body()).hasValue("1");
      }
    } finally {
      POSTGRES.execute("alter role board_login connection limit -1");
    }
    reloadUntil("/people", 200);
    inParallel(_ -> assertThat(send("GET", "/people", "", "").statusCode()).isEqualTo(200));
  }

  /** Asks until the schema is new. */
  private static void reloadUntil(String path, int status) throws Exception {
    server.reload();
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    HttpResponse<String> reply = send("GET", path, "", "");
    while (reply.statusCode() != status && System.nanoTime() < deadline) {
      Thread.sleep(20);
      reply = send("GET", path, "", "");
    }
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
  }

  /** What one of several threads does. */
  private interface Work {
    void of(int thread) throws Exception;
  }

  private static void inParallel(Work work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        calls.add(() -> done(work, thread));
      }
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    }
  }

  private static boolean done(Work work, int thread) throws Exception {
    work.of(thread);
    return true;
  }

  private static String body(String path) throws Exception {
    return send("GET", path, "", "").body();
  }

  /** Sends as a member, or as nobody when the caller is empty. */
  private static HttpResponse<String> send(String method, String path, String caller, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(Scenario.uri(server.port(), path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.ofString(body));
    if (!caller.isEmpty()) {
      request.header("Authorization", "Bearer " + BoardServer.member(caller));
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
