package dev.groundwork.bench.signin;

import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People who have accounts, and what they ask of the sign-in service one at a time. */
final class People implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern ACCESS = Pattern.compile("\"access_token\":\"([^\"]+)\"");
  private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  People(Target target) {
    base = "http://127.0.0.1:" + target.port() + "/auth/v1";
  }

  /** A session's tokens. */
  record Session(String access, String refresh) {}

  /** What somebody signs in with. */
  static String credentials(int person) {
    return "{\"email\":\"person%d@example.com\",\"password\":\"%s\"}".formatted(person, PASSWORD);
  }

  /** Signs so many people up. */
  List<Session> signUp(int count) throws IOException, InterruptedException {
    List<Session> sessions = new ArrayList<>();
    for (int person = 0; person < count; person++) {
      sessions.add(post("/signup", credentials(person)));
    }
    return sessions;
  }

  /** The session that follows one. */
  Session renewed(Session session) throws IOException, InterruptedException {
    String body = "{\"refresh_token\":\"" + session.refresh + "\"}";
    return post("/token?grant_type=refresh_token", body);
  }

  private Session post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new Session(first(ACCESS, answer.body()), first(REFRESH, answer.body()));
  }

  private static String first(Pattern pattern, String body) throws IOException {
    Matcher found = pattern.matcher(body);
    if (!found.find()) {
      throw new IOException("no token in " + body);
    }
    return found.group(1);
  }

  @Override
  public void close() {
    client.close();
  }
}
