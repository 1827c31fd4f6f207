package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.testing.TestPostgres;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words that mean something to SQL, to JSON or to HTTP, in every position of a request: they are
 * data, or a problem of the client, and never one of the server.
 */
class RestHostileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Percent-encoded where a Java text cannot hold the bytes. */
  private static final List<String> WORDS =
      List.of(
          "'",
          "\"",
          ";",
          "'; drop table api.people; --",
          "\"; drop table api.people; --",
          "/* ",
          "$$",
          "$a$ x $a$",
          "$1",
          "?",
          "??",
          "{fn now()}",
          "\\",
          "\\'",
          "E'\\''",
          "%",
          "%25",
          "%00",
          "%ff%fe",
          "%ed%a0%80",
          "\uD83D\uDE00",
          "\u202E\u0000",
          "\r\n",
          "a.b",
          "a,b",
          "(",
          ")",
          "((((",
          "{",
          "->",
          "a->",
          "a->>-9999999999",
          "::",
          "a::int::int",
          ".",
          "!",
          "a!b!c(d)",
          "*",
          "count()",
          "not.",
          "x".repeat(5_000),
          "9".repeat(400),
          "pg_sleep(9)");

  private static final List<String> POSITIONS =
      List.of(
          "GET /@",
          "GET /people/@",
          "GET /rpc/@",
          "GET /people?@",
          "GET /people?@=eq.1",
          "GET /people?@=1",
          "GET /people?name=@",
          "GET /people?name=eq.@",
          "GET /people?id=eq.@",
          "GET /people?name=like.@",
          "GET /people?name=match.@",
          "GET /people?name=in.(@)",
          "GET /people?name=in.(\"@\")",
          "GET /people?name=eq(any).{@}",
          "GET /people?name=fts.@",
          "GET /people?name=fts(@).a",
          "GET /people?id=is.@",
          "GET /openings?tags=cs.{@}",
          "GET /openings?doc=eq.@",
          "GET /openings?doc->@=eq.1",
          "GET /openings?doc->>a->@=eq.1",
          "GET /openings?posted=eq.@",
          "GET /people?or=@",
          "GET /people?or=(@)",
          "GET /people?or=(name.eq.@,id.eq.1)",
          "GET /people?or=(name.eq.\"@\",id.eq.1)",
          "GET /people?@.or=(id.eq.1)",
          "GET /people?select=@",
          "GET /people?select=@:id",
          "GET /people?select=\"@\":id",
          "GET /people?select=id::@",
          "GET /people?select=id::@,name::@&id=eq.1",
          "GET /openings?select=doc->@",
          "GET /openings?select=\"@\":doc->>\"@\"&id=eq.1",
          "GET /people?select=id,@(id)",
          "GET /people?select=id,letters!@(id)",
          "GET /people?select=id,\"@\":applications(\"@\":note)&\"@\".order=note",
          "GET /people?select=...@(id)",
          "GET /people?order=@",
          "GET /people?order=id.@",
          "GET /people?order=id,@.desc",
          "GET /people?limit=@",
          "GET /people?offset=@",
          "GET /people?applications.limit=@&select=applications(note)",
          "GET /rpc/shout?@=1",
          "GET /rpc/setting?name=@",
          "GET /rpc/total?numbers=@",
          "GET /rpc/search?term=@",
          "POST /people?columns=@",
          "POST /people?on_conflict=@",
          "PUT /people?id=eq.@",
          "PATCH /people?@=eq.0",
          "DELETE /people?id=eq.0&or=(@)");

  private static final List<String> HEADERS =
      List.of("Accept", "Prefer", "Range", "Accept-Profile", "Cookie", "Authorization", "X-Any");

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String MEMBER = "Bearer " + BoardServer.member("ada");
  private static BoardServer server;
  private static String before;

  @BeforeAll
  static void start() throws Exception {
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
    before = rows();
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  @AfterEach
  void nothingHappened() {
    assertThat(server.failures()).isEmpty();
    assertThat(server.connectionsInUse()).isZero();
    assertThat(rows()).isEqualTo(before);
  }

  private static String rows() {
    String rows =
        POSTGRES.value(
            "select (select json_agg(p order by id) from api.people p)::text"
                + " || (select count(*) from pg_class)");
    return Objects.requireNonNull(rows);
  }

  @Test
  void everyWordInEveryPositionOfTheUrl() throws Exception {
    List<HttpRequest.Builder> asked = new ArrayList<>();
    for (String position : POSITIONS) {
      for (String word : WORDS) {
        String method = position.substring(0, position.indexOf(' '));
        String target = position.substring(method.length() + 1).replace("@", encoded(word));
        HttpRequest.Builder request =
            request(target).method(method, BodyPublishers.ofString("{\"id\": 1}"));
        asked.add(request.header("Prefer", "tx=rollback"));
      }
    }
    requireAnswers(asked);
  }

  @Test
  void everyWordInEveryHeader() throws Exception {
    List<HttpRequest.Builder> asked = new ArrayList<>();
    for (String header : HEADERS) {
      for (String word : WORDS) {
        String value = word.replaceAll("[^ -~]", "~");
        asked.add(request("/people?id=eq.1").setHeader(header, value));
      }
    }
    requireAnswers(asked);
  }

  @Test
  void everyWordInTheBody() throws Exception {
    List<HttpRequest.Builder> asked = new ArrayList<>();
    for (String word : WORDS) {
      String text = JSON.writeValueAsString(word);
      List<String> json =
          List.of(
              text,
              "{\"id\": 9, \"name\": " + text + "}",
              "{" + text + ": 1}",
              "[{" + text + ": 1}]",
              "{\"id\": " + text + "}",
              "[" + text + "]");
      for (String body : json) {
        asked.add(post("/people", "application/json", body));
      }
      asked.add(post("/people?columns=id,name", "application/json", json.getFirst()));
      asked.add(post("/people?columns=id,name", "application/json", word));
      asked.add(post("/people", "text/csv", "id,name\n9," + word));
      asked.add(post("/people", "text/csv", word + "\n1"));
      asked.add(post("/people", "application/x-www-form-urlencoded", word + '=' + word));
      asked.add(post("/rpc/setting", "text/" + word, word));
    }
    requireAnswers(asked);
  }

  /** Sent there and back, a text is the same, whatever stands in it. */
  @Test
  void textsComeBackAsTheyWere() throws Exception {
    for (String word : WORDS) {
      if (word.indexOf('\0') < 0) {
        requireSame(word);
      }
    }
    String title = "O'Hara; drop table x; -- \"%$$";
    String found = body("/openings?select=id&title=eq." + encodedWhole(title));
    assertThat(found).isEqualTo("[{\"id\":3}]");
    String listed = body("/openings?select=id&title=in.(" + encodedWhole(quoted(title)) + ")");
    assertThat(listed).isEqualTo("[{\"id\":3}]");
    assertThat(body("/odd%20%22name%22%3B--?select=%22a%20%5C%22b%5C%22%20%3F%22,%22%25%22"))
        .isEqualTo("[{\"a \\\"b\\\" ?\":7,\"%\":\"seven\"}]");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void requireSame(String word) throws Exception {
    HttpResponse<String> reply =
        CLIENT.send(post("/rpc/shout", "text/plain", word).build(), BodyHandlers.ofString());
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(reply.body()).asText()).isEqualTo(word.toUpperCase(Locale.ROOT));
  }

  @Test
  void bytesThatAreNoText() throws Exception {
    List<HttpRequest.Builder> asked = new ArrayList<>();
    byte[][] bodies = {
      {(byte) 0xff, (byte) 0xfe},
      {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
      "{\"id\": 1}".getBytes(StandardCharsets.UTF_16),
      "\"\\u0000\"".getBytes(StandardCharsets.UTF_8),
      {'[', 0, ']'},
      new byte[1000]
    };
    for (byte[] body : bodies) {
      for (String path : List.of("/people?columns=id,name", "/rpc/shout")) {
        for (String type : List.of("application/json", "text/csv", "text/plain")) {
          HttpRequest.Builder request = post(path, type, "").POST(BodyPublishers.ofByteArray(body));
          asked.add(request);
        }
      }
    }
    requireAnswers(asked);
  }

  @Test
  void tooMuchOfEverything() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "/people", "[".repeat(100_000),
            "/people?columns=id", "[".repeat(100_000),
            "/openings?columns=doc", "{\"doc\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "/rpc/size_of", "{\"a\":".repeat(100_000),
            "/rpc/add?columns=a", "{\"a\":".repeat(100_000));
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      HttpRequest.Builder request = post(body.getKey(), "application/json", body.getValue());
      assertThat(status(request)).as(body.getKey()).isBetween(400, 499);
    }
    assertThat(status(post("/people", "application/json", " ".repeat(2_000_001)))).isEqualTo(413);
    assertThat(status(request("/people?name=eq." + "x".repeat(70_000)))).isEqualTo(414);
    assertThat(status(request("/people?or=" + "(or".repeat(10_000)))).isEqualTo(400);
    assertThat(status(request("/people?select=" + "mentor(".repeat(5_000)))).isEqualTo(400);
    assertThat(status(request("/people?select=id" + ",id".repeat(5_000)))).isEqualTo(400);
    assertThat(status(request("/openings?doc=eq." + "[".repeat(20_000)))).isEqualTo(400);
    assertThat(status(request("/openings?words=fts." + "(".repeat(60_000)))).isEqualTo(400);
    assertThat(status(request("/people?name=match." + "(".repeat(2_900)))).isEqualTo(400);
    assertThat(status(request("/people?select=id" + embeds(150)))).isEqualTo(200);
    assertThat(status(request("/openings?words=fts." + "!".repeat(40)))).isEqualTo(400);
    assertThat(status(request("/openings?tags=cs." + "{".repeat(9)))).isEqualTo(400);
    assertThat(status(request("/people?" + "id=eq.1&".repeat(5_000)))).isEqualTo(200);
  }

  private static String embeds(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ",a" + i + ":applications(note)")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/rpc/total"})
  void formsWithManyMembersTakeNoLongerThanOthers(String path) throws Exception {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < 150_000; i++) {
      form.append(path.equals("/people") ? "k" + i + "=1&" : "numbers=1&");
    }
    long start = System.nanoTime();
    int status = status(post(path, "application/x-www-form-urlencoded", form.toString()));
    assertThat(status).isBetween(400, 499);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(Scenario.uri(server.port(), target))
        .timeout(Duration.ofSeconds(10))
        .setHeader("Authorization", MEMBER);
  }

  private static HttpRequest.Builder post(String target, String type, String body) {
    String sent = type.replaceAll("[^ -~]", "~");
    return request(target)
        .header("Prefer", "tx=rollback")
        .setHeader("Content-Type", sent)
        .POST(BodyPublishers.ofString(body));
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static String body(String target) throws Exception {
    return CLIENT.send(request(target).build(), BodyHandlers.ofString()).body();
  }

  /** Sends some at a time. */
  private static void requireAnswers(List<HttpRequest.Builder> requests) throws Exception {
    Semaphore some = new Semaphore(8);
    List<Future<HttpResponse<String>>> replies = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HttpRequest.Builder request : requests) {
        some.acquire();
        replies.add(threads.submit(() -> send(request, some)));
      }
    }
    for (Future<HttpResponse<String>> reply : replies) {
      requireAnswer(reply.get());
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, Semaphore some)
      throws Exception {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } finally {
      some.release();
    }
  }

  private static void requireAnswer(HttpResponse<String> reply) throws Exception {
    String what = reply.request() + " " + reply.request().headers();
    assertThat(reply.statusCode()).as("%s: %s", what, reply.body()).isBetween(200, 499);
    if (reply.statusCode() >= 400) {
      assertThat(JSON.readTree(reply.body()).path("code").asText()).as(what).isNotEmpty();
    }
  }

  /** Leaves percent signs that begin two digits, so that words can be any bytes. */
  private static String encoded(String word) {
    return encodedWhole(word).replaceAll("%25(?=[0-9a-f]{2})", "%");
  }

  private static String encodedWhole(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }
}
