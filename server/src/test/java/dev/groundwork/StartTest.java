package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.RunningProgram;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code groundwork start} as a newcomer meets it, and what it says when something is wrong. */
class StartTest {
  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.with("create table theirs (id int)");

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void project() throws Exception {
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(
        folder.resolve("migrations/0001_things.sql"),
        """
        create table things (id int primary key, name text not null);
        grant select on things to anon;
        grant all on things to service_role;
        """);
    Files.writeString(folder.resolve("seed.sql"), "insert into things values (1, 'one');");
    Files.writeString(
        folder.resolve("fill.sql"),
        """
        insert into things select i, 'filled' from
          generate_series(100, 99 + current_setting('groundwork.rows')::int) i;
        """);
  }

  @Test
  void aFolderIsServedStoppedCleanlyAndServedAgainWithItsData() throws Exception {
    try (RunningProgram first = start("--rows", "5")) {
      String hello = first.await("(?s)Try it:\n\n(.*\n.*\n)\n");
      HttpResponse<String> read = curl(hello.lines().findFirst().orElseThrow());
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(read.body()).contains("\"name\":\"one\"");
      assertThat(first.err().split("schema loaded", -1)).as("loads").hasSize(2);
      String service = hello.lines().toList().getLast();
      assertThat(curl(service).statusCode()).isEqualTo(200);
      assertThat(post(service, "{\"id\":2,\"name\":\"two\"}")).isEqualTo(201);
      assertThat(get(first.await("health +(\\S+)")).body()).contains("\"status\":\"up\"");
      assertThat(Files.getPosixFilePermissions(folder.resolve(".groundwork/secrets.toml")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (RunningProgram second = start()) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("is in use by process").contains("hint: ");
      }
      first.signal("TERM");
      assertThat(first.exitCode()).isZero();
    }
    try (RunningProgram again = start("--rows", "5")) {
      String api = again.await("API +(\\S+)");
      assertThat(get(api + "/things?select=id&order=id").body())
          .isEqualToIgnoringWhitespace(
              "[{\"id\":1},{\"id\":2},{\"id\":100},{\"id\":101},{\"id\":102},{\"id\":103},{\"id\":104}]");
      assertThat(again.err()).contains("--rows did nothing");
    }
  }

  @Test
  void aTakenPortIsTold() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RunningProgram program =
            RunningProgram.start(
                Map.of(), "start", folder.toString(), "--port", "" + taken.getLocalPort())) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .startsWith(
              "groundwork: port "
                  + taken.getLocalPort()
                  + " is taken by another program\n  hint: ");
      assertThat(folder.resolve(".groundwork/data")).doesNotExist();
    }
  }

  @Test
  void aMigrationThatFailsIsToldWithFileLineAndStatement() throws Exception {
    Files.writeString(
        folder.resolve("migrations/0002_more.sql"), "create table more (id int);\n\nselect 1/0;\n");
    try (RunningProgram program = start("--db-url", url(POSTGRES.address().password()))) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .contains("groundwork: 0002_more.sql:3: division by zero (SQLSTATE 22012)\n  select 1/0");
    }
    assertThat(POSTGRES.value("select to_regclass('things')")).isEqualTo("things");
    assertThat(POSTGRES.value("select to_regclass('more')")).isNull();
  }

  @Test
  void aWrongPasswordIsTold() throws Exception {
    try (RunningProgram program = start("--db-url", url("not-the-password"))) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .contains(" refuses the login: password authentication failed for user")
          .contains("hint: check user, password and database name")
          .doesNotContain("not-the-password");
    }
  }

  @Test
  void aDatabaseThatIsDownIsTold() throws Exception {
    try (RunningProgram program = start("--db-url", "postgresql://me@127.0.0.1:1/db")) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .isEqualTo(
              """
              groundwork: the database at 127.0.0.1:1/db cannot be reached: Connection refused
                hint: check that PostgreSQL runs there and that the database URL is right
              """);
    }
  }

  private RunningProgram start(String... options) {
    String[] arguments = new String[options.length + 6];
    System.arraycopy(
        new String[] {"start", folder.toString(), "--port", "0", "--admin-port", "0"},
        0,
        arguments,
        0,
        6);
    System.arraycopy(options, 0, arguments, 6, options.length);
    return RunningProgram.start(Map.of(), arguments);
  }

  private static String url(String password) {
    String place = POSTGRES.address().url().replaceFirst("^jdbc:postgresql://", "");
    return "postgresql://" + POSTGRES.address().user() + ":" + password + "@" + place;
  }

  /** Runs the URL and the header of a printed curl line. */
  private HttpResponse<String> curl(String line) throws IOException, InterruptedException {
    return http.send(request(line).build(), HttpResponse.BodyHandlers.ofString());
  }

  private int post(String line, String body) throws IOException, InterruptedException {
    HttpRequest request =
        request(line)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String line) {
    Matcher words = Pattern.compile(" *curl '([^']+)'(?: -H '([^:]+): ([^']+)')?").matcher(line);
    assertThat(words.matches()).as(line).isTrue();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(words.group(1)));
    return words.group(2) == null ? request : request.header(words.group(2), words.group(3));
  }
}
