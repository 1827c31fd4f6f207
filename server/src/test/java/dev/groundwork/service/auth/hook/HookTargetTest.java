package dev.groundwork.service.auth.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.hook.HookTarget.DatabaseFunction;
import dev.groundwork.service.auth.hook.HookTarget.WebAddress;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookTargetTest {
  private static final String SECRET = "v1,whsec_plJ3nmyCDGBKInavdOK15jsl";

  @Test
  void aFunctionHasSchemaAndName() {
    assertThat(HookTarget.parse("h", "pg-functions://postgres/public/custom_hook", ""))
        .isEqualTo(new DatabaseFunction("public", "custom_hook"));
  }

  @Test
  void aWebAddressHasSecretsThatItDoesNotShow() {
    HookTarget target =
        HookTarget.parse("h", "https://hooks.example.com/a?key=k1", SECRET + "|" + SECRET);
    assertThat(target)
        .isInstanceOfSatisfying(
            WebAddress.class, address -> assertThat(address.secrets()).hasSize(2));
    assertThat(target.toString()).doesNotContain("plJ3", "k1");
    assertThat(HookTarget.parse("h", "http://127.0.0.1:9000/", SECRET))
        .isInstanceOf(WebAddress.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~''~neither",
        "pg-functions://postgres/public~''~schema and name",
        "pg-functions://other/public/f~''~schema and name",
        "pg-functions://postgres/public/f;drop~''~schema and name",
        "ftp://x.example/~" + SECRET + "~neither",
        "https://~" + SECRET + "~address",
        "https://user:pw@x.example/~" + SECRET + "~a user in it",
        "http://x.example/~" + SECRET + "~only addresses on this machine",
        "https://x.example/ y~" + SECRET + "~no address",
        "https://x.example/~''~a secret is missing",
        "https://x.example/~whsec_plJ3nmyCDGBKInavdOK15jsl~a secret is missing",
        "https://x.example/~v1,whsec_abcd~fewer than 16",
        "https://x.example/~v1,whsec_a~not in base64",
      })
  void whatCannotBeUsedIsToldWithoutSecrets(String uri, String secrets, String reason) {
    assertThatThrownBy(() -> HookTarget.parse("send_email", uri, secrets))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("send_email")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("plJ3", "pw");
  }

  /** From the examples of Standard Webhooks and of Svix. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "plJ3nmyCDGBKInavdOK15jsl~msg_loFOjxBNrRLzqYUf~1731705121~"
            + "{\"event_type\":\"ping\",\"data\":{\"success\":true}}~"
            + "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw~msg_p5jXN8AQM9LWM0D4loKWxJek~1614265330~"
            + "{\"test\": 2432232314}~v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      })
  void signaturesAreThoseOfTheStandard(
      String secret, String id, long seconds, String body, String signature) {
    WebhookSecret key = new WebhookSecret(Base64.getDecoder().decode(secret));
    assertThat(key.signature(id, seconds, body.getBytes(UTF_8))).isEqualTo(signature);
  }
}
