package dev.groundwork.service.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.AuthServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What programs rely on in answers, down to the words: they show them, and compare them. */
class AuthAnswersTest {
  @RegisterExtension
  static final AuthServer SERVER =
      AuthServer.with(
          Map.of(
              "GROUNDWORK_AUTH_SMS_ENABLE_SIGNUP", "true",
              "GROUNDWORK_AUTH_SMS_ENABLE_CONFIRMATIONS", "false",
              "GROUNDWORK_AUTH_MFA_PHONE_ENROLL_ENABLED", "true",
              "GROUNDWORK_AUTH_ENABLE_ANONYMOUS_SIGN_INS", "true"));

  @Test
  void waysToSignInThatThereAreNoneOfAreSaidToBeOff() {
    for (String chain : List.of("ethereum", "solana")) {
      String body = "{'chain': '%s', 'message': 'm', 'signature': 's'}".formatted(chain);
      assertThat(SERVER.post("/token?grant_type=web3", body).error())
          .isEqualTo("422 web3_provider_disabled: Web3 provider is disabled");
    }
    String saml = "404 saml_provider_disabled: SAML 2.0 is disabled";
    assertThat(SERVER.post("/sso", "{'domain': 'example.com'}").error()).isEqualTo(saml);
    assertThat(SERVER.post("/sso/saml/acs", "{}").error()).isEqualTo(saml);
    assertThat(SERVER.get("/sso/saml/metadata").error()).isEqualTo(saml);
    assertThat(
            SERVER
                .post("/token?grant_type=id_token", "{'provider': 'google', 'id_token': 'x'}")
                .error())
        .isEqualTo(
            "400 provider_disabled: Provider (issuer \"https://accounts.google.com\") is not"
                + " enabled");
  }
}
