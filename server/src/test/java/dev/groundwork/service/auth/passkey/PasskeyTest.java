package dev.groundwork.service.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.RoomDesk;
import dev.groundwork.service.auth.RoomDesk.Answer;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.webauthn.Device;
import dev.groundwork.testing.TestPostgres;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Passkeys, from a device of software to a session. */
class PasskeyTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static RoomDesk desk;

  @BeforeAll
  static void open() {
    desk = RoomDesk.open(POSTGRES, RoomDesk.settings());
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  private static String newAddress() {
    return "person" + COUNTER.incrementAndGet() + "@example.com";
  }

  private static ObjectNode answering(Answer options, JsonNode credential) {
    ObjectNode body = Json.object().put("challenge_id", options.text("challenge_id"));
    body.set("credential", credential);
    return body;
  }

  private static Answer register(String token, Device device) {
    Answer options = desk.post("/passkeys/registration/options", token, Json.object());
    return desk.post(
        "/passkeys/registration/verify",
        token,
        answering(options, device.create(options.json().path("options"))));
  }

  private static Answer challenge() {
    return desk.post("/passkeys/authentication/options", Json.object());
  }

  private static Answer signIn(Device device) {
    Answer options = challenge();
    return desk.post(
        "/passkeys/authentication/verify",
        answering(options, device.get(options.json().path("options"))));
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.code()).isEqualTo("webauthn_verification_failed");
    assertThat(answer.status()).isEqualTo(400);
  }

  private static Device registered() {
    Device device = Device.at(RoomDesk.SITE);
    assertThat(register(desk.somebody(), device).status()).isEqualTo(200);
    return device;
  }

  @Test
  void aRegisteredPasskeySignsInByItself() {
    String address = newAddress();
    String token = desk.signUp(address);
    Device device = Device.at(RoomDesk.SITE);
    Answer made = register(token, device);
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("id")).hasSize(36);
    assertThat(made.text("created_at")).isNotEmpty();

    Answer in = signIn(device);
    assertThat(in.status()).isEqualTo(200);
    assertThat(in.json().path("user").path("email").asText()).isEqualTo(address);
    JsonNode claims = RoomDesk.claims(in.text("access_token"));
    assertThat(claims.path("amr").path(0).path("method").asText()).isEqualTo("passkey");
    assertThat(claims.path("aal").asText()).isEqualTo("aal1");
    Answer listed = desk.call("GET", "/passkeys", in.text("access_token"), Json.object());
    assertThat(listed.json()).hasSize(1);
    assertThat(listed.json().path(0).path("last_used_at").asText()).isNotEmpty();
  }

  @Test
  void optionsAskForADiscoverableVerifiedCredential() {
    String token = desk.somebody();
    Answer answer = desk.post("/passkeys/registration/options", token, Json.object());
    JsonNode options = answer.json().path("options");
    assertThat(options.path("rp").path("id").asText()).isEqualTo("app.example.com");
    JsonNode selection = options.path("authenticatorSelection");
    assertThat(selection.path("residentKey").asText()).isEqualTo("required");
    assertThat(selection.path("userVerification").asText()).isEqualTo("required");
    assertThat(options.path("user").path("id").asText()).doesNotContain("person");
    assertThat(answer.json().path("expires_at").asLong())
        .isEqualTo(desk.now().plusSeconds(300).getEpochSecond());
    JsonNode request = challenge().json().path("options");
    assertThat(request.path("userVerification").asText()).isEqualTo("required");
    assertThat(request.path("allowCredentials")).isEmpty();
  }

  @Test
  void theSecondRegistrationNamesTheFirst() {
    String token = desk.somebody();
    register(token, Device.at(RoomDesk.SITE));
    Answer answer = desk.post("/passkeys/registration/options", token, Json.object());
    assertThat(answer.json().path("options").path("excludeCredentials")).hasSize(1);
  }

  @Test
  void aFurtherOriginOfTheSettingsIsTaken() {
    Device device = registered().showing("https://admin.example.com");
    assertThat(signIn(device).status()).isEqualTo(200);
  }

  @Test
  void aWrongOriginIsRefused() {
    assertRefused(register(desk.somebody(), Device.at("https://evil.example.org")));
    assertRefused(signIn(registered().showing("https://evil.example.org")));
    assertRefused(signIn(registered().showing("http://app.example.com")));
  }

  @Test
  void aWrongDomainIsRefused() {
    Device device = Device.at(RoomDesk.SITE).signingFor("example.org");
    assertRefused(register(desk.somebody(), device));
    assertRefused(signIn(registered().signingFor("example.org")));
  }

  @Test
  void aDeviceThatDoesNotLookWhoUsesItIsRefused() {
    Device device = Device.at(RoomDesk.SITE).withoutVerification();
    assertRefused(register(desk.somebody(), device));
    assertRefused(signIn(registered().withoutVerification()));
  }

  @Test
  void aChallengeIsGoodOnce() {
    Device device = registered();
    Answer options = challenge();
    ObjectNode answer = answering(options, device.get(options.json().path("options")));
    assertThat(desk.post("/passkeys/authentication/verify", answer).status()).isEqualTo(200);
    assertThat(desk.post("/passkeys/authentication/verify", answer).code())
        .isEqualTo("webauthn_challenge_not_found");
  }

  @Test
  void aChallengeIsUsedUpByAWrongAnswer() {
    Device device = registered();
    Answer options = challenge();
    ObjectNode right = answering(options, device.get(options.json().path("options")));
    ObjectNode wrong = right.deepCopy();
    ObjectNode response = (ObjectNode) wrong.path("credential").path("response");
    response.put("signature", Device.damaged(response.path("signature").asText()));
    assertRefused(desk.post("/passkeys/authentication/verify", wrong));
    assertThat(desk.post("/passkeys/authentication/verify", right).code())
        .isEqualTo("webauthn_challenge_not_found");
  }

  @Test
  void aChallengeEndsAfterFiveMinutes() {
    Device device = registered();
    Answer options = challenge();
    desk.pass(Duration.ofSeconds(301));
    Answer answer =
        desk.post(
            "/passkeys/authentication/verify",
            answering(options, device.get(options.json().path("options"))));
    assertThat(answer.code()).isEqualTo("webauthn_challenge_expired");
  }

  @Test
  void anAnswerToAnotherChallengeIsRefused() {
    Device device = registered();
    JsonNode signed = device.get(challenge().json().path("options"));
    assertRefused(desk.post("/passkeys/authentication/verify", answering(challenge(), signed)));
  }

  @Test
  void challengesOfOthersAndOfOtherPurposesAreNotFound() {
    String mine = desk.somebody();
    String other = desk.somebody();
    Answer options = desk.post("/passkeys/registration/options", mine, Json.object());
    Device device = Device.at(RoomDesk.SITE);
    ObjectNode answer = answering(options, device.create(options.json().path("options")));
    assertThat(desk.post("/passkeys/registration/verify", other, answer).code())
        .isEqualTo("webauthn_challenge_not_found");
    assertThat(desk.post("/passkeys/authentication/verify", answer).code())
        .isEqualTo("webauthn_challenge_not_found");
    assertThat(desk.post("/passkeys/registration/verify", mine, answer).status()).isEqualTo(200);
  }

  @Test
  void aClonedDeviceIsFoundOut() {
    Device device = registered();
    Device clone = device.copied();
    assertThat(signIn(device).status()).isEqualTo(200);
    assertThat(signIn(device).status()).isEqualTo(200);
    assertRefused(signIn(clone));
  }

  @Test
  void aDeviceThatDoesNotCountIsNoClone() {
    Device device = Device.at(RoomDesk.SITE).withoutCounter();
    assertThat(register(desk.somebody(), device).status()).isEqualTo(200);
    assertThat(signIn(device).status()).isEqualTo(200);
    assertThat(signIn(device).status()).isEqualTo(200);
  }

  @Test
  void aDeviceOfSomebodyElseIsRefused() {
    assertRefused(signIn(registered().belongingTo(new byte[16])));
    assertRefused(signIn(Device.at(RoomDesk.SITE)));
  }

  @Test
  void oneDeviceIsRegisteredOnce() {
    Device device = registered();
    Answer answer = register(desk.somebody(), device);
    assertThat(answer.code()).isEqualTo("webauthn_credential_exists");
    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  void thereAreAtMostTen() {
    String token = desk.somebody();
    Answer early = desk.post("/passkeys/registration/options", token, Json.object());
    for (int i = 0; i < 10; i++) {
      assertThat(register(token, Device.at(RoomDesk.SITE)).status()).isEqualTo(200);
    }
    assertThat(desk.post("/passkeys/registration/options", token, Json.object()).code())
        .isEqualTo("too_many_passkeys");
    Device device = Device.at(RoomDesk.SITE);
    Answer late =
        desk.post(
            "/passkeys/registration/verify",
            token,
            answering(early, device.create(early.json().path("options"))));
    assertThat(late.code()).isEqualTo("too_many_passkeys");
    assertThat(late.status()).isEqualTo(422);
  }

  @Test
  void theyAreNamedAndRemovedByTheirOwner() {
    String token = desk.somebody();
    String other = desk.somebody();
    Device device = Device.at(RoomDesk.SITE);
    String path = "/passkeys/" + register(token, device).text("id");
    ObjectNode name = Json.object().put("friendly_name", "Phone");
    assertThat(desk.call("PATCH", path, other, name).status()).isEqualTo(404);
    assertThat(desk.call("PATCH", path, token, name).text("friendly_name")).isEqualTo("Phone");
    name.put("friendly_name", "x".repeat(121));
    assertThat(desk.call("PATCH", path, token, name).code()).isEqualTo("validation_failed");
    assertThat(desk.call("DELETE", path, other, Json.object()).status()).isEqualTo(404);
    assertThat(desk.call("DELETE", path, token, Json.object()).status()).isEqualTo(200);
    assertRefused(signIn(device));
    assertThat(desk.call("DELETE", "/passkeys/1", token, Json.object()).code())
        .isEqualTo("webauthn_credential_not_found");
  }

  @Test
  void serversSeeAndRemoveThoseOfOthers() {
    String token = desk.somebody();
    String id = register(token, Device.at(RoomDesk.SITE)).text("id");
    String path = "/admin/users/" + RoomDesk.claims(token).path("sub").asText() + "/passkeys";
    assertThat(desk.call("GET", path, token, Json.object()).code()).isEqualTo("not_admin");
    String admin = desk.adminToken();
    assertThat(desk.call("GET", path, admin, Json.object()).json().path(0).path("id").asText())
        .isEqualTo(id);
    assertThat(desk.call("DELETE", path + "/" + id, token, Json.object()).code())
        .isEqualTo("not_admin");
    assertThat(desk.call("DELETE", path + "/" + id, admin, Json.object()).status()).isEqualTo(200);
    assertThat(desk.call("DELETE", path + "/" + id, admin, Json.object()).status()).isEqualTo(404);
  }

  @Test
  void somebodyBannedStaysOut() {
    String token = desk.somebody();
    Device device = Device.at(RoomDesk.SITE);
    register(token, device);
    POSTGRES.execute(
        "update auth.users set banned_until = now() + interval '1 day' where id = '"
            + RoomDesk.claims(token).path("sub").asText()
            + "'");
    assertThat(signIn(device).code()).isEqualTo("user_banned");
  }

  @Test
  void nobodyRegistersWithoutASession() {
    assertThat(desk.post("/passkeys/registration/options", Json.object()).code())
        .isEqualTo("no_authorization");
    assertThat(desk.call("GET", "/passkeys", null, Json.object()).code())
        .isEqualTo("no_authorization");
  }

  @Test
  void answersThatMakeNoSenseAreRefused() {
    Device device = registered();
    for (String field : new String[] {"signature", "authenticatorData", "clientDataJSON"}) {
      for (String value : new String[] {"", "AAAA", "%%%", "bnVsbA", "e30"}) {
        Answer options = challenge();
        ObjectNode answer = answering(options, device.get(options.json().path("options")));
        ((ObjectNode) answer.path("credential").path("response")).put(field, value);
        assertRefused(desk.post("/passkeys/authentication/verify", answer));
      }
    }
    String token = desk.somebody();
    for (String value : new String[] {"", "AAAA", "oA", "o2NmbXRkbm9uZQ", "e30"}) {
      Answer options = desk.post("/passkeys/registration/options", token, Json.object());
      ObjectNode answer =
          answering(options, Device.at(RoomDesk.SITE).create(options.json().path("options")));
      ((ObjectNode) answer.path("credential").path("response")).put("attestationObject", value);
      assertRefused(desk.post("/passkeys/registration/verify", token, answer));
    }
  }

  @Test
  void anAccountBeginsWithAPasskey() {
    ObjectNode wish = Json.object();
    wish.putObject("data").put("full_name", "Ada");
    Answer options = desk.post("/passkeys/signup/options", wish);
    Device device = Device.at(RoomDesk.SITE);
    ObjectNode answer = answering(options, device.create(options.json().path("options")));
    Answer made = desk.post("/passkeys/signup/verify", answer);
    assertThat(made.status()).isEqualTo(200);
    JsonNode user = made.json().path("user");
    assertThat(user.path("is_anonymous").asBoolean(true)).isFalse();
    assertThat(user.path("user_metadata").path("full_name").asText()).isEqualTo("Ada");
    assertThat(user.path("app_metadata").path("provider").asText()).isEqualTo("passkey");
    assertThat(user.path("identities")).hasSize(1);
    assertThat(desk.post("/passkeys/signup/verify", answer).code())
        .isEqualTo("webauthn_challenge_not_found");

    Answer in = signIn(device);
    assertThat(in.json().path("user").path("id").asText()).isEqualTo(user.path("id").asText());
    String token = in.text("access_token");
    String only =
        desk.call("GET", "/passkeys", token, Json.object()).json().path(0).path("id").asText();
    assertThat(desk.call("DELETE", "/passkeys/" + only, token, Json.object()).code())
        .isEqualTo("single_identity_not_deletable");
    register(token, Device.at(RoomDesk.SITE));
    assertThat(desk.call("DELETE", "/passkeys/" + only, token, Json.object()).status())
        .isEqualTo(200);
  }

  @Test
  void anAccountWithAUsernameTakesTheName() {
    ObjectNode wish = Json.object().put("username", "grace");
    Answer options = desk.post("/passkeys/signup/options", wish);
    Answer late = desk.post("/passkeys/signup/options", wish);
    JsonNode first = Device.at(RoomDesk.SITE).create(options.json().path("options"));
    assertThat(desk.post("/passkeys/signup/verify", answering(options, first)).status())
        .isEqualTo(200);
    assertThat(desk.post("/passkeys/signup/options", wish).code()).isEqualTo("username_exists");
    JsonNode second = Device.at(RoomDesk.SITE).create(late.json().path("options"));
    assertThat(desk.post("/passkeys/signup/verify", answering(late, second)).code())
        .isEqualTo("user_already_exists");
  }

  private static Answer signUpWith(RoomDesk where, String email) {
    Answer options = where.post("/passkeys/signup/options", Json.object().put("email", email));
    Device device = Device.at(RoomDesk.SITE);
    return where.post(
        "/passkeys/signup/verify",
        answering(options, device.create(options.json().path("options"))));
  }

  @Test
  void anAddressThatNeedsNoConfirmationIsTheirsAtOnce() {
    String address = newAddress();
    Answer made = signUpWith(desk, address);
    assertThat(made.json().path("user").path("email").asText()).isEqualTo(address);
    assertThat(signUpWith(desk, address).status()).isEqualTo(422);
  }

  @Test
  void anAddressIsTheirsOnceItIsConfirmed() {
    String known = newAddress();
    desk.signUp(known);
    AuthConfig config = RoomDesk.settings(RoomDesk.settings().mfa(), true, true);
    try (RoomDesk strict = RoomDesk.open(POSTGRES, config)) {
      String address = newAddress();
      Answer made = signUpWith(strict, address);
      assertThat(made.status()).isEqualTo(200);
      assertThat(made.json().path("user").path("email").asText()).isEmpty();
      assertThat(made.json().path("user").path("new_email").asText()).isEqualTo(address);
      assertThat(strict.letters()).hasSize(1);
      Messages.Letter letter = strict.letters().getFirst();
      ObjectNode proof = Json.object().put("type", "email_change").put("email", address);
      Answer confirmed = strict.post("/verify", proof.put("token", letter.token().code()));
      assertThat(confirmed.json().path("user").path("email").asText()).isEqualTo(address);

      Answer other = signUpWith(strict, known);
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.json().path("user").path("new_email").asText()).isEqualTo(known);
      assertThat(strict.letters()).hasSize(1);
    }
  }

  @Test
  void theyCanBeSwitchedOff() {
    AuthConfig config = RoomDesk.settings(RoomDesk.settings().mfa(), false, false);
    try (RoomDesk off = RoomDesk.open(POSTGRES, config)) {
      assertThat(off.post("/passkeys/authentication/options", Json.object()).code())
          .isEqualTo("passkey_disabled");
    }
  }
}
