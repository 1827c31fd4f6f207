package dev.groundwork.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.Server;
import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.Origin;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Raw;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.config.TomlFile;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.pg.PgAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The hiring board of {@code examples/hiring}, whole and serving, on a database of its own. */
public final class HiringBoard implements AutoCloseable {
  private static final Path FOLDER = Path.of("../examples/hiring");
  private static final String SECRET = "the-secret-of-the-hiring-board-in-tests";
  private static final TokenIssuer ISSUER = new TokenIssuer(SECRET.getBytes(UTF_8));

  /** Claim {@code sub} of the people in seed.sql, by first name. */
  private static final Map<String, String> PEOPLE =
      Map.of(
          "SAM", "10000000-0000-4000-8000-000000000001",
          "KIM", "10000000-0000-4000-8000-000000000003",
          "ADA", "20000000-0000-4000-8000-000000000001",
          "BEN", "20000000-0000-4000-8000-000000000002",
          "CHEN", "20000000-0000-4000-8000-000000000003",
          "NOBODY", "30000000-0000-4000-8000-000000000001");

  private final TestPostgres postgres;
  private final Server server;
  private final HttpClient client;
  private final String root;

  /** What the board answered. */
  public record Answer(int status, HttpHeaders headers, String body) {}

  private HiringBoard(TestPostgres postgres, Server server, String root) {
    this.postgres = postgres;
    this.server = server;
    this.root = root;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Starts the board. */
  public static HiringBoard open() {
    TestPostgres postgres = TestPostgres.empty();
    postgres.beforeAll(null);
    Server server = new Server(Map.of(), OutputStream.nullOutputStream());
    try {
      ProjectFolder project = ProjectFolder.open(FOLDER);
      URI api =
          server.start(project, settings(project, postgres.address()), OptionalLong.empty()).api();
      return new HiringBoard(postgres, server, "http://" + api.getAuthority());
    } catch (RuntimeException failed) {
      server.close();
      drop(postgres);
      throw failed;
    }
  }

  /**
   * A bearer token: SERVICE's, or that of a person in seed.sql.
   *
   * @param who such as {@code ADA}
   */
  public static String token(String who) {
    if (who.equals("SERVICE")) {
      return ISSUER.token("{\"role\":\"service_role\"}");
    }
    return ISSUER.token(
        "{\"role\":\"authenticated\",\"sub\":\"" + PEOPLE.getOrDefault(who, "") + "\"}");
  }

  /**
   * Sends a request.
   *
   * @param target path and query; characters that a URL cannot have are encoded here
   */
  public Answer ask(
      String method, String target, List<Map.Entry<String, String>> headers, String body) {
    HttpRequest.BodyPublisher content =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + encoded(target))).method(method, content);
    headers.forEach(header -> request.header(header.getKey(), header.getValue()));
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends a JSON request to the API as somebody, and asks for what it changed.
   *
   * @param who ANYONE for no token, else as for {@link #token}
   * @param target below {@code /rest/v1/}
   */
  public Answer askAs(String who, String method, String target, String body) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Type", "application/json"));
    headers.add(Map.entry("Prefer", "return=representation"));
    if (!who.equals("ANYONE")) {
      headers.add(Map.entry("Authorization", "Bearer " + token(who)));
    }
    return ask(method, "/rest/v1/" + target, headers, body);
  }

  @Override
  public void close() {
    client.close();
    server.close();
    drop(postgres);
  }

  private static void drop(TestPostgres postgres) {
    try {
      postgres.afterAll(null);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Settings settings(ProjectFolder project, PgAddress address) {
    String url =
        address
            .url()
            .replace(
                "jdbc:postgresql://",
                "postgresql://" + address.user() + ":" + address.password() + "@");
    return SettingsReader.read(
        Mode.SERVER,
        project.root(),
        List.of(
            TomlFile.read(project.settings(), project.settings()),
            List.of(
                given("db.url", url),
                given("http.port", "0"),
                given("http.admin-port", "0"),
                given("rest.aggregates-enabled", "true"),
                given("jwt.secret", SECRET))));
  }

  private static Given given(String key, String value) {
    return new Given(key, new Raw.Scalar(value), Origin.option("test"));
  }

  private static String encoded(String target) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : target.getBytes(UTF_8)) {
      boolean plain = each > ' ' && each < 0x7f && "\"<>[]\\^`{|}".indexOf(each) < 0;
      encoded.append(plain ? String.valueOf((char) each) : "%%%02X".formatted(each));
    }
    return encoded.toString();
  }
}
