package dev.groundwork.service.auth;

import static dev.groundwork.testing.AuthServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.testing.AuthServer;
import dev.groundwork.testing.AuthServer.Answer;
import java.util.ArrayList;
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

  @Test
  void whatAServerSaysOfSomebodyStaysAsItIs() {
    String email = SERVER.someone();
    String body =
        "{'email': '%s', 'password': '%s', 'user_metadata': {'color': 'red'}}"
            .formatted(email, PASSWORD);
    Answer made = SERVER.admin("POST", "/users", body);
    assertThat(made.json().path("user_metadata")).hasToString("{\"color\":\"red\"}");
    JsonNode identity = made.json().path("identities").path(0).path("identity_data");
    assertThat(identity.path("email").asText()).isEqualTo(email);
    assertThat(identity.path("sub")).isEqualTo(made.json().path("id"));
    assertThat(identity.has("color")).isFalse();
    Answer confirmed = SERVER.admin("PUT", "/users/" + made.field("id"), "{'email_confirm': true}");
    assertThat(confirmed.json().path("user_metadata"))
        .hasToString("{\"color\":\"red\",\"email_verified\":true}");
    Answer linked =
        SERVER.admin(
            "POST",
            "/generate_link",
            "{'type': 'signup', 'email': '%s', 'password': '%s', 'data': {'a': 1}}"
                .formatted(SERVER.someone(), PASSWORD));
    assertThat(linked.json().path("user_metadata")).hasToString("{\"a\":1}");
    assertThat(SERVER.get(linked.field("action_link")).header("Location"))
        .contains("#access_token=");
  }

  @Test
  void whereALinkLeadsCanBeReadInIt() {
    String email = SERVER.confirmed();
    String body = "{'type': 'recovery', 'email': '%s', 'redirect_to': '%s'}";
    String plain = SERVER.base() + "/welcome";
    Answer link = SERVER.admin("POST", "/generate_link", body.formatted(email, plain));
    assertThat(link.field("action_link")).endsWith("&redirect_to=" + plain);
    String page = plain + "?a=1&b=2#c";
    Answer further = SERVER.admin("POST", "/generate_link", body.formatted(email, page));
    assertThat(further.field("action_link")).endsWith("%3Fa%3D1%26b%3D2%23c");
    assertThat(SERVER.get(further.field("action_link")).header("Location"))
        .startsWith(plain + "?a=1&b=2#access_token=");
  }

  @Test
  void peopleAreListedInEitherOrder() {
    String first = SERVER.confirmed();
    String last = SERVER.confirmed();
    assertThat(emails("")).containsSubsequence(last, first);
    assertThat(emails("&sort=created_at%20desc")).containsSubsequence(last, first);
    assertThat(emails("&sort=created_at%20asc")).containsSubsequence(first, last);
    assertThat(SERVER.admin("GET", "/users?sort=email", "").error())
        .startsWith("400 validation_failed: Bad Sort Parameters: ");
    for (String page : List.of("page=-1", "per_page=-1", "page=x")) {
      assertThat(SERVER.admin("GET", "/users?" + page, "").error())
          .startsWith("400 validation_failed: Bad Pagination Parameters: ");
    }
  }

  private static List<String> emails(String more) {
    List<String> emails = new ArrayList<>();
    SERVER
        .admin("GET", "/users?per_page=1000" + more, "")
        .json()
        .path("users")
        .forEach(user -> emails.add(user.path("email").asText()));
    return emails;
  }
}
