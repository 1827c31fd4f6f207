package dev.groundwork.service.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.IdentityConfig;
import dev.groundwork.base.identity.RolePath;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.identity.VerificationKeys;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.Baseline.Script;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.Room;
import dev.groundwork.service.auth.account.Addresses;
import dev.groundwork.service.auth.account.Extensions;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.account.Passwords;
import dev.groundwork.service.auth.authority.Authority;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.password.PasswordHasher;
import dev.groundwork.service.auth.password.PasswordRules;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.provider.Providers;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in room on a real database, called as the server calls it. Its clock goes where a test
 * puts it; messages, mails and hooks are written down.
 */
public final class RoomDesk implements Messages, Extensions, AutoCloseable {
  /** Where the application's pages are. */
  public static final String SITE = "https://app.example.com";

  private static final String ORGANISATION = "X-Organisation";
  private static final int GUESSES = 20;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(UTF_8);

  private final SigningKeys keys = SigningKeys.shared(SECRET);
  private final PasswordHasher hasher = new PasswordHasher();
  private final List<String> codes = new ArrayList<>();
  private final List<Letter> letters = new ArrayList<>();
  private final List<String> attempts = new ArrayList<>();
  private final List<String> made = new ArrayList<>();
  private final Handler handler;
  private final Failures failures;
  private Instant now = Instant.now();
  private boolean refuses;
  private String address = "203.0.113.7";
  private String organisation = "";

  private RoomDesk(TestPostgres postgres, AuthConfig config) {
    Authenticator authenticator =
        new Authenticator(
            new IdentityConfig(
                Optional.of(VerificationKeys.of(new String(SECRET, UTF_8), false)),
                Optional.empty(),
                RolePath.parse(".role"),
                Optional.of("anon"),
                100,
                true),
            () -> now);
    Room room =
        new AuthRoom(
            config,
            new AuthRoom.Ground(
                postgres.database(), () -> authenticator, keys, SECRET, () -> now, "test"),
            new AuthRoom.Tools(
                new Passwords(hasher, new PasswordRules(6, List.of()), Optional.empty()),
                this,
                this,
                new CountedLimits(),
                (answer, client) -> true,
                new Addresses(config),
                Providers.NONE,
                Authority.NONE));
    List<Handler> mounted = new ArrayList<>();
    room.mount((prefix, each) -> mounted.add(each));
    this.handler = mounted.getFirst();
    this.failures = new Failures(room.errors().orElseThrow(), RoomDesk::report);
  }

  private static void report(Event event) {
    throw new AssertionError(event.toString());
  }

  /** A room with these settings; the database gets the tables first. */
  public static RoomDesk open(TestPostgres postgres, AuthConfig config) {
    Roles.prepare(postgres.address(), event -> {});
    new Baseline(postgres.address(), event -> {})
        .apply(
            List.of(
                script("platform/sql/0001_roles.sql"),
                script("auth/sql/0001_tables.sql"),
                script("auth/sql/0002_functions.sql"),
                script("auth/sql/0010_factors.sql")));
    return new RoomDesk(postgres, config);
  }

  private static Script script(String name) {
    return Script.resource(Room.class, name);
  }

  /** Everything is allowed, and addresses need no confirmation. */
  public static AuthConfig settings() {
    return settings(GUESSES);
  }

  /** The same with so many guesses. */
  public static AuthConfig settings(int guesses) {
    AuthConfig.Mfa.Kind both = new AuthConfig.Mfa.Kind(true, true);
    return settings(new AuthConfig.Mfa(10, both, both, both), false, true, guesses);
  }

  /** The same with other factors, with addresses that are confirmed, or without passkeys. */
  public static AuthConfig settings(AuthConfig.Mfa factors, boolean confirm, boolean passkeys) {
    return settings(factors, confirm, passkeys, GUESSES);
  }

  private static AuthConfig settings(
      AuthConfig.Mfa factors, boolean confirm, boolean passkeys, int guesses) {
    return new AuthConfig(
        () -> "https://api.example.com",
        Optional.of(SITE),
        List.of(),
        Optional.empty(),
        new AuthConfig.Tokens(Duration.ofHours(1), Optional.empty()),
        new AuthConfig.Access(true, true, true, true, true, true),
        new AuthConfig.Passwords(false, false),
        new AuthConfig.Codes(confirm, 6, Duration.ofHours(1), Duration.ZERO, Map.of()),
        new AuthConfig.Codes(
            confirm, 8, Duration.ofMinutes(1), Duration.ZERO, Map.of("15550001111", "11112222")),
        "{{ .Code }}",
        new AuthConfig.Changes(true),
        new AuthConfig.Sessions(true, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, false),
        factors,
        new AuthConfig.Passkeys(passkeys, Optional.empty(), List.of("https://admin.example.com/")),
        new AuthConfig.Limits(Optional.empty(), 1000, 1000, 1000, 1000, 1000, 1000, guesses));
  }

  /**
   * The same with pools of people, sessions of eight hours that end after two without a word or
   * with the next one, and passwords that are changed by who proves again that it is them.
   */
  public static AuthConfig strict() {
    AuthConfig usual = settings();
    return new AuthConfig(
        usual.publicUrl(),
        usual.siteUrl(),
        usual.redirects(),
        Optional.of(ORGANISATION),
        usual.tokens(),
        usual.access(),
        new AuthConfig.Passwords(true, true),
        usual.email(),
        usual.phone(),
        usual.messageText(),
        usual.changes(),
        new AuthConfig.Sessions(
            true, Duration.ofSeconds(10), Duration.ofHours(8), Duration.ofHours(2), true),
        usual.mfa(),
        usual.passkeys(),
        usual.limits());
  }

  /** What came back. */
  public record Answer(int status, JsonNode json) {
    /** A field as text. */
    public String text(String field) {
      return json.path(field).asText("");
    }

    /** The code of an error; empty when it is none. */
    public String code() {
      return status < 400 ? "" : text("code");
    }
  }

  /** Makes a call with a token; null for none. */
  public Answer call(String method, String path, @Nullable String token, JsonNode body) {
    Headers headers =
        Headers.of("Content-Type", "application/json", "X-Supabase-Api-Version", "2024-01-01");
    if (token != null) {
      headers = headers.and("Authorization", "Bearer " + token);
    }
    return answer(new RawRequest(method, path, "", headers, body.toString().getBytes(UTF_8)));
  }

  private Answer answer(RawRequest request) {
    Reply reply;
    Headers headers = request.headers();
    Headers all = organisation.isEmpty() ? headers : headers.and(ORGANISATION, organisation);
    RawRequest sent =
        new RawRequest(request.method(), request.path(), request.query(), all, request.body());
    try {
      reply = handler.handle(sent, new Notes("test", address));
    } catch (ProblemException e) {
      reply = failures.reply(e, "test", all);
    }
    try {
      return new Answer(reply.status(), MAPPER.readTree(reply.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call without a token. */
  public Answer post(String path, JsonNode body) {
    return call("POST", path, null, body);
  }

  /** A call of somebody. */
  public Answer post(String path, String token, JsonNode body) {
    return call("POST", path, token, body);
  }

  /** Signs up somebody new without a name, which costs no hash; gives the access token. */
  public String somebody() {
    return post("/signup", Json.object()).text("access_token");
  }

  /** Signs somebody new up; gives the access token. */
  public String signUp(String email) {
    Answer answer =
        post("/signup", Json.object().put("email", email).put("password", "correct horse"));
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
    return answer.text("access_token");
  }

  /** Signs somebody in again; gives the answer. */
  public Answer signIn(String email) {
    return signIn(email, "correct horse");
  }

  /** Tries a password. */
  public Answer signIn(String email, String password) {
    return signInAs(Json.object().put("email", email), password);
  }

  /** The same by any name, {@code {"username": ...}} or another. */
  public Answer signInAs(ObjectNode name, String password) {
    return token("password", name.put("password", password));
  }

  /** The session that follows one. */
  public Answer renew(String refreshToken) {
    return token("refresh_token", Json.object().put("refresh_token", refreshToken));
  }

  private Answer token(String grant, ObjectNode body) {
    return answer(
        new RawRequest(
            "POST",
            "/token",
            "grant_type=" + grant,
            Headers.of("Content-Type", "application/json", "X-Supabase-Api-Version", "2024-01-01"),
            body.toString().getBytes(UTF_8)));
  }

  /** A token of a server. */
  public String adminToken() {
    return keys.token(Json.object().put("role", "service_role"));
  }

  /** What a token says. */
  public static JsonNode claims(String token) {
    try {
      return MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  public Instant now() {
    return now;
  }

  /** Where calls come from now. */
  public void from(String other) {
    address = other;
  }

  /** Which organisation's people are meant from now on. */
  public void in(String other) {
    organisation = other;
  }

  /** Whether the application refuses second factors. */
  public void refuse(boolean factors) {
    refuses = factors;
  }

  /** Codes that were sent by phone. */
  public List<String> codes() {
    return codes;
  }

  /** Mails that were sent. */
  public List<Letter> letters() {
    return letters;
  }

  /** What the application was told of second factors. */
  public List<String> attempts() {
    return attempts;
  }

  @Override
  public void mail(Letter letter) {
    letters.add(letter);
  }

  @Override
  public String message(User user, String phone, String code, String channel) {
    codes.add(code);
    return "message";
  }

  @Override
  public void beforeUserCreated(ObjectNode user, Client client) {}

  /** Addresses of those of whom the application was told that they were made. */
  public List<String> made() {
    return List.copyOf(made);
  }

  @Override
  public void afterUserCreated(ObjectNode user) {
    user.path("email").asText("").lines().forEach(made::add);
  }

  @Override
  public void passwordAttempt(User user, boolean valid) {}

  @Override
  public void factorAttempt(User user, String factor, String kind, boolean valid) {
    attempts.add(kind + " " + valid);
    if (refuses) {
      throw AuthCode.MFA_VERIFICATION_REJECTED.because("Not today").raise();
    }
  }

  @Override
  public ObjectNode changed(User user, ObjectNode claims, String method) {
    return claims;
  }

  @Override
  public void close() {
    hasher.close();
  }
}
