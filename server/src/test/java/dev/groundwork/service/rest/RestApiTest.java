package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.testing.TestPostgres;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with their exact replies, and with what must not happen, over HTTP. */
class RestApiTest {
  private static final String FOLDER = "/dev/groundwork/service/rest/";

  /** Every row of every table. */
  private static final String FINGERPRINT =
      """
      select md5(string_agg(query_to_xml(
        format('select * from %s t order by t::text', oid::regclass), true, false, '')::text, ''
        order by oid::regclass::text))
      from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('api', 'hidden')
      """;

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;
  private static String untouched;

  @BeforeAll
  static void start() throws Exception {
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
    untouched = fingerprint();
  }

  private static String fingerprint() {
    List<Rows> rows = POSTGRES.database().run(Script.of(Statement.of(FINGERPRINT)));
    return rows.getFirst().text(0, 0).orElseThrow();
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

  @ParameterizedTest
  @ValueSource(strings = {"reads", "changes", "calls"})
  void answersExactly(String file) throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (Scenario scenario : Scenario.read(FOLDER + file + ".txt")) {
      require(all, scenario);
    }
    all.assertAll();
  }

  private static void require(SoftAssertions all, Scenario scenario) throws Exception {
    HttpResponse<byte[]> reply = scenario.send(CLIENT, server.port());
    String body = new String(reply.body(), StandardCharsets.UTF_8);
    all.assertThat(reply.statusCode() + " " + body)
        .as(scenario.name())
        .isEqualTo(scenario.status() + " " + scenario.replyBody());
    for (Map.Entry<String, String> header : scenario.replyHeaders()) {
      List<String> wanted = header.getValue().isEmpty() ? List.of() : List.of(header.getValue());
      all.assertThat(reply.headers().allValues(header.getKey()))
          .as(scenario.name() + ": " + header.getKey())
          .isEqualTo(wanted);
    }
    if (!READS.contains(scenario.method())) {
      all.assertThat(fingerprint()).as(scenario.name() + ": rows").isEqualTo(untouched);
    }
  }
}
