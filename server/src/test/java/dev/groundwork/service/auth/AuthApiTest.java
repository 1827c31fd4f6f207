package dev.groundwork.service.auth;

import static dev.groundwork.testing.AuthServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.testing.AuthServer;
import dev.groundwork.testing.AuthServer.Answer;
import dev.groundwork.testing.AuthServer.Letter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and servers do at {@code /auth/v1}, over HTTP against the whole program. */
class AuthApiTest {
  @RegisterExtension
  static final AuthServer SERVER =
      AuthServer.with(
          Map.of(
              "GROUNDWORK_AUTH_SITE_URL",
              "https://app.example.com",
              "GROUNDWORK_AUTH_ENABLE_ANONYMOUS_SIGN_INS",
              "true"));

  private static final String VERIFIER = "v".repeat(43);

  @Test
  void whoSignsUpIsSignedIn() {
    String email = SERVER.someone();
    Answer made =
        SERVER.post(
            "/signup",
            "{'email': '%s', 'password': '%s', 'data': {'name': 'Ann', 'n': [1, 2]}}"
                .formatted(email.toUpperCase(java.util.Locale.ROOT), PASSWORD));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.field("token_type")).isEqualTo("bearer");
    assertThat(made.json().path("expires_in").asLong()).isEqualTo(3600);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    JsonNode user = SERVER.user(made.accessToken()).json();
    assertThat(user.path("email").asText()).isEqualTo(email);
    assertThat(user.path("role").asText()).isEqualTo("authenticated");
    assertThat(user.path("aud").asText()).isEqualTo("authenticated");
    assertThat(user.path("user_metadata").path("name").asText()).isEqualTo("Ann");
    assertThat(user.path("app_metadata").toString())
        .isEqualTo("{\"provider\":\"email\",\"providers\":[\"email\"]}");
    assertThat(user.path("identities")).hasSize(1);
    assertThat(user.path("email_confirmed_at").asText()).isNotEmpty();
    JsonNode claims = claims(made.accessToken());
    assertThat(claims.path("iss").asText()).isEqualTo(SERVER.base() + "/auth/v1");
    assertThat(claims.path("sub").asText()).isEqualTo(user.path("id").asText());
    assertThat(claims.path("amr").path(0).path("method").asText()).isEqualTo("password");
    assertThat(claims.path("aal").asText()).isEqualTo("aal1");
    assertThat(SERVER.signUp(email).error())
        .isEqualTo("422 user_already_exists: User already registered");
  }

  @Test
  void errorsComeInBothDialects() {
    Answer named = SERVER.signIn("nobody@example.com", "wrong one");
    assertThat(named.text())
        .isEqualTo("{\"code\":\"invalid_credentials\",\"message\":\"Invalid login credentials\"}");
    assertThat(named.status()).isEqualTo(400);
    assertThat(named.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
    assertThat(named.header("x-sb-error-code")).isEqualTo("invalid_credentials");
    Answer old =
        SERVER.post(
            "/token?grant_type=password",
            "{'email': 'nobody@example.com', 'password': 'x'}",
            "X-Supabase-Api-Version",
            "2023-01-01");
    assertThat(old.text())
        .isEqualTo(
            "{\"code\":400,\"error_code\":\"invalid_credentials\","
                + "\"msg\":\"Invalid login credentials\"}");
    assertThat(old.header("X-Supabase-Api-Version")).isEmpty();
    assertThat(old.header("x-sb-error-code")).isEqualTo("invalid_credentials");
  }

  @Test
  void whatIsMissingOrMalformedIsToldAsClientsKnowIt() {
    assertThat(SERVER.signUp("no address").error())
        .isEqualTo("400 validation_failed: Unable to validate email address: invalid format");
    Answer weak = SERVER.post("/signup", "{'email': 'weak@example.com', 'password': '12345'}");
    assertThat(weak.error())
        .isEqualTo("422 weak_password: Password should be at least 6 characters.");
    assertThat(weak.json().path("weak_password").path("reasons").toString())
        .isEqualTo("[\"length\"]");
    assertThat(SERVER.post("/signup", "{'email': 'a@example.com'}").error())
        .isEqualTo("400 validation_failed: Signup requires a valid password");
    assertThat(SERVER.post("/signup", "{").error())
        .isEqualTo("400 bad_json: Could not parse request body as JSON");
    assertThat(SERVER.post("/token?grant_type=magic", "{}").error())
        .isEqualTo("400 validation_failed: unsupported_grant_type");
    assertThat(SERVER.post("/token?grant_type=password", "{}").status()).isEqualTo(400);
    assertThat(SERVER.post("/signup", "{'phone': '+4915112345678', 'password': 'secret1'}").error())
        .isEqualTo("400 phone_provider_disabled: Phone signups are disabled");
    assertThat(SERVER.post("/otp", "{'phone': '+4915112345678'}").error())
        .isEqualTo("400 phone_provider_disabled: Unsupported phone provider");
    assertThat(SERVER.post("/resend", "{'type': 'sms', 'phone': '+4915112345678'}").error())
        .isEqualTo("400 phone_provider_disabled: Phone logins are disabled");
    assertThat(
            SERVER
                .post("/token?grant_type=password", "{'phone': '+4915112345678', 'password': 'x'}")
                .error())
        .isEqualTo("422 phone_provider_disabled: Phone logins are disabled");
    assertThat(SERVER.get("/user").error())
        .isEqualTo("401 no_authorization: This endpoint requires a valid Bearer token");
    assertThat(SERVER.user("not.a.token").error())
        .startsWith("403 bad_jwt: invalid JWT: unable to parse or verify signature");
    assertThat(SERVER.user(SERVER.key("anon")).error())
        .isEqualTo("403 bad_jwt: invalid claim: missing sub claim");
    assertThat(SERVER.get("/nothing/here").error()).startsWith("404 not_found: ");
    assertThat(SERVER.get("/signup").status()).isEqualTo(405);
  }

  @Test
  void refreshTokensAreRenewed() {
    Answer first = SERVER.signUp(SERVER.someone());
    Answer second = SERVER.refresh(first.refreshToken());
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
    assertThat(claims(second.accessToken()).path("session_id"))
        .isEqualTo(claims(first.accessToken()).path("session_id"));
    assertThat(SERVER.refresh(first.refreshToken()).refreshToken())
        .as("an answer that got lost is given again")
        .isEqualTo(second.refreshToken());
    Answer third = SERVER.refresh(second.refreshToken());
    assertThat(SERVER.refresh(first.refreshToken()).refreshToken())
        .as("all are good for some seconds")
        .isEqualTo(third.refreshToken());
    assertThat(SERVER.refresh("nonsense").error())
        .isEqualTo("400 refresh_token_not_found: Invalid Refresh Token: Refresh Token Not Found");
  }

  @Test
  void signingOutEndsWhatItsScopeSays() {
    String email = SERVER.confirmed();
    Answer one = SERVER.signIn(email, PASSWORD);
    Answer two = SERVER.signIn(email, PASSWORD);
    Answer three = SERVER.signIn(email, PASSWORD);
    assertThat(logout(two, "others").status()).isEqualTo(204);
    assertThat(SERVER.user(one.accessToken()).error()).startsWith("403 session_not_found: ");
    assertThat(SERVER.refresh(three.refreshToken()).status()).isEqualTo(400);
    assertThat(SERVER.user(two.accessToken()).status()).isEqualTo(200);
    Answer four = SERVER.signIn(email, PASSWORD);
    assertThat(logout(four, "local").status()).isEqualTo(204);
    assertThat(SERVER.user(four.accessToken()).status()).isEqualTo(403);
    assertThat(SERVER.user(two.accessToken()).status()).isEqualTo(200);
    assertThat(logout(two, "everything").status()).isEqualTo(400);
    Answer five = SERVER.signIn(email, PASSWORD);
    assertThat(logout(two, "global").status()).isEqualTo(204);
    assertThat(SERVER.refresh(five.refreshToken()).status()).isEqualTo(400);
    assertThat(SERVER.user(two.accessToken()).status()).isEqualTo(403);
  }

  @Test
  void peopleChangeTheirDataAndPassword() {
    String email = SERVER.someone();
    Answer own = SERVER.signUp(email);
    Answer other = SERVER.signIn(email, PASSWORD);
    SERVER.put("/user", own.accessToken(), "{'data': {'a': 1, 'b': 2}}");
    Answer merged = SERVER.put("/user", own.accessToken(), "{'data': {'b': null, 'c': 3}}");
    assertThat(merged.json().path("user_metadata").path("a").asInt()).isEqualTo(1);
    assertThat(merged.json().path("user_metadata").has("b")).isFalse();
    assertThat(
            SERVER
                .put("/user", own.accessToken(), "{'password': '%s'}".formatted(PASSWORD))
                .error())
        .isEqualTo("422 same_password: New password should be different from the old password.");
    assertThat(SERVER.put("/user", own.accessToken(), "{'password': 'another one'}").status())
        .isEqualTo(200);
    assertThat(SERVER.user(own.accessToken()).status()).isEqualTo(200);
    assertThat(SERVER.user(other.accessToken()).status()).isEqualTo(403);
    assertThat(SERVER.signIn(email, PASSWORD).status()).isEqualTo(400);
    assertThat(SERVER.signIn(email, "another one").status()).isEqualTo(200);
  }

  @Test
  void anAddressChangesWhenBothAreConfirmed() {
    String old = SERVER.someone();
    String next = SERVER.someone();
    Answer own = SERVER.signUp(old);
    Answer asked = SERVER.put("/user", own.accessToken(), "{'email': '%s'}".formatted(next));
    assertThat(asked.field("email")).isEqualTo(old);
    assertThat(asked.field("new_email")).isEqualTo(next);
    Answer half = SERVER.get(SERVER.mail(old).link());
    assertThat(half.status()).isEqualTo(303);
    assertThat(half.header("Location")).startsWith("https://app.example.com#message=Confirmation");
    assertThat(SERVER.user(own.accessToken()).field("email")).isEqualTo(old);
    Answer done = SERVER.post("/verify", entered("email_change", next, SERVER.mail(next).code()));
    assertThat(done.json().path("user").path("email").asText()).isEqualTo(next);
    assertThat(SERVER.signIn(old, PASSWORD).status()).isEqualTo(400);
    assertThat(SERVER.signIn(next, PASSWORD).status()).isEqualTo(200);
    assertThat(
            SERVER
                .put("/user", done.accessToken(), "{'email': '%s'}".formatted(SERVER.confirmed()))
                .error())
        .startsWith("422 email_exists: ");
  }

  @Test
  void codesAndLinksSignIn() {
    String email = SERVER.someone();
    assertThat(SERVER.post("/otp", "{'email': '%s'}".formatted(email)).text()).isEqualTo("{}");
    Letter first = SERVER.mail(email);
    Answer byCode = SERVER.post("/verify", entered("email", email, first.code()));
    assertThat(byCode.json().path("user").path("email").asText()).isEqualTo(email);
    assertThat(claims(byCode.accessToken()).path("amr").path(0).path("method").asText())
        .isEqualTo("otp");
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Answer byHash =
        SERVER.post(
            "/verify",
            "{'type': 'magiclink', 'token_hash': '%s'}".formatted(SERVER.mail(email).token()));
    assertThat(byHash.status()).isEqualTo(200);
    SERVER.post("/recover", "{'email': '%s'}".formatted(email));
    String landing = SERVER.get(SERVER.mail(email).link()).header("Location");
    assertThat(landing).startsWith("https://app.example.com#access_token=").contains("recovery");
    String token = landing.replaceAll(".*access_token=([^&]+).*", "$1");
    assertThat(SERVER.put("/user", token, "{'password': 'a new one'}").status()).isEqualTo(200);
    assertThat(SERVER.signIn(email, "a new one").status()).isEqualTo(200);
    assertThat(
            SERVER
                .post("/otp", "{'email': '%s', 'create_user': false}".formatted(SERVER.someone()))
                .error())
        .isEqualTo("422 otp_disabled: Signups not allowed for otp");
  }

  @Test
  void aLinkOfAFlowWithPkceEndsWithACode() {
    String email = SERVER.confirmed();
    SERVER.post(
        "/otp?redirect_to=https://app.example.com/in?x=1",
        "{'email': '%s', 'code_challenge': '%s', 'code_challenge_method': 's256'}"
            .formatted(email, hashed(VERIFIER)));
    Letter mail = SERVER.mail(email);
    assertThat(mail.token()).startsWith("pkce_");
    String landing = SERVER.get(mail.link()).header("Location");
    assertThat(landing).startsWith("https://app.example.com/in?x=1&code=").doesNotContain("token");
    Answer session =
        SERVER.post(
            "/token?grant_type=pkce",
            "{'auth_code': '%s', 'code_verifier': '%s'}"
                .formatted(landing.replaceAll(".*code=", ""), VERIFIER));
    assertThat(session.json().path("user").path("email").asText()).isEqualTo(email);
  }

  @Test
  void somebodyWithoutANameGetsOne() {
    Answer nameless = SERVER.post("/signup", "{'data': {'color': 'red'}}");
    assertThat(claims(nameless.accessToken()).path("is_anonymous").asBoolean()).isTrue();
    String email = SERVER.someone();
    Answer named =
        SERVER.put(
            "/user",
            nameless.accessToken(),
            "{'email': '%s', 'password': '%s'}".formatted(email, PASSWORD));
    assertThat(named.json().path("is_anonymous").asBoolean()).isFalse();
    assertThat(named.field("email")).isEqualTo(email);
    Answer signedIn = SERVER.signIn(email, PASSWORD);
    assertThat(signedIn.json().path("user").path("id")).isEqualTo(named.json().path("id"));
    assertThat(claims(signedIn.accessToken()).path("is_anonymous").asBoolean()).isFalse();
  }

  @Test
  void serversManagePeople() {
    String email = SERVER.someone();
    Answer made =
        SERVER.admin(
            "POST",
            "/users",
            "{'email': '%s', 'password': '%s', 'email_confirm': true, 'app_metadata': {'r': 1}}"
                .formatted(email, PASSWORD));
    String id = "/users/" + made.field("id");
    assertThat(made.json().path("app_metadata").path("r").asInt()).isEqualTo(1);
    Answer list = SERVER.admin("GET", "/users?page=1&per_page=1", "");
    assertThat(list.json().path("users")).hasSize(1);
    assertThat(Integer.parseInt(list.header("X-Total-Count"))).isPositive();
    assertThat(list.header("Link")).contains("rel=\"last\"");
    Answer session = SERVER.signIn(email, PASSWORD);
    Answer banned = SERVER.admin("PUT", id, "{'ban_duration': '1h'}");
    assertThat(banned.field("banned_until")).isNotEmpty();
    assertThat(SERVER.signIn(email, PASSWORD).error()).isEqualTo("400 user_banned: User is banned");
    assertThat(SERVER.refresh(session.refreshToken()).field("code")).isEqualTo("user_banned");
    assertThat(SERVER.user(session.accessToken()).error())
        .isEqualTo("403 user_banned: User is banned");
    SERVER.admin("PUT", id, "{'ban_duration': 'none', 'password': 'by a server'}");
    assertThat(SERVER.user(session.accessToken()).status()).isEqualTo(403);
    assertThat(SERVER.signIn(email, "by a server").status()).isEqualTo(200);
    assertThat(SERVER.admin("DELETE", id, "{'should_soft_delete': true}").status()).isEqualTo(200);
    assertThat(SERVER.signIn(email, "by a server").status()).isEqualTo(400);
    assertThat(SERVER.admin("DELETE", id, "").status()).isEqualTo(200);
    assertThat(SERVER.admin("GET", id, "").error()).isEqualTo("404 user_not_found: User not found");
  }

  @Test
  void serversInviteAndMakeLinks() {
    String email = SERVER.someone();
    String key = "Bearer " + SERVER.key("service_role");
    Answer invited =
        SERVER.post("/invite", "{'email': '%s'}".formatted(email), "Authorization", key);
    assertThat(invited.field("invited_at")).isNotEmpty();
    assertThat(SERVER.get(SERVER.mail(email).link()).header("Location"))
        .contains("#access_token=", "type=invite");
    Answer link =
        SERVER.admin(
            "POST", "/generate_link", "{'type': 'magiclink', 'email': '%s'}".formatted(email));
    assertThat(link.field("verification_type")).isEqualTo("magiclink");
    Answer byCode = SERVER.post("/verify", entered("magiclink", email, link.field("email_otp")));
    assertThat(byCode.status()).isEqualTo(200);
    Answer other =
        SERVER.admin(
            "POST",
            "/generate_link",
            "{'type': 'recovery', 'email': '%s', 'redirect_to': 'https://app.example.com/new'}"
                .formatted(email));
    assertThat(URLDecoder.decode(other.field("action_link"), StandardCharsets.UTF_8))
        .startsWith(SERVER.base() + "/auth/v1/verify?token=" + other.field("hashed_token"))
        .endsWith("&redirect_to=https://app.example.com/new");
    assertThat(SERVER.get(other.field("action_link")).header("Location"))
        .startsWith("https://app.example.com/new#access_token=");
  }

  @Test
  void theServerTellsAboutItself() {
    assertThat(SERVER.get("/health").field("name")).isEqualTo("GoTrue");
    JsonNode settings = SERVER.get("/settings").json();
    assertThat(settings.path("external").path("email").asBoolean()).isTrue();
    assertThat(settings.path("external").path("anonymous_users").asBoolean()).isTrue();
    assertThat(settings.path("mailer_autoconfirm").asBoolean()).isTrue();
    assertThat(SERVER.get("/.well-known/jwks.json").text()).isEqualTo("{\"keys\":[]}");
  }

  private static Answer logout(Answer session, String scope) {
    return SERVER.post(
        "/logout?scope=" + scope, "", "Authorization", "Bearer " + session.accessToken());
  }

  private static String entered(String type, String email, String code) {
    return "{'type': '%s', 'email': '%s', 'token': '%s'}".formatted(type, email, code);
  }

  static JsonNode claims(String token) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new AssertionError(token, e);
    }
  }

  static String hashed(String verifier) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
