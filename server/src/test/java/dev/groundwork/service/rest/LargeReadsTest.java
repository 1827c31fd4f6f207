package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of any size are sent while PostgreSQL makes them, and clients may leave at any time. */
class LargeReadsTest {
  private static final int ROWS = 30_000;

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    POSTGRES
        .database()
        .run(
            Script.of(
                Statement.of(
                    """
                    create table api.numbers (n int, words text, moment timestamptz);
                    insert into api.numbers
                    select n, repeat('wörds ', n % 50), timestamptz '2020-01-01 00:00+00' + n * interval '1 s'
                    from generate_series(1, 30000) n;
                    create view api.breaking as
                    select n, 1 / (n - 29000) as d, repeat('x', 200) as x from api.numbers;
                    create type api.couple as (a int, b text);
                    create view api.couples as
                    select n, row(n, 'b')::api.couple as both_of from api.numbers;
                    create function api.pause(seconds int) returns text language sql
                    as 'select pg_sleep(seconds)::text';
                    grant select on api.numbers, api.breaking, api.couples to board_anon;
                    """)));
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  @AfterEach
  void connectionsAreBack() throws Exception {
    await(() -> server.connectionsInUse() == 0);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.call() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(condition.call()).isTrue();
  }

  private static HttpResponse<byte[]> get(String target, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** What PostgreSQL makes of the same rows. */
  private static String expected(String expression, String query) {
    return POSTGRES
        .database()
        .run(Script.of(Statement.of("select " + expression + " from (" + query + ") t")))
        .getFirst()
        .text(0, 0)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"numbers", "couples"})
  void allRowsComeInChunks(String relation) throws Exception {
    for (int i = 0; i < 2; i++) { // the second time it is known to be large
      HttpResponse<byte[]> response = get("/" + relation + "?order=n");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
      assertThat(response.headers().firstValue("Content-Range")).isEmpty();
      assertThat(text(response))
          .isEqualTo(expected("json_agg(t)", "select * from api." + relation + " order by n"));
    }
  }

  @Test
  void linesAndCsvAsWell() throws Exception {
    HttpResponse<byte[]> lines = get("/numbers?order=n", "Accept", "application/x-ndjson");
    assertThat(lines.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(text(lines))
        .isEqualTo(
            expected(
                "string_agg(row_to_json(t)::text || E'\\n', '')",
                "select * from api.numbers order by n"));
    String csv = text(get("/numbers?select=n,words&order=n", "Accept", "text/csv"));
    assertThat(csv).startsWith("n,words\n1,\"wörds \"\n").endsWith("\n30000,\"\"");
    assertThat(csv.lines()).hasSize(1 + ROWS);
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoAccept() throws Exception {
    HttpResponse<byte[]> response = get("/numbers?order=n", "Accept-Encoding", "gzip");
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(text(get("/numbers?order=n")));
    }
  }

  @Test
  void rowsThatFitKeepTheirRange() throws Exception {
    for (int rows : List.of(1000, 1001, 5000, 1000, 5000, 500, 1001, 3)) {
      HttpResponse<byte[]> response = get("/numbers?order=n&limit=" + rows);
      JsonNode list = JSON.readTree(response.body());
      assertThat(list.size()).isEqualTo(rows);
      assertThat(list.get(rows - 1).path("n").asInt()).isEqualTo(rows);
      assertThat(response.headers().firstValue("Content-Range"))
          .isEqualTo(rows > 1000 ? Optional.empty() : Optional.of("0-" + (rows - 1) + "/*"));
    }
  }

  @Test
  void oneObjectAmongManyIsRefusedWithTheirNumber() throws Exception {
    HttpResponse<byte[]> response = get("/numbers", "Accept", "application/vnd.pgrst.object");
    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(text(response)).contains("The result contains 30000 rows");
  }

  @Test
  void failureOnTheWayBreaksTheAnswerOff() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> get("/breaking")).isInstanceOf(IOException.class);
    }
    assertThat(server.failures())
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).hasMessageContaining("division by zero"));
  }

  @Test
  void failureBeforeTheFirstRowIsAnError() throws Exception {
    assertThat(get("/breaking?order=d").statusCode()).isEqualTo(400);
    server.failures();
  }

  /** A client that takes little of what it asked for. */
  private static Socket slowClient(String target) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8192);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write(("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void whoLeavesInTheMiddleHoldsNothing() throws Exception {
    try (Socket client = slowClient("/numbers?select=n,words,again:words")) {
      assertThat(client.getInputStream().readNBytes(50_000)).hasSize(50_000);
    }
    await(() -> server.connectionsInUse() == 0);
    assertThat(server.failures()).isEmpty();
  }

  @Test
  void slowReadersLeaveConnectionsForOthers() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        slow.add(slowClient("/numbers?select=n,words,a:words,b:words"));
      }
      await(() -> server.connectionsInUse() == 2);
      for (int i = 0; i < 20; i++) {
        assertThat(get("/numbers?n=eq." + (i + 1)).statusCode()).isEqualTo(200);
      }
      assertThat(activity("idle in transaction")).isEqualTo(2);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void whoLeavesWhileAQueryRunsCancelsIt() throws Exception {
    try (Socket client = slowClient("/rpc/pause?seconds=60")) {
      await(() -> activity("active") == 1);
      assertThat(client.isConnected()).isTrue();
    }
    await(() -> activity("active") == 0);
    await(() -> server.connectionsInUse() == 0);
    assertThat(get("/numbers?n=eq.1").statusCode()).isEqualTo(200);
    assertThat(server.failures()).isEmpty();
  }

  @Test
  void whoWaitsForLongIsAnswered() throws Exception {
    try (Socket client = slowClient("/rpc/pause?seconds=2")) {
      byte[] status = client.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
      assertThat(client.getInputStream().readNBytes(10)).hasSize(10);
      client
          .getOutputStream()
          .write(
              "GET /numbers?n=eq.1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      String rest = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).contains("HTTP/1.1 200").contains("{\"n\":1,");
    }
  }

  /**
   * Sessions of the server in a state; those that only wait for their next statement have run one.
   */
  private static int activity(String state) {
    return Integer.parseInt(
        POSTGRES
            .database()
            .run(
                Script.of(
                    Statement.of(
                        "select count(*) from pg_stat_activity where usename = 'board_login'"
                            + " and datname = current_database() and state = ?",
                        state)))
            .getFirst()
            .text(0, 0)
            .orElseThrow());
  }
}
