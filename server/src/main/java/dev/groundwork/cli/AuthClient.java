package dev.groundwork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running server about people, with the key of a server. */
final class AuthClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String base;
  private final String key;

  AuthClient(String url, String key) {
    this.base = url.replaceFirst("/+$", "") + "/auth/v1/admin/users";
    this.key = key;
  }

  /** Where the server of a project listens. */
  static String url(Settings settings) {
    return settings
        .find(SettingTable.PUBLIC_URL)
        .orElseGet(() ->
            "http://"
                + ReadyCheck.reachable(settings.value(SettingTable.HTTP_HOST))
                + ":"
                + settings.value(SettingTable.HTTP_PORT));
  }

  /**
   * Asks for something.
   *
   * @param path below that of all people
   * @param body JSON; empty for none
   * @throws dev.groundwork.base.problem.ProblemException with a {@link UsersProblem}
   */
  JsonNode ask(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("apikey", key)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode json = JSON.readTree(answer.body());
      if (answer.statusCode() >= 300) {
        String words = "the server answers " + answer.statusCode();
        throw new UsersProblem.Refused(json.path("msg").asText(words)).raise();
      }
      return json;
    } catch (IOException e) {
      throw new UsersProblem.Unreachable(base).raise();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsersProblem.Unreachable(base).raise();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
