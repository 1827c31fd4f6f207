package dev.groundwork.base.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String SECRET = "thirty-two characters at the very least";
  private static final TokenIssuer ISSUER =
      new TokenIssuer(SECRET.getBytes(StandardCharsets.UTF_8));
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long SECOND = NOW.getEpochSecond();
  private static final IdentityConfig CONFIG =
      new IdentityConfig(
          Optional.of(VerificationKeys.of(SECRET, false)),
          Optional.empty(),
          RolePath.parse(".role"),
          Optional.of("anon"),
          10,
          true);

  private final Authenticator authenticator = new Authenticator(CONFIG, InstantSource.fixed(NOW));

  @Test
  void withoutATokenTheCallerIsAnonymous() {
    Caller caller = authenticator.identify(Optional.empty(), Optional.empty());
    assertThat(caller).isEqualTo(new Caller("anon", "{\"role\":\"anon\"}"));
  }

  @Test
  void theTokensRoleAndClaimsAreTheCallers() {
    String claims = "{\"sub\":\"x\",\"n\":12345678901234567890.5,\"role\":\"staff\"}";
    assertThat(bearer(ISSUER.token(claims)))
        .isEqualTo(new Caller("staff", claims, Optional.of("x")));
  }

  @Test
  void aTokenWithoutARoleIsAnonymousAndKeepsItsClaims() {
    assertThat(bearer(ISSUER.token("{\"id\":7}")))
        .isEqualTo(new Caller("anon", "{\"id\":7,\"role\":\"anon\"}"));
  }

  @Test
  void aClaimOfItsOwnNamesTheKey() {
    Authenticator named =
        new Authenticator(
            new IdentityConfig(
                CONFIG.keys(),
                CONFIG.audience(),
                CONFIG.rolePath(),
                RolePath.parse(".app.key"),
                CONFIG.anonymousRole(),
                10,
                true,
                List.of()),
            InstantSource.fixed(NOW));
    assertThat(key(named, "{\"sub\":\"x\",\"app\":{\"key\":\"partner\"}}")).contains("partner");
    assertThat(key(named, "{\"app\":{\"key\":7}}")).contains("7");
    assertThat(key(named, "{\"sub\":\"x\"}")).isEmpty();
  }

  private static Optional<String> key(Authenticator authenticator, String claims) {
    Optional<String> authorization = Optional.of("Bearer " + ISSUER.token(claims));
    return authenticator.identify(authorization, Optional.empty()).key();
  }

  @Test
  void aRoleThatIsNoTextIsTakenAsItsJson() {
    assertThat(bearer(ISSUER.token("{\"role\":12}")).role()).isEqualTo("12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER \t "})
  void theSchemeIsReadInAnyCase(String scheme) {
    String token = ISSUER.token("{\"role\":\"staff\"}");
    assertThat(authenticator.identify(Optional.of(scheme + token), Optional.empty()).role())
        .isEqualTo("staff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YTpi", "Bearerx", "Token abc"})
  void otherSchemesAreNoToken(String header) {
    assertThat(authenticator.identify(Optional.of(header), Optional.empty()).role())
        .isEqualTo("anon");
  }

  @Test
  void theApiKeyCountsOnlyWithoutAuthorization() {
    Optional<String> key = Optional.of(ISSUER.token("{\"role\":\"service_role\"}"));
    assertThat(authenticator.identify(Optional.empty(), key).role()).isEqualTo("service_role");
    Optional<String> user = Optional.of("Bearer " + ISSUER.token("{\"role\":\"staff\"}"));
    assertThat(authenticator.identify(user, key).role()).isEqualTo("staff");
    assertThat(authenticator.identify(Optional.of("Basic x"), key).role()).isEqualTo("anon");
  }

  @Test
  void theApiKeyIsNotLookedAtUnlessItMayBe() {
    IdentityConfig strict =
        new IdentityConfig(
            CONFIG.keys(), CONFIG.audience(), CONFIG.rolePath(), CONFIG.anonymousRole(), 10, false);
    assertThat(new Authenticator(strict).identify(Optional.empty(), Optional.of("x")).role())
        .isEqualTo("anon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer  "})
  void anEmptyTokenIsRefused(String header) {
    Problem problem = refusal(header);
    assertThat(problem.code()).isEqualTo("PGRST301");
    assertThat(problem.status()).isEqualTo(401);
    assertThat(problem.message()).isEqualTo("Empty JWT is sent in Authorization header");
    assertThat(problem.headers())
        .containsExactly(
            Map.entry(
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\","
                    + " error_description=\"Empty JWT is sent in Authorization header\""));
  }

  @ParameterizedTest
  @CsvSource({"a, 1", "a.b, 2", "a.b.c.d, 4", "a.b.c.d.e, 5"})
  void aTokenHasThreeParts(String token, int parts) {
    assertThat(refusal("Bearer " + token).message())
        .isEqualTo("Expected 3 parts in JWT; got " + parts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b.c",
        "..",
        "!.e30.AA",
        "e30.e30.AA",
        "eyJhbGciOjF9.e30.AA",
        "eyJhbGciOiJIUzI1NiJ9.!.AA",
        "eyJhbGciOiJFUzI1NksifQ.e30.AA",
        "eyJhbGciOiJub05lIn0.e30.AA",
      })
  void whatIsNoTokenIsRefused(String token) {
    Problem problem = refusal("Bearer " + token);
    assertThat(problem.code()).isEqualTo("PGRST301");
    assertThat(problem.message()).isEqualTo("JWT cryptographic operation failed");
    assertThat(problem.details()).isEmpty();
  }

  @Test
  void anUnsecuredTokenIsRefused() {
    Problem problem = refusal("Bearer " + part("{\"alg\":\"none\"}") + "." + part("{}") + ".");
    assertThat(problem.message()).isEqualTo("Wrong or unsupported encoding algorithm");
    assertThat(problem.details())
        .contains(new Details.Text("JWT is unsecured but expected 'alg' was not 'none'"));
  }

  @Test
  void anotherSecretsTokenIsRefused() {
    TokenIssuer other = new TokenIssuer("x".repeat(32).getBytes(StandardCharsets.UTF_8));
    Problem problem = refusal("Bearer " + other.token("{}"));
    assertThat(problem.message()).isEqualTo("No suitable key or wrong key type");
    assertThat(problem.details())
        .contains(new Details.Text("None of the keys was able to decode the JWT"));
  }

  @Test
  void aTokenByAnAlgorithmOfAnotherKindOfKeyIsRefused() {
    Problem problem = refusal("Bearer " + part("{\"alg\":\"RS256\"}") + "." + part("{}") + ".AA");
    assertThat(problem.message()).isEqualTo("No suitable key or wrong key type");
    assertThat(problem.details())
        .contains(new Details.Text("No suitable key was found to decode the JWT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "", "{", "{} x", "{\"a\":01}"})
  void claimsAreAJsonObject(String claims) {
    Problem problem = refusal("Bearer " + ISSUER.token(claims));
    assertThat(problem.code()).isEqualTo("PGRST303");
    assertThat(problem.message()).isEqualTo("Parsing claims failed");
  }

  @ParameterizedTest
  @CsvSource({
    "exp, -31, JWT expired",
    "nbf, 31, JWT not yet valid",
    "iat, 31, JWT issued at future",
  })
  void timesAreKeptWithThirtySecondsOfSkew(String claim, int offset, String message) {
    Problem problem = refusal("Bearer " + token(claim, String.valueOf(SECOND + offset)));
    assertThat(problem.code()).isEqualTo("PGRST303");
    assertThat(problem.message()).isEqualTo(message);
    long inside = SECOND + offset - Integer.signum(offset);
    assertThat(bearer(token(claim, String.valueOf(inside))).role()).isEqualTo("anon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "true", "[]", "{}"})
  void timesAreNumbers(String value) {
    for (String claim : new String[] {"exp", "nbf", "iat"}) {
      assertThat(refusal("Bearer " + token(claim, value)).message())
          .isEqualTo("The JWT '" + claim + "' claim must be a number");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e400", "1e999999999", "99999999999999999999"})
  void anOddExpiryIsOver(String value) {
    assertThat(refusal("Bearer " + token("exp", value)).message()).isEqualTo("JWT expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "9999999999", "9999999999.0", "1e10"})
  void anExpiryThatIsFarOrNullHolds(String value) {
    assertThat(bearer(token("exp", value)).role()).isEqualTo("anon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"us\"; ok",
        "[\"them\",\"us\"]; ok",
        "[]; ok",
        "null; ok",
        "\"them\"; JWT not in audience",
        "\"\"; JWT not in audience",
        "[\"them\"]; JWT not in audience",
        "1; The JWT 'aud' claim must be a string or an array of strings",
        "[1]; The JWT 'aud' claim must be a string or an array of strings",
        "[\"us\",1]; The JWT 'aud' claim must be a string or an array of strings",
        "{}; The JWT 'aud' claim must be a string or an array of strings",
      })
  void theAudienceMustNameUs(String value, String expected) {
    IdentityConfig config =
        new IdentityConfig(
            CONFIG.keys(), Optional.of("us"), CONFIG.rolePath(), CONFIG.anonymousRole(), 0, false);
    Authenticator ours = new Authenticator(config);
    Optional<String> header = Optional.of("Bearer " + token("aud", value));
    if (expected.equals("ok")) {
      assertThat(ours.identify(header, Optional.empty()).role()).isEqualTo("anon");
    } else {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> ours.identify(header, Optional.empty()))
          .satisfies(thrown -> assertThat(thrown.problem().message()).isEqualTo(expected));
    }
  }

  @Test
  void anExpiredTokenIsRefusedFromTheCacheToo() {
    Moving clock = new Moving();
    Authenticator moving = new Authenticator(CONFIG, clock);
    Optional<String> header = Optional.of("Bearer " + token("exp", String.valueOf(SECOND + 10)));
    assertThat(moving.identify(header, Optional.empty()).role()).isEqualTo("anon");
    clock.now = NOW.plus(Duration.ofSeconds(41));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> moving.identify(header, Optional.empty()))
        .withMessageContaining("JWT expired");
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 10, 40, 41, JWT expired",
    "nbf, 0, -30, -31, JWT not yet valid",
    "iat, 0, -30, -31, JWT issued at future"
  })
  void timesOfAKnownTokenAreThoseOfANewOne(
      String claim, int offset, int holds, int fails, String message) {
    Moving clock = new Moving();
    Authenticator moving = new Authenticator(CONFIG, clock);
    Optional<String> header =
        Optional.of("Bearer " + token(claim, String.valueOf(SECOND + offset)));
    assertThat(moving.identify(header, Optional.empty()).role()).isEqualTo("anon");
    clock.now = NOW.plusSeconds(holds);
    assertThat(moving.identify(header, Optional.empty()).role()).isEqualTo("anon");
    clock.now = NOW.plusSeconds(fails);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> moving.identify(header, Optional.empty()))
        .withMessageContaining(message);
  }

  @Test
  void aKnownTokenWithoutAnEndHoldsForever() {
    Moving clock = new Moving();
    Authenticator moving = new Authenticator(CONFIG, clock);
    for (String header : List.of(token("exp", "null"), token("exp", "9223372036854775807"))) {
      clock.now = NOW;
      moving.identify(Optional.of("Bearer " + header), Optional.empty());
      clock.now = NOW.plusSeconds(100_000_000_000L);
      assertThat(moving.identify(Optional.of("bearer \t" + header), Optional.empty()).role())
          .isEqualTo("anon");
    }
    assertThat(moving.tokens().hits()).isEqualTo(2);
  }

  @Test
  void otherSettingsCountAtOnceAndForKnownTokensToo() {
    String token = ISSUER.token("{\"role\":\"staff\"}");
    assertThat(bearer(token).role()).isEqualTo("staff");
    authenticator.reconfigure(
        new IdentityConfig(
            Optional.of(VerificationKeys.of("another secret of 32 characters or more", false)),
            Optional.empty(),
            CONFIG.rolePath(),
            Optional.of("guest"),
            10,
            true));
    assertThat(refusal("Bearer " + token).message()).isEqualTo("No suitable key or wrong key type");
    assertThat(authenticator.identify(Optional.empty(), Optional.empty()).role())
        .isEqualTo("guest");
  }

  @Test
  void withoutKeysATokenIsTheServersFault() {
    IdentityConfig config =
        new IdentityConfig(
            Optional.empty(), Optional.empty(), CONFIG.rolePath(), Optional.of("anon"), 10, false);
    Authenticator keyless = new Authenticator(config);
    assertThat(keyless.identify(Optional.empty(), Optional.empty()).role()).isEqualTo("anon");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> keyless.identify(Optional.of("Bearer x"), Optional.empty()))
        .satisfies(thrown -> {
          assertThat(thrown.problem().code()).isEqualTo("PGRST300");
          assertThat(thrown.problem().status()).isEqualTo(500);
          assertThat(thrown.problem().message()).isEqualTo("Server lacks JWT secret");
        });
  }

  @Test
  void withoutAnAnonymousRoleATokenIsRequired() {
    IdentityConfig config =
        new IdentityConfig(
            CONFIG.keys(), Optional.empty(), CONFIG.rolePath(), Optional.empty(), 10, false);
    Authenticator closed = new Authenticator(config);
    for (Optional<String> header :
        java.util.List.of(
            Optional.<String>empty(), Optional.of("Bearer " + ISSUER.token("{\"id\":1}")))) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> closed.identify(header, Optional.empty()))
          .satisfies(thrown -> {
            assertThat(thrown.problem().code()).isEqualTo("PGRST302");
            assertThat(thrown.problem().message()).isEqualTo("Anonymous access is disabled");
            assertThat(thrown.problem().headers())
                .containsExactly(Map.entry("WWW-Authenticate", "Bearer"));
          });
    }
  }

  private Caller bearer(String token) {
    return authenticator.identify(Optional.of("Bearer " + token), Optional.empty());
  }

  private Problem refusal(String header) {
    try {
      Caller caller = authenticator.identify(Optional.of(header), Optional.empty());
      throw new AssertionError("accepted as " + caller);
    } catch (ProblemException refused) {
      return refused.problem();
    }
  }

  private static String token(String claim, String value) {
    return ISSUER.token("{\"" + claim + "\":" + value + "}");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A clock that is set by hand. */
  private static final class Moving implements InstantSource {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void anApiKeyStandsForItsRole() {
    ApiKey publishable = ApiKey.derived("publishable", "anon", SECRET.getBytes(UTF_8));
    ApiKey secret = ApiKey.derived("secret", "service_role", SECRET.getBytes(UTF_8));
    Authenticator keyed =
        new Authenticator(
            new IdentityConfig(
                CONFIG.keys(),
                Optional.empty(),
                RolePath.parse(".role"),
                RolePath.parse(".sub"),
                Optional.empty(),
                10,
                true,
                List.of(publishable, secret)));
    assertThat(publishable.text()).matches("sb_publishable_[A-Za-z0-9_-]{22}_[0-9a-f]{8}");
    assertThat(role(keyed, Optional.empty(), publishable)).isEqualTo("anon");
    assertThat(role(keyed, Optional.of("Bearer " + publishable.text()), publishable))
        .isEqualTo("anon");
    assertThat(role(keyed, Optional.of("Bearer " + secret.text()), secret))
        .isEqualTo("service_role");
    assertThatThrownBy(() -> keyed.identify(Optional.empty(), Optional.of("sb_secret_guess")))
        .hasMessageContaining("Invalid API key");
  }

  private static String role(Authenticator keyed, Optional<String> authorization, ApiKey key) {
    return keyed.identify(authorization, Optional.of(key.text())).role();
  }
}
