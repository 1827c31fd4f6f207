package dev.groundwork.service.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.RoomDesk;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People whose addresses have to be confirmed. */
class NewcomersTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final AuthConfig.Mfa.Kind OFF = new AuthConfig.Mfa.Kind(false, false);
  private static RoomDesk desk;

  @BeforeAll
  static void open() {
    AuthConfig.Mfa factors = new AuthConfig.Mfa(10, OFF, OFF, OFF);
    desk = RoomDesk.open(POSTGRES, RoomDesk.settings(factors, true, false));
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  private static ObjectNode email(String address) {
    return Json.object().put("email", address);
  }

  private static RoomDesk.Answer verify(String type, String phone) {
    ObjectNode body = Json.object().put("type", type).put("phone", phone);
    return desk.post("/verify", body.put("token", desk.codes().getLast()));
  }

  @Test
  void theApplicationIsToldOfEachOnce() {
    for (int i = 0; i < 2; i++) {
      desk.post("/signup", email("waiting@example.com").put("password", "correct horse"));
      desk.post("/otp", email("coded@example.com"));
    }
    assertThat(desk.made()).containsExactly("waiting@example.com", "coded@example.com");
  }

  @Test
  void aCodeForANewNumberIsSentOnceMore() {
    ObjectNode person = Json.object().put("phone", "+15550002222").put("password", "correct horse");
    assertThat(desk.post("/signup", person).status()).isEqualTo(200);
    String token = verify("sms", "+15550002222").text("access_token");
    desk.call("PUT", "/user", token, Json.object().put("phone", "+15550003333"));
    int sent = desk.codes().size();
    ObjectNode again = Json.object().put("type", "phone_change").put("phone", "+15550002222");
    assertThat(desk.post("/resend", again).text("message_id")).isEqualTo("message");
    assertThat(desk.codes()).hasSize(sent + 1);
    assertThat(verify("phone_change", "+15550003333").json().path("user").path("phone").asText())
        .isEqualTo("15550003333");
  }
}
