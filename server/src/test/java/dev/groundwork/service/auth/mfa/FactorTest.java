package dev.groundwork.service.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.RoomDesk;
import dev.groundwork.service.auth.RoomDesk.Answer;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.totp.App;
import dev.groundwork.service.auth.webauthn.Device;
import dev.groundwork.testing.TestPostgres;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Second factors, from their setup to a session of the second level. */
class FactorTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final String HERE = "203.0.113.7";
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static RoomDesk desk;

  @BeforeAll
  static void open() {
    desk = RoomDesk.open(POSTGRES, RoomDesk.settings());
  }

  @AfterEach
  void back() {
    desk.from(HERE);
    desk.refuse(false);
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  private static ObjectNode wish(String kind, String name) {
    return Json.object().put("factor_type", kind).put("friendly_name", name);
  }

  private static Answer enroll(String token, String kind) {
    ObjectNode wish = wish(kind, "");
    if (kind.equals("phone")) {
      wish.put("phone", "+1202555%04d".formatted(100 + COUNTER.incrementAndGet()));
    }
    Answer answer = desk.post("/factors", token, wish);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer;
  }

  private static Answer challenge(String token, String factor) {
    return challenge(token, factor, Json.object());
  }

  private static Answer challenge(String token, String factor, ObjectNode body) {
    return desk.post("/factors/" + factor + "/challenge", token, body);
  }

  private static Answer verify(String token, String factor, String challenge, String code) {
    ObjectNode body = Json.object().put("challenge_id", challenge).put("code", code);
    return desk.post("/factors/" + factor + "/verify", token, body);
  }

  /** An application that was set up. */
  private record Totp(String token, String factor, String secret) {
    static Totp of(String token) {
      Answer made = enroll(token, "totp");
      return new Totp(token, made.text("id"), made.json().path("totp").path("secret").asText());
    }

    String code() {
      return App.code(secret, desk.now());
    }

    Answer verify() {
      return verify(code());
    }

    Answer verify(String code) {
      return FactorTest.verify(token, factor, FactorTest.challenge(token, factor).text("id"), code);
    }
  }

  private static String level(String token) {
    return RoomDesk.claims(token).path("aal").asText();
  }

  private static void assertFailed(Answer answer, String code) {
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  void aCodeOfAnApplicationRaisesTheSession() {
    String token = desk.somebody();
    Answer made = enroll(token, "totp");
    assertThat(made.text("type")).isEqualTo("totp");
    JsonNode told = made.json().path("totp");
    assertThat(told.path("qr_code").asText()).startsWith("<svg");
    assertThat(told.path("uri").asText()).startsWith("otpauth://totp/app.example.com:");
    assertThat(level(token)).isEqualTo("aal1");

    Answer asked = challenge(token, made.text("id"));
    assertThat(asked.text("type")).isEqualTo("totp");
    assertThat(asked.json().path("expires_at").asLong())
        .isEqualTo(desk.now().plusSeconds(300).getEpochSecond());
    String code = App.code(told.path("secret").asText(), desk.now());
    Answer answer = verify(token, made.text("id"), asked.text("id"), code);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(level(answer.text("access_token"))).isEqualTo("aal2");
    JsonNode proofs = RoomDesk.claims(answer.text("access_token")).path("amr");
    assertThat(proofs).hasSize(2);
    assertThat(proofs.path(0).path("method").asText()).isEqualTo("totp");
    assertThat(RoomDesk.claims(answer.text("access_token")).path("session_id"))
        .isEqualTo(RoomDesk.claims(token).path("session_id"));
    JsonNode factor = answer.json().path("user").path("factors").path(0);
    assertThat(factor.path("status").asText()).isEqualTo("verified");
    assertThat(factor.has("secret")).isFalse();
    assertThat(desk.attempts()).contains("totp true");
  }

  @Test
  void theSecretIsSealedInTheTable() {
    Totp totp = Totp.of(desk.somebody());
    String stored =
        POSTGRES.value("select secret from auth.mfa_factors where id = '" + totp.factor + "'");
    assertThat(stored).startsWith("sealed:").doesNotContain(totp.secret);
  }

  @Test
  void aSecretFromBeforeIsTakenAndSealed() {
    Totp totp = Totp.of(desk.somebody());
    String where = " where id = '" + totp.factor + "'";
    POSTGRES.execute("update auth.mfa_factors set secret = '" + totp.secret + "'" + where);
    assertThat(totp.verify().status()).isEqualTo(200);
    assertThat(POSTGRES.value("select secret from auth.mfa_factors" + where)).startsWith("sealed:");
  }

  @Test
  void aSecretOfAnotherRowDoesNotOpen() {
    Totp mine = Totp.of(desk.somebody());
    Totp other = Totp.of(desk.somebody());
    POSTGRES.execute(
        "update auth.mfa_factors set secret = (select secret from auth.mfa_factors where id = '"
            + mine.factor
            + "') where id = '"
            + other.factor
            + "'");
    assertFailed(other.verify(mine.code()), "mfa_verification_failed");
  }

  @Test
  void aWrongCodeIsRefusedAndToldToTheApplication() {
    Totp totp = Totp.of(desk.somebody());
    Answer answer = totp.verify("000000".equals(totp.code()) ? "111111" : "000000");
    assertFailed(answer, "mfa_verification_failed");
    assertThat(answer.text("message")).isEqualTo("Invalid TOTP code entered");
    assertThat(desk.attempts().getLast()).isEqualTo("totp false");
  }

  @Test
  void aChallengeTakesThreeCodesAndNoMore() {
    Totp totp = Totp.of(desk.somebody());
    String challenge = challenge(totp.token, totp.factor).text("id");
    for (int i = 0; i < 3; i++) {
      assertFailed(verify(totp.token, totp.factor, challenge, "12345"), "mfa_verification_failed");
    }
    assertFailed(verify(totp.token, totp.factor, challenge, totp.code()), "mfa_challenge_expired");
  }

  @Test
  void aChallengeIsAnsweredOnce() {
    Totp totp = Totp.of(desk.somebody());
    String challenge = challenge(totp.token, totp.factor).text("id");
    assertThat(verify(totp.token, totp.factor, challenge, totp.code()).status()).isEqualTo(200);
    desk.pass(Duration.ofSeconds(90));
    assertFailed(verify(totp.token, totp.factor, challenge, totp.code()), "mfa_challenge_expired");
  }

  @Test
  void aCodeCountsOnce() {
    Totp totp = Totp.of(desk.somebody());
    String code = totp.code();
    assertThat(totp.verify(code).status()).isEqualTo(200);
    assertFailed(totp.verify(code), "mfa_verification_failed");
    desk.pass(Duration.ofSeconds(90));
    assertThat(totp.verify().status()).isEqualTo(200);
  }

  @Test
  void codesOfTheStepsBesideAreTakenAndOthersAreNot() {
    Totp totp = Totp.of(desk.somebody());
    String early = App.code(totp.secret, desk.now().minusSeconds(60));
    assertFailed(totp.verify(early), "mfa_verification_failed");
    assertThat(totp.verify(App.code(totp.secret, desk.now().minusSeconds(30))).status())
        .isEqualTo(200);
  }

  @Test
  void aChallengeEndsAfterFiveMinutes() {
    Totp totp = Totp.of(desk.somebody());
    String challenge = challenge(totp.token, totp.factor).text("id");
    desk.pass(Duration.ofSeconds(301));
    assertFailed(verify(totp.token, totp.factor, challenge, totp.code()), "mfa_challenge_expired");
  }

  @Test
  void aChallengeIsAnsweredWhereItWasAsked() {
    Totp totp = Totp.of(desk.somebody());
    String challenge = challenge(totp.token, totp.factor).text("id");
    desk.from("198.51.100.1");
    assertFailed(
        verify(totp.token, totp.factor, challenge, totp.code()), "mfa_ip_address_mismatch");
  }

  @Test
  void oneAddressIsWrittenInSeveralWays() {
    desk.from("2001:db8:0:0:0:0:0:1");
    Totp totp = Totp.of(desk.somebody());
    String challenge = challenge(totp.token, totp.factor).text("id");
    desk.from("2001:db8::1");
    assertThat(verify(totp.token, totp.factor, challenge, totp.code()).status()).isEqualTo(200);
  }

  @Test
  void factorsOfOthersAreNotFound() {
    Totp totp = Totp.of(desk.somebody());
    String challenge = challenge(totp.token, totp.factor).text("id");
    String other = desk.somebody();
    assertThat(challenge(other, totp.factor).status()).isEqualTo(404);
    Answer answer = verify(other, totp.factor, challenge, totp.code());
    assertThat(answer.code()).isEqualTo("mfa_factor_not_found");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(desk.call("DELETE", "/factors/" + totp.factor, other, Json.object()).status())
        .isEqualTo(404);
    assertThat(challenge(other, "1").status()).isEqualTo(404);
  }

  @Test
  void challengesOfOtherFactorsAreNotFound() {
    Totp totp = Totp.of(desk.somebody());
    String factor = enroll(totp.token, "totp").text("id");
    String challenge = challenge(totp.token, factor).text("id");
    assertFailed(verify(totp.token, totp.factor, challenge, totp.code()), "mfa_factor_not_found");
    String none = UUID.randomUUID().toString();
    assertFailed(verify(totp.token, totp.factor, none, totp.code()), "mfa_factor_not_found");
    assertFailed(verify(totp.token, totp.factor, "1", totp.code()), "mfa_factor_not_found");
  }

  @Test
  void triesAreLimitedForEachFactor() {
    Totp totp = Totp.of(desk.somebody());
    Answer answer = totp.verify("12345");
    for (int i = 0; i < 25 && answer.status() == 422; i++) {
      answer = totp.verify("12345");
    }
    assertThat(answer.status()).isEqualTo(429);
    assertThat(totp.verify().code()).isEqualTo("over_request_rate_limit");
  }

  @Test
  void theApplicationMayRefuse() {
    Totp totp = Totp.of(desk.somebody());
    desk.refuse(true);
    Answer answer = totp.verify();
    assertThat(answer.code()).isEqualTo("mfa_verification_rejected");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(level(desk.somebody())).isEqualTo("aal1");
  }

  @Test
  void successRemovesUnfinishedFactorsAndLowerSessions() {
    String address = "two-sessions@example.com";
    Totp totp = Totp.of(desk.signUp(address));
    String lower = desk.signIn(address).text("access_token");
    enroll(totp.token, "webauthn");
    Answer answer = totp.verify();
    assertThat(answer.json().path("user").path("factors")).hasSize(1);
    assertThat(desk.call("GET", "/user", lower, Json.object()).code())
        .isEqualTo("session_not_found");
    assertThat(desk.call("GET", "/user", totp.token, Json.object()).status()).isEqualTo(200);
  }

  @Test
  void aFurtherFactorNeedsTheSecondLevel() {
    String address = "further@example.com";
    Totp totp = Totp.of(desk.signUp(address));
    String high = totp.verify().text("access_token");
    String low = desk.signIn(address).text("access_token");
    Answer refused = desk.post("/factors", low, wish("totp", "second"));
    assertThat(refused.code()).isEqualTo("insufficient_aal");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(desk.post("/factors", high, wish("totp", "second")).status()).isEqualTo(200);
    assertThat(desk.post("/passkeys/registration/options", low, Json.object()).code())
        .isEqualTo("insufficient_aal");
  }

  @Test
  void aVerifiedFactorIsRemovedOnTheSecondLevelAndSessionsGoDown() {
    String address = "leaving@example.com";
    Totp totp = Totp.of(desk.signUp(address));
    Answer raised = totp.verify();
    String low = desk.signIn(address).text("access_token");
    String path = "/factors/" + totp.factor;
    assertFailed(desk.call("DELETE", path, low, Json.object()), "insufficient_aal");
    Answer gone = desk.call("DELETE", path, raised.text("access_token"), Json.object());
    assertThat(gone.text("id")).isEqualTo(totp.factor);
    assertThat(
            POSTGRES.value(
                "select string_agg(aal::text, ',') from auth.sessions where user_id = '"
                    + raised.json().path("user").path("id").asText()
                    + "'"))
        .isEqualTo("aal1,aal1");
  }

  @Test
  void aFactorThatAServerRemovesTakesItsLevelAlong() {
    Totp totp = Totp.of(desk.somebody());
    String token = totp.verify().text("access_token");
    String user = RoomDesk.claims(token).path("sub").asText();
    String path = "/admin/users/" + user + "/factors/" + totp.factor;
    assertThat(desk.call("DELETE", path, desk.adminToken(), Json.object()).status()).isEqualTo(200);
    String level = "select aal from auth.sessions where user_id = '" + user + "'";
    assertThat(POSTGRES.value(level)).isEqualTo("aal1");
  }

  @Test
  void anUnverifiedFactorIsRemovedByAnySessionOfItsOwner() {
    Totp totp = Totp.of(desk.somebody());
    Answer gone = desk.call("DELETE", "/factors/" + totp.factor, totp.token, Json.object());
    assertThat(gone.status()).isEqualTo(200);
    assertThat(challenge(totp.token, totp.factor).status()).isEqualTo(404);
  }

  @Test
  void namesAreUnique() {
    String token = desk.somebody();
    assertThat(desk.post("/factors", token, wish("totp", "phone")).status()).isEqualTo(200);
    assertFailed(
        desk.post("/factors", token, wish("webauthn", "phone")), "mfa_factor_name_conflict");
    assertThat(desk.post("/factors", token, wish("totp", "")).status()).isEqualTo(200);
    assertThat(desk.post("/factors", token, wish("totp", "")).status()).isEqualTo(200);
  }

  @Test
  void abandonedFactorsGiveWay() {
    String token = desk.somebody();
    desk.post("/factors", token, wish("totp", "mine"));
    desk.pass(Duration.ofSeconds(301));
    assertThat(desk.post("/factors", token, wish("totp", "mine")).status()).isEqualTo(200);
  }

  @Test
  void thereAreAtMostAsManyAsTheSettingsSay() {
    AuthConfig.Mfa.Kind on = new AuthConfig.Mfa.Kind(true, true);
    AuthConfig.Mfa.Kind off = new AuthConfig.Mfa.Kind(false, false);
    AuthConfig config = RoomDesk.settings(new AuthConfig.Mfa(1, on, off, off), false, true);
    try (RoomDesk strict = RoomDesk.open(POSTGRES, config)) {
      String token = strict.somebody();
      assertThat(strict.post("/factors", token, wish("totp", "")).status()).isEqualTo(200);
      assertFailed(
          strict.post("/factors", token, wish("totp", "")), "too_many_enrolled_mfa_factors");
      assertFailed(
          strict.post("/factors", token, wish("phone", "")), "mfa_phone_enroll_not_enabled");
      assertFailed(
          strict.post("/factors", token, wish("webauthn", "")), "mfa_webauthn_enroll_not_enabled");
    }
  }

  @Test
  void whatIsSwitchedOffIsNotAskedFor() {
    AuthConfig.Mfa.Kind half = new AuthConfig.Mfa.Kind(true, false);
    AuthConfig config = RoomDesk.settings(new AuthConfig.Mfa(9, half, half, half), false, true);
    try (RoomDesk strict = RoomDesk.open(POSTGRES, config)) {
      String token = strict.somebody();
      for (String kind : new String[] {"totp", "webauthn"}) {
        String factor = strict.post("/factors", token, wish(kind, "")).text("id");
        assertFailed(
            strict.post("/factors/" + factor + "/challenge", token, Json.object()),
            "mfa_" + kind + "_verify_not_enabled");
      }
    }
  }

  @Test
  void anUnknownKindIsRefused() {
    Answer answer = desk.post("/factors", desk.somebody(), wish("smoke", ""));
    assertThat(answer.code()).isEqualTo("validation_failed");
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void aCodeSentByPhoneRaisesTheSession() {
    String token = desk.somebody();
    Answer made = enroll(token, "phone");
    assertThat(made.text("phone")).startsWith("1202555");
    Answer asked = challenge(token, made.text("id"));
    String code = desk.codes().getLast();
    assertThat(code).hasSize(8);
    assertThat(
            POSTGRES.value(
                "select otp_code from auth.mfa_challenges where id = '" + asked.text("id") + "'"))
        .doesNotContain(code);
    Answer wrong = verify(token, made.text("id"), asked.text("id"), "x");
    assertFailed(wrong, "mfa_verification_failed");
    Answer answer = verify(token, made.text("id"), asked.text("id"), code);
    assertThat(level(answer.text("access_token"))).isEqualTo("aal2");
    assertThat(
            RoomDesk.claims(answer.text("access_token"))
                .path("amr")
                .path(0)
                .path("method")
                .asText())
        .isEqualTo("mfa/phone");
    Answer next = challenge(token, made.text("id"));
    assertFailed(verify(token, made.text("id"), next.text("id"), code), "mfa_verification_failed");
  }

  @Test
  void aPhoneIsOneFactor() {
    String token = desk.somebody();
    ObjectNode wish = wish("phone", "").put("phone", "+15550001111");
    assertThat(desk.post("/factors", token, wish).status()).isEqualTo(200);
    Answer made = desk.post("/factors", token, wish);
    int sent = desk.codes().size();
    Answer asked = challenge(token, made.text("id"));
    assertThat(desk.codes()).hasSize(sent);
    Answer raised = verify(token, made.text("id"), asked.text("id"), "11112222");
    assertFailed(
        desk.post("/factors", raised.text("access_token"), wish), "mfa_verified_factor_exists");
    assertThat(
            desk.post("/factors", desk.somebody(), wish("phone", "").put("phone", "none")).status())
        .isEqualTo(400);
  }

  private static ObjectNode site() {
    ObjectNode body = Json.object();
    ObjectNode party = body.putObject("webauthn").put("rpId", "app.example.com");
    party.putArray("rpOrigins").add(RoomDesk.SITE);
    return body;
  }

  private static JsonNode options(Answer asked) {
    return asked.json().path("webauthn").path("credential_options").path("publicKey");
  }

  private static Answer answer(String token, String factor, Answer asked, JsonNode credential) {
    ObjectNode body = site().put("challenge_id", asked.text("id"));
    ((ObjectNode) body.path("webauthn"))
        .put("type", asked.json().path("webauthn").path("type").asText())
        .set("credential_response", credential);
    return desk.post("/factors/" + factor + "/verify", token, body);
  }

  private static Answer sign(String token, String factor, Device device) {
    Answer asked = challenge(token, factor, site());
    return answer(token, factor, asked, device.get(options(asked)));
  }

  /** A key that was set up. */
  private record Key(String token, String factor, Device device) {
    static Key made() {
      String token = desk.somebody();
      String factor = enroll(token, "webauthn").text("id");
      Device device = Device.at(RoomDesk.SITE).withoutVerification();
      Answer asked = challenge(token, factor, site());
      assertThat(asked.json().path("webauthn").path("type").asText()).isEqualTo("create");
      Answer answer = answer(token, factor, asked, device.create(options(asked)));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      return new Key(answer.text("access_token"), factor, device);
    }
  }

  @Test
  void aSecurityKeyIsMadeAndThenSigns() {
    Key key = Key.made();
    assertThat(level(key.token)).isEqualTo("aal2");
    Answer asked = challenge(key.token, key.factor, site());
    assertThat(asked.json().path("webauthn").path("type").asText()).isEqualTo("request");
    assertThat(options(asked).path("allowCredentials")).hasSize(1);
    Answer answer = answer(key.token, key.factor, asked, key.device.get(options(asked)));
    assertThat(
            RoomDesk.claims(answer.text("access_token"))
                .path("amr")
                .path(0)
                .path("method")
                .asText())
        .isEqualTo("mfa/webauthn");
    assertThat(
            POSTGRES.value(
                "select web_authn_credential -> 'authenticator' ->> 'signCount' from"
                    + " auth.mfa_factors where id = '"
                    + key.factor
                    + "'"))
        .isEqualTo("2");
  }

  @Test
  void aWrongSignatureUsesItsChallengeUp() {
    Key key = Key.made();
    Answer asked = challenge(key.token, key.factor, site());
    JsonNode right = key.device.get(options(asked));
    ObjectNode wrong = right.deepCopy();
    ObjectNode response = (ObjectNode) wrong.path("response");
    response.put("signature", Device.damaged(response.path("signature").asText()));
    assertFailed(answer(key.token, key.factor, asked, wrong), "mfa_verification_failed");
    assertFailed(answer(key.token, key.factor, asked, right), "mfa_challenge_expired");
  }

  @Test
  void keysOfOthersOtherPagesAndCopiesAreRefused() {
    Key key = Key.made();
    Device copy = key.device.copied();
    String failed = "mfa_verification_failed";
    assertFailed(sign(key.token, key.factor, Device.at(RoomDesk.SITE)), failed);
    assertThat(sign(key.token, key.factor, key.device).status()).isEqualTo(200);
    assertFailed(sign(key.token, key.factor, copy), failed);
    key.device.showing("https://evil.example.org");
    assertFailed(sign(key.token, key.factor, key.device), failed);
    key.device.showing(RoomDesk.SITE).signingFor("evil.example.org");
    assertFailed(sign(key.token, key.factor, key.device), failed);
  }

  @Test
  void pagesOfOthersCannotAsk() {
    String token = desk.somebody();
    String factor = enroll(token, "webauthn").text("id");
    ObjectNode domain = site();
    ((ObjectNode) domain.path("webauthn")).put("rpId", "example.org");
    assertThat(challenge(token, factor, domain).code()).isEqualTo("validation_failed");
    ObjectNode origin = site();
    ((ObjectNode) origin.path("webauthn")).putArray("rpOrigins").add("https://evil.example.org");
    assertThat(challenge(token, factor, origin).code()).isEqualTo("validation_failed");
    assertThat(challenge(token, factor).status()).isEqualTo(200);
  }
}
