package dev.groundwork.service.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.groundwork.base.http.Edge;
import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.HttpConfig;
import dev.groundwork.base.http.HttpServer;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.IdentityConfig;
import dev.groundwork.base.identity.RolePath;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.Baseline.Script;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.service.Room;
import dev.groundwork.service.auth.account.Addresses;
import dev.groundwork.service.auth.account.Extensions;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.account.Passwords;
import dev.groundwork.service.auth.authority.Authority;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.password.PasswordHasher;
import dev.groundwork.service.auth.password.PasswordRules;
import dev.groundwork.service.auth.provider.Providers;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The sign-in room on a real server and a database with its tables. */
public final class SignInServer implements AutoCloseable {
  /** Where the application is; nothing listens there. */
  public static final String SITE = "http://app.example";

  private static final SigningKeys KEYS = keys();
  private static final byte[] SERVER_KEY = new byte[32];

  /** Addresses that were told to the application as those of people to come. */
  public final List<String> announced = new CopyOnWriteArrayList<>();

  private final PgDatabase database;
  private final PasswordHasher hasher = new PasswordHasher(1);
  private final HttpServer http;
  private final AuthRoom room;

  /** What a test wants to be otherwise. */
  public record Plan(Providers providers, Authority authority, boolean signup, boolean confirm) {}

  private SignInServer(TestPostgres postgres, Plan plan) {
    database = PgDatabase.open(PoolConfig.of(postgres.address()).withSize(4), event -> {});
    http =
        new HttpServer(
            HttpConfig.at("127.0.0.1", 0),
            new Failures(new AuthErrors(), event -> {}),
            event -> {},
            database::cancel);
    AuthConfig config = config(plan);
    room =
        new AuthRoom(
            config,
            new AuthRoom.Ground(
                database,
                SignInServer::authenticator,
                KEYS,
                SERVER_KEY,
                InstantSource.system(),
                "0"),
            new AuthRoom.Tools(
                new Passwords(hasher, new PasswordRules(6, List.of()), Optional.empty()),
                new NoMessages(),
                new Application(announced),
                new CountedLimits(),
                (answer, address) -> true,
                new Addresses(config),
                plan.providers,
                plan.authority));
    room.mount(
        http.behind(() -> new Edge(new Failures(new AuthErrors(), event -> {}), Optional.empty())));
    http.start();
  }

  /** Starts one; the database gets its tables when it has none. */
  public static SignInServer start(TestPostgres postgres, Plan plan) {
    Roles.prepare(postgres.address(), event -> {});
    List<Script> scripts =
        Stream.of(
                "platform/sql/0001_roles.sql",
                "platform/sql/0002_schemas.sql",
                "auth/sql/0001_tables.sql",
                "auth/sql/0002_functions.sql",
                "auth/sql/0010_factors.sql")
            .map(name -> Script.resource(Room.class, name))
            .toList();
    new Baseline(postgres.address(), event -> {}).apply(scripts);
    return new SignInServer(postgres, plan);
  }

  /** Where the room is. */
  public String url() {
    return root() + "/auth/v1";
  }

  /** Where the server is. */
  public String root() {
    return "http://127.0.0.1:" + http.port();
  }

  /** A token of the application's own servers. */
  public static String serviceToken() {
    ObjectNode claims = Json.object().put("role", "service_role");
    return KEYS.token(claims.put("exp", Instant.now().getEpochSecond() + 600));
  }

  @Override
  public void close() {
    http.stop();
    room.close();
    database.close();
    hasher.close();
  }

  private static SigningKeys keys() {
    try {
      var key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
      return SigningKeys.of(new JWKSet(key).toString(false));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Authenticator authenticator() {
    return new Authenticator(
        new IdentityConfig(
            KEYS.verification(),
            Optional.empty(),
            RolePath.parse(".role"),
            Optional.of("anon"),
            100,
            true));
  }

  private AuthConfig config(Plan plan) {
    AuthConfig.Codes codes =
        new AuthConfig.Codes(plan.confirm, 6, Duration.ofHours(1), Duration.ZERO, Map.of());
    return new AuthConfig(
        this::root,
        Optional.of(SITE),
        List.of("http://other.example/**"),
        Optional.empty(),
        new AuthConfig.Tokens(Duration.ofHours(1), Optional.empty()),
        new AuthConfig.Access(plan.signup, true, false, true, false, true),
        new AuthConfig.Passwords(false, false),
        codes,
        codes,
        "",
        new AuthConfig.Changes(true),
        new AuthConfig.Sessions(true, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, false),
        new AuthConfig.Mfa(10, kind(), kind(), kind()),
        new AuthConfig.Passkeys(false, Optional.empty(), List.of()),
        new AuthConfig.Limits(Optional.empty(), 1000, 1000, 1000, 1000, 1000, 1000, 1000));
  }

  private static AuthConfig.Mfa.Kind kind() {
    return new AuthConfig.Mfa.Kind(true, true);
  }

  /** Sends nothing. */
  private static final class NoMessages implements Messages {
    @Override
    public void mail(Letter letter) {}

    @Override
    public String message(User user, String phone, String code, String channel) {
      return "";
    }
  }

  /** Keeps who it is told to come. */
  private record Application(List<String> announced) implements Extensions {
    @Override
    public ObjectNode changed(User user, ObjectNode claims, String method) {
      return claims;
    }

    @Override
    public void beforeUserCreated(ObjectNode user, Client client) {
      announced.add(user.path("email").asText());
    }

    @Override
    public void afterUserCreated(ObjectNode user) {}

    @Override
    public void passwordAttempt(User user, boolean valid) {}

    @Override
    public void factorAttempt(User user, String factor, String kind, boolean valid) {}
  }
}
