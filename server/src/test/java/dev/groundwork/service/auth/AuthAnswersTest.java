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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final String SHORT = "abc";
  private static final String ODD = "$".repeat(43);
  private static final String GOOD = "c".repeat(43);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /otp | {} | One of email or phone must be set
          /otp | {'email': 'a@example.com', 'channel': 'sms'} \
          | Channel should only be specified with Phone OTP
          /recover | {} | Password recovery requires an email
          /resend | {'type': 'signup', 'phone': '+15551230000'} \
          | Type provided requires an email address
          /resend | {'type': 'sms', 'email': 'a@example.com'} \
          | Type provided requires a phone number
          /resend | {'type': 'sms', 'email': 'a@example.com', 'phone': '+15551230000'} \
          | Only an email address or phone number should be provided.
          /resend | {'type': 'email_change'} | Missing email address or phone number
          /resend | {'type': 'recovery', 'email': 'a@example.com'} \
          | Missing one of these types: signup, email_change, sms, phone_change
          /verify | {'type': 'signup'} | Verify requires either a token or a token hash
          /verify | {'type': 'signup', 'token': '1', 'token_hash': '2'} \
          | Verify requires either a token or a token hash
          """)
  void whatIsMissingIsNamed(String path, String body, String message) {
    assertThat(SERVER.post(path, body).error()).isEqualTo("400 validation_failed: " + message);
  }

  @Test
  void aChallengeIsLookedAt() {
    String body =
        "{'email': 'a@example.com', 'code_challenge': '%s', 'code_challenge_method': 's256'}";
    assertThat(SERVER.post("/otp", body.formatted(SHORT)).field("message"))
        .isEqualTo("code challenge has to be between 43 and 128 characters");
    assertThat(SERVER.post("/otp", body.formatted(ODD)).field("message"))
        .startsWith("code challenge can only contain alphanumeric characters, ");
    assertThat(
            SERVER
                .post(
                    "/signup",
                    "{'phone': '+15551230001', 'password': '%s', 'code_challenge': '%s'}"
                        .formatted(PASSWORD, GOOD))
                .error())
        .isEqualTo("400 validation_failed: PKCE not supported for phone signups");
  }

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

  @Test
  void aPasswordIsOfSomebodyWithANameAndNotEmpty() {
    String token = SERVER.signIn(SERVER.confirmed(), PASSWORD).accessToken();
    assertThat(SERVER.put("/user", token, "{'password': ''}").error())
        .isEqualTo("422 weak_password: Password should be at least 6 characters.");
    String nameless = SERVER.post("/signup", "{}").accessToken();
    assertThat(SERVER.put("/user", nameless, "{'password': 'secret12'}").error())
        .isEqualTo(
            "422 validation_failed: Updating password of an anonymous user without an email or"
                + " phone is not allowed");
    String nil = "{'email': 'nil@example.com', 'id': '00000000-0000-0000-0000-000000000000'}";
    assertThat(SERVER.admin("POST", "/users", nil).error())
        .isEqualTo("400 validation_failed: ID cannot be a nil uuid");
  }

  @Test
  void factorsTellWhatTheyNeed() {
    String[] person = {
      "Authorization", "Bearer " + SERVER.signIn(SERVER.confirmed(), PASSWORD).accessToken()
    };
    assertThat(SERVER.post("/factors", "{'factor_type': 'phone'}", person).error())
        .isEqualTo("400 validation_failed: Phone number required to enroll Phone factor");
    String id = SERVER.post("/factors", "{'factor_type': 'totp'}", person).field("id");
    String challenge = SERVER.post("/factors/" + id + "/challenge", "{}", person).field("id");
    String body = "{'challenge_id': '%s'}".formatted(challenge);
    assertThat(SERVER.post("/factors/" + id + "/verify", body, person).error())
        .isEqualTo("400 validation_failed: Code needs to be non-empty");
  }
}
