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
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.pg.PgAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One node that serves a project of one migration, in this process. */
public final class ProjectServer implements AutoCloseable {
  private static final String SECRET = "the-secret-of-a-project-in-tests-of-ours";
  private static final TokenIssuer ISSUER = new TokenIssuer(SECRET.getBytes(UTF_8));

  private final Server server;
  private final HttpClient client;
  private final String root;

  private ProjectServer(Server server, String root) {
    this.server = server;
    this.root = root;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /**
   * Starts a node.
   *
   * @param folder of the project, where the migration is written to
   * @param settings names and values in turns
   */
  public static ProjectServer start(
      PgAddress database, Path folder, String migration, String... settings) {
    Server server = new Server(Map.of(), OutputStream.nullOutputStream());
    try {
      Files.createDirectories(folder.resolve("migrations"));
      Files.writeString(folder.resolve("migrations/0001_all.sql"), migration);
      ProjectFolder project = ProjectFolder.open(folder);
      URI api =
          server.start(project, settings(project, database, settings), OptionalLong.empty()).api();
      return new ProjectServer(server, "http://" + api.getAuthority() + "/rest/v1");
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  private static Settings settings(ProjectFolder project, PgAddress address, String... more) {
    String place = address.url().replaceFirst("^jdbc:postgresql://", "");
    List<Given> given = new ArrayList<>();
    given.add(
        given("db.url", "postgresql://" + address.user() + ":" + address.password() + "@" + place));
    given.add(given("http.port", "0"));
    given.add(given("http.admin-port", "0"));
    given.add(given("jwt.secret", SECRET));
    for (int i = 0; i < more.length; i += 2) {
      given.add(given(more[i], more[i + 1]));
    }
    return SettingsReader.read(Mode.SERVER, project.root(), List.of(given));
  }

  private static Given given(String key, String value) {
    return new Given(key, new Raw.Scalar(value), Origin.option("test"));
  }

  /** A token that this server takes. */
  public static String token(String claims) {
    return ISSUER.token(claims);
  }

  /** The header of somebody who has signed in. */
  public static String person(String subject) {
    return "Bearer " + token("{\"role\":\"authenticated\",\"sub\":\"" + subject + "\"}");
  }

  /** As {@link #ask}, by somebody who has signed in; a header of that name says otherwise. */
  public HttpResponse<String> askAs(
      String subject, String request, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Authorization", person(subject)));
    all.addAll(List.of(headers));
    return ask(request, body, all.toArray(String[]::new));
  }

  /**
   * Sends a request of JSON.
   *
   * @param request such as {@code POST /things}
   * @param headers names and values in turns
   */
  public HttpResponse<String> ask(String request, String body, String... headers) {
    String[] words = request.split(" ", 2);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(root + words[1]))
            .method(words[0], BodyPublishers.ofString(body));
    builder.header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      builder.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return client.send(builder.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
