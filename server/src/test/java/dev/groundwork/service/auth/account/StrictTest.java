package dev.groundwork.service.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.RoomDesk;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions that end by themselves, passwords that are changed with a proof, pools of people. */
class StrictTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final String ANN = "ann@example.com";

  private RoomDesk desk;

  @BeforeEach
  void open() {
    POSTGRES.execute(
        "drop schema if exists auth cascade; drop schema if exists groundwork cascade");
    desk = RoomDesk.open(POSTGRES, RoomDesk.strict());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static ObjectNode password(String text) {
    return Json.object().put("password", text);
  }

  private String session() {
    desk.signUp(ANN);
    return desk.signIn(ANN).text("refresh_token");
  }

  @Test
  void aSessionEndsAfterATimeWithoutAWord() {
    String token = session();
    desk.pass(Duration.ofHours(3));
    RoomDesk.Answer late = desk.renew(token);
    assertThat(late.code()).isEqualTo("session_expired");
    assertThat(late.text("message")).endsWith("Session Expired (Inactivity)");
    assertThat(desk.renew(token).status()).isEqualTo(400);
  }

  @Test
  void aSessionThatIsRenewedEndsAllTheSame() {
    String token = session();
    for (int hour = 0; hour < 7; hour++) {
      desk.pass(Duration.ofHours(1));
      RoomDesk.Answer renewed = desk.renew(token);
      assertThat(renewed.status()).as("hour %d", hour).isEqualTo(200);
      token = renewed.text("refresh_token");
      POSTGRES.execute(
          "update auth.sessions set refreshed_at = timestamp '%s'"
              .formatted(desk.now().toString().replace("Z", "")));
    }
    desk.pass(Duration.ofMinutes(90));
    assertThat(desk.renew(token).text("message"))
        .endsWith("Invalid Refresh Token: Session Expired");
  }

  @Test
  void theNewestSessionIsTheOnlyOne() {
    String first = session();
    String second = desk.signIn(ANN).text("refresh_token");
    assertThat(desk.renew(first).text("message")).endsWith("(Revoked by Newer Login)");
    assertThat(desk.renew(second).status()).isEqualTo(200);
  }

  @Test
  void aNewPasswordTakesTheOldOne() {
    String token = desk.signUp(ANN);
    assertThat(desk.call("PUT", "/user", token, password("another horse")).code())
        .isEqualTo("current_password_required");
    ObjectNode wrong = password("another horse").put("current_password", "not this one");
    assertThat(desk.call("PUT", "/user", token, wrong).code())
        .isEqualTo("current_password_invalid");
    ObjectNode right = password("another horse").put("current_password", "correct horse");
    assertThat(desk.call("PUT", "/user", token, right).status()).isEqualTo(200);
    assertThat(desk.signIn(ANN, "another horse").status()).isEqualTo(200);
  }

  @Test
  void daysLaterANewPasswordTakesACode() {
    String later = desk.signUp(ANN);
    POSTGRES.execute("update auth.sessions set created_at = now() - interval '2 days'");
    ObjectNode change = password("another horse").put("current_password", "correct horse");
    assertThat(desk.call("PUT", "/user", later, change).code())
        .isEqualTo("reauthentication_needed");
    assertThat(desk.call("GET", "/reauthenticate", later, Json.object()).status()).isEqualTo(200);
    String code = desk.letters().getLast().token().code();
    assertThat(desk.call("PUT", "/user", later, change.deepCopy().put("nonce", "000000")).code())
        .isEqualTo("reauthentication_not_valid");
    assertThat(desk.call("PUT", "/user", later, change.put("nonce", code)).status()).isEqualTo(200);
  }

  @Test
  void anAddressStandsInTwoPools() {
    desk.in("north");
    String north = desk.signUp(ANN);
    desk.in("south");
    assertThat(desk.signIn(ANN).code()).isEqualTo("invalid_credentials");
    ObjectNode other = Json.object().put("email", ANN).put("password", "southern horse");
    String south = desk.post("/signup", other).text("access_token");
    assertThat(RoomDesk.claims(south).path("sub")).isNotEqualTo(RoomDesk.claims(north).path("sub"));
    assertThat(desk.signIn(ANN).status()).isEqualTo(400);
    assertThat(desk.signIn(ANN, "southern horse").status()).isEqualTo(200);
    desk.in("north");
    assertThat(desk.signIn(ANN).status()).isEqualTo(200);
  }

  @Test
  void aUsernameIsASignInOfItsOwn() {
    ObjectNode ann = Json.object().put("username", "Ann_1").put("password", "correct horse");
    assertThat(desk.post("/signup", ann).status()).isEqualTo(200);
    assertThat(desk.post("/signup", ann.deepCopy().put("username", "ANN_1")).status())
        .isEqualTo(422);
    assertThat(desk.signInAs(Json.object().put("username", "ann_1"), "correct horse").status())
        .isEqualTo(200);
    assertThat(desk.signInAs(Json.object().put("username", "ann_1"), "wrong horse").code())
        .isEqualTo("invalid_credentials");
    assertThat(desk.signInAs(Json.object().put("username", "nobody"), "wrong horse").code())
        .isEqualTo("invalid_credentials");
  }
}
