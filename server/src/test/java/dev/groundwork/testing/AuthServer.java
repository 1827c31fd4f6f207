package dev.groundwork.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.TomlFile;
import dev.groundwork.base.identity.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole program, started for a test class on a database of its own, as people who sign in meet
 * it. Redirects are not followed. Mails are in its mailbox.
 */
public final class AuthServer implements BeforeAllCallback, AfterAllCallback {
  public static final String PASSWORD = "correct horse 7";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LINK = Pattern.compile("(http\\S+/auth/v1/verify\\?\\S+)");
  private static final Pattern MAILBOX = Pattern.compile("mailbox +(\\S+)");
  private static final Pattern CODE = Pattern.compile("code[^0-9]{1,40}([0-9]{6,10})");

  private final Map<String, String> environment = new HashMap<>();
  private final TestPostgres postgres = TestPostgres.empty();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger people = new AtomicInteger();
  private @Nullable Path folder;
  private @Nullable RunningProgram program;
  private String base = "";
  private String secret = "";

  private AuthServer() {}

  /** An answer, whole. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      try {
        return JSON.readTree(text());
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + status() + " " + text(), e);
      }
    }

    /** A field of the body, as text. */
    public String field(String name) {
      return json().path(name).asText();
    }

    /** Status, code and message of an error for clients that name the protocol's version. */
    public String error() {
      return status() + " " + field("code") + ": " + field("message");
    }

    public String accessToken() {
      return field("access_token");
    }

    public String refreshToken() {
      return field("refresh_token");
    }
  }

  /** A mail: what it holds to sign in with. */
  public record Letter(String subject, String text, String html) {
    public String link() {
      return first(LINK);
    }

    public String code() {
      return first(CODE);
    }

    /** The hash in the link. */
    public String token() {
      return link().replaceAll(".*[?&]token=([^&]+).*", "$1");
    }

    private String first(Pattern pattern) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        throw new AssertionError(pattern + " is not in: " + text);
      }
      return matcher.group(1);
    }
  }

  /** A server with limits out of the way and these settings, as variables. */
  public static AuthServer with(Map<String, String> settings) {
    AuthServer server = new AuthServer();
    server.environment.put("GROUNDWORK_AUTH_EMAIL_MAX_FREQUENCY", "0s");
    server.environment.put("GROUNDWORK_AUTH_RATE_LIMIT_EMAIL_SENT", "100000");
    server.environment.put("GROUNDWORK_AUTH_RATE_LIMIT_GUESSES", "100000");
    server.environment.putAll(settings);
    return server;
  }

  @Override
  public void beforeAll(@Nullable ExtensionContext context) throws Exception {
    postgres.beforeAll(context);
    folder = Files.createTempDirectory("auth-server-");
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(folder.resolve("migrations/0001_one.sql"), "create table one (id int);\n");
    String place = postgres.address().url().replaceFirst("^jdbc:postgresql://", "");
    String login = postgres.address().user() + ":" + postgres.address().password();
    program =
        RunningProgram.start(
            environment,
            "start",
            folder.toString(),
            "--port",
            "0",
            "--admin-port",
            "0",
            "--db-url",
            "postgresql://" + login + "@" + place);
    base = program.await("API +(\\S+)").replaceFirst("/rest/v1.*", "");
    program.await("(Try it)");
    Path secrets = ProjectFolder.open(folder).secrets();
    secret =
        TomlFile.read(secrets, secrets).stream()
            .filter(given -> given.name().equals("jwt-secret"))
            .findFirst()
            .orElseThrow()
            .raw()
            .line();
  }

  @Override
  public void afterAll(@Nullable ExtensionContext context) throws Exception {
    http.close();
    if (program != null) {
      program.close();
    }
    try (Stream<Path> tree = Files.walk(Objects.requireNonNull(folder))) {
      tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
    postgres.afterAll(context);
  }

  /** Where the server is, without a slash at the end. */
  public String base() {
    return base;
  }

  /** Where the mailbox is. */
  public String mailbox() {
    Matcher line = MAILBOX.matcher(said());
    if (!line.find()) {
      throw new AssertionError("there is no mailbox");
    }
    return line.group(1);
  }

  /** Everything that the program has said so far. */
  public String said() {
    RunningProgram running = Objects.requireNonNull(program);
    return running.out() + running.err();
  }

  public TestPostgres postgres() {
    return postgres;
  }

  /** The project's secret. */
  public String secret() {
    return secret;
  }

  /** A key, signed by the project's secret. */
  public String key(String role) {
    return new TokenIssuer(secret.getBytes(StandardCharsets.UTF_8))
        .key(role, Instant.now(), Duration.ofHours(1));
  }

  /** An address that nobody has. */
  public String someone() {
    return "person" + people.incrementAndGet() + "@example.com";
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /** Quotes in the body may be written as apostrophes. */
  public Answer post(String path, String body, String... headers) {
    return send("POST", path, body.replace('\'', '"'), headers);
  }

  public Answer put(String path, String token, String body) {
    return send("PUT", path, body.replace('\'', '"'), "Authorization", "Bearer " + token);
  }

  /** As a server with the service_role key. */
  public Answer admin(String method, String path, String body) {
    String key = "Bearer " + key("service_role");
    return send(method, "/admin" + path, body.replace('\'', '"'), "Authorization", key);
  }

  /** GET of what a token's owner sees of themselves. */
  public Answer user(String token) {
    return get("/user", "Authorization", "Bearer " + token);
  }

  public Answer signUp(String email) {
    return post("/signup", "{'email': '%s', 'password': '%s'}".formatted(email, PASSWORD));
  }

  public Answer signIn(String email, String password) {
    return post(
        "/token?grant_type=password",
        "{'email': '%s', 'password': '%s'}".formatted(email, password));
  }

  public Answer refresh(String token) {
    return post("/token?grant_type=refresh_token", "{'refresh_token': '%s'}".formatted(token));
  }

  /** Makes somebody whose address is confirmed; gives the address. */
  public String confirmed() {
    String email = someone();
    Answer made =
        admin(
            "POST",
            "/users",
            "{'email': '%s', 'password': '%s', 'email_confirm': true}".formatted(email, PASSWORD));
    if (made.status() != 200) {
      throw new AssertionError(made.text());
    }
    return email;
  }

  /** A path of {@code /auth/v1}, or a whole address. */
  public Answer send(String method, String path, String body, String... headers) {
    String url = path.startsWith("http") ? path : base + "/auth/v1" + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    request.setHeader("Content-Type", "application/json");
    request.setHeader("X-Supabase-Api-Version", "2024-01-01");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** How many mails an address has got. */
  public int mails(String to) {
    return search(to).size();
  }

  /** The last mail to an address. */
  public Letter mail(String to) {
    JsonNode found = search(to);
    if (found.isEmpty()) {
      throw new AssertionError("no mail to " + to);
    }
    String id = found.get(0).path("ID").asText();
    JsonNode mail = get(mailbox() + "/api/v1/message/" + id).json();
    return new Letter(
        mail.path("Subject").asText(), mail.path("Text").asText(), mail.path("HTML").asText());
  }

  private JsonNode search(String to) {
    String query = URLEncoder.encode("to:\"" + to + "\"", StandardCharsets.UTF_8);
    return get(mailbox() + "/api/v1/search?query=" + query).json().path("messages");
  }
}
