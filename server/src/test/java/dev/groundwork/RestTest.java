package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.testing.RunningProgram;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code groundwork rest} in PostgREST's place. */
class RestTest {
  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          "do $$ begin create role rest_program_anon; exception when duplicate_object then end"
              + " $$;create table first (id int); grant select on first to rest_program_anon;create"
              + " schema other; grant usage on schema public, other to rest_program_anon;create"
              + " table other.second (id int); grant select on other.second to rest_program_anon");

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void servesAtTheRootAndReloadsSchemaAndConfigurationOnSignals() throws Exception {
    Path file = Files.writeString(folder.resolve("rest.conf"), "db-schemas = \"public\"\n");
    try (RunningProgram program =
        RunningProgram.start(environment(password()), "rest", file.toString())) {
      String api = program.await("serving at (\\S+)");
      assertThat(status(api, "/first")).isEqualTo(200);
      assertThat(status(api, "/later")).isEqualTo(404);

      POSTGRES.execute("create table later (id int); grant select on later to rest_program_anon");
      program.signal("USR1");
      awaitStatus(api, "/later", 200);

      Files.writeString(file, "db-schemas = \"other\"\n");
      program.signal("USR2");
      awaitStatus(api, "/second", 200);
      assertThat(status(api, "/first")).isEqualTo(404);

      Files.writeString(file, "db-schemas = \n");
      program.signal("USR2");
      awaitError(program, "configuration kept as it was");
      assertThat(status(api, "/second")).isEqualTo(200);

      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void settingsInTheDatabaseCountAndAreReadAnewWhenTold() throws Exception {
    POSTGRES.execute("alter role postgres in database " + database() + set("other"));
    try (RunningProgram program = RunningProgram.start(environment(password()), "rest")) {
      String api = program.await("serving at (\\S+)");
      assertThat(status(api, "/second")).isEqualTo(200);
      assertThat(status(api, "/first")).isEqualTo(404);

      POSTGRES.execute("alter role postgres in database " + database() + set("public"));
      POSTGRES.execute("notify pgrst, 'reload config'");
      awaitStatus(api, "/first", 200);
      assertThat(status(api, "/second")).isEqualTo(404);
    } finally {
      POSTGRES.execute("alter role postgres in database " + database() + " reset all");
    }
  }

  @Test
  void aUnixSocketMayTakeThePlaceOfThePort() throws Exception {
    Path socket = folder.resolve("api.sock");
    Map<String, String> environment = environment(password());
    environment.put("PGRST_SERVER_UNIX_SOCKET", socket.toString());
    environment.put("PGRST_SERVER_UNIX_SOCKET_MODE", "600");
    try (RunningProgram program = RunningProgram.start(environment, "rest")) {
      program.await("serving at (" + socket + ")");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      assertThat(ask(socket, "GET /first HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\n[]");
      try (RunningProgram second = RunningProgram.start(environment, "rest")) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("the socket " + socket + " is taken by another program");
      }
      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
    }
    assertThat(socket).doesNotExist();
  }

  private static String ask(Path socket, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(10_000);
      while (channel.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }

  private static String database() {
    return String.valueOf(POSTGRES.value("select quote_ident(current_database())"));
  }

  private static String set(String schema) {
    return " set pgrst.db_schemas = '" + schema + "'";
  }

  @Test
  void aWrongPasswordEndsTheStart() throws Exception {
    try (RunningProgram program = RunningProgram.start(environment("wrong"), "rest")) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err()).contains(" refuses the login: password authentication failed");
    }
  }

  @Test
  void aDatabaseThatComesLaterIsServedWithoutARestart() throws Exception {
    int port = freePort();
    Map<String, String> environment = environment("");
    environment.put("PGRST_DB_ANON_ROLE", "postgres");
    environment.put("PGRST_DB_URI", "@" + folder.resolve("uri"));
    EmbeddedConfig config = EmbeddedConfig.in(folder.resolve("pg"));
    String password;
    try (EmbeddedPostgres once = EmbeddedPostgres.start(config, event -> {})) {
      password = once.address("postgres").password();
      try (Connection connection = once.address("postgres").connect();
          Statement statement = connection.createStatement()) {
        statement.execute("create schema kept; create table kept.things (id int)");
        statement.execute("create table public.others (id int)");
        statement.execute("alter role postgres set pgrst.db_schemas = 'kept'");
      }
    }
    Files.writeString(
        folder.resolve("uri"),
        "postgresql://postgres:" + password + "@127.0.0.1:" + port + "/postgres");
    try (RunningProgram program = RunningProgram.start(environment, "rest")) {
      String api = program.await("serving at (\\S+)");
      assertThat(status(api, "/")).isEqualTo(503);
      assertThat(program.err()).contains("cannot be reached: Connection refused; answering 503");
      try (EmbeddedPostgres server = EmbeddedPostgres.start(at(config, port), event -> {})) {
        assertThat(server.port()).isEqualTo(port);
        awaitStatus(api, "/", 200);
        assertThat(status(api, "/things")).isEqualTo(200);
        assertThat(status(api, "/others")).isEqualTo(404);
      }
      awaitStatus(api, "/", 503);
    }
  }

  private static EmbeddedConfig at(EmbeddedConfig config, int port) {
    return new EmbeddedConfig(
        config.home(),
        config.binaries(),
        Optional.of(port),
        config.socketFolder(),
        config.settings(),
        config.durability(),
        config.stopTimeout());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String password() {
    return POSTGRES.address().password();
  }

  private static Map<String, String> environment(String password) {
    Map<String, String> environment = new HashMap<>();
    String place = POSTGRES.address().url().replaceFirst("^jdbc:postgresql://", "");
    environment.put(
        "PGRST_DB_URI", "postgresql://" + POSTGRES.address().user() + ":" + password + "@" + place);
    environment.put("PGRST_DB_ANON_ROLE", "rest_program_anon");
    environment.put("PGRST_SERVER_PORT", "0");
    environment.put("PGRST_SERVER_HOST", "127.0.0.1");
    environment.put("PGRST_LOG_LEVEL", "info");
    return environment;
  }

  private int status(String api, String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void awaitStatus(String api, String path, int wanted) throws Exception {
    int seen = 0;
    for (int i = 0; i < 600 && seen != wanted; i++) {
      Thread.sleep(50);
      seen = status(api, path);
    }
    assertThat(seen).as(path).isEqualTo(wanted);
  }

  private static void awaitError(RunningProgram program, String words) throws Exception {
    for (int i = 0; i < 200 && !program.err().contains(words); i++) {
      Thread.sleep(50);
    }
    assertThat(program.err()).contains(words);
  }
}
