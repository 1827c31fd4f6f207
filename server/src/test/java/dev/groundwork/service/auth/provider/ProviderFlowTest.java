package dev.groundwork.service.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.Browser;
import dev.groundwork.service.auth.SignInServer;
import dev.groundwork.service.auth.authority.Authority;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People who sign in with an account elsewhere, and those who would like to be them. */
class ProviderFlowTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final String VERIFIER = "a-verifier-that-is-long-enough-for-the-protocol-1234";

  private static @Nullable SignInServer open;
  private static @Nullable SignInServer strict;
  private static @Nullable GithubLike github;

  private final Browser browser = new Browser();

  @BeforeAll
  static void start() throws IOException {
    github = new GithubLike();
    Providers providers =
        new Providers(
            Map.of(
                "acme", RealProvider.account(),
                "github", RealProvider.account(Optional.of(github.url()))));
    open =
        SignInServer.start(POSTGRES, new SignInServer.Plan(providers, Authority.NONE, true, true));
    strict =
        SignInServer.start(POSTGRES, new SignInServer.Plan(providers, Authority.NONE, false, true));
  }

  @AfterAll
  static void stop() {
    server().close();
    closed().close();
    hub().close();
  }

  private static SignInServer server() {
    return Objects.requireNonNull(open);
  }

  private static SignInServer closed() {
    return Objects.requireNonNull(strict);
  }

  private static GithubLike hub() {
    return Objects.requireNonNull(github);
  }

  private static String authorize(String rest) {
    return server().url() + "/authorize?provider=acme" + rest;
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private ObjectNode user(String token) throws Exception {
    return browser.get(server().url() + "/user", bearer(token)).json();
  }

  private static Map<String, Object> verified(String email) {
    return Map.of("email", email, "email_verified", true, "name", "Ada Example");
  }

  private static Map<String, Object> unverified(String email) {
    return Map.of("email", email, "email_verified", false);
  }

  /** Signs in without a code; gives the access token. */
  private String signIn(String subject, Map<String, Object> claims) throws Exception {
    RealProvider.next(subject, claims);
    return browser.visit(authorize("")).part("access_token");
  }

  private static String signUp(String email) throws Exception {
    ObjectNode body = Json.object().put("email", email).put("password", "secret-password");
    assertThat(new Browser().post(server().url() + "/signup", body, Map.of()).status())
        .isEqualTo(200);
    return sql("select id from auth.users where email = '" + email + "'");
  }

  private static String sql(String query) {
    return Objects.requireNonNullElse(POSTGRES.value(query), "");
  }

  @Test
  void aNewPersonComesWithASessionInTheFragment() throws Exception {
    RealProvider.next("s-1", verified("Ada@Example.com"));
    Browser.Way way =
        browser.visit(
            authorize("&redirect_to=http://other.example/home?x=1&scopes=calendar,files"));
    assertThat(way.end()).startsWith("http://other.example/home?x=1#");
    assertThat(way.parts())
        .containsKeys("access_token", "refresh_token", "provider_token", "expires_in");
    Map<String, String> asked = Browser.parts(way.stop(RealProvider.issuer()));
    assertThat(asked)
        .containsEntry("scope", "openid email profile calendar files")
        .containsEntry("client_id", RealProvider.CLIENT)
        .containsEntry("redirect_uri", server().url() + "/callback")
        .containsKeys("nonce", "state", "code_challenge");
    ObjectNode user = user(way.part("access_token"));
    assertThat(user.path("email").asText()).isEqualTo("ada@example.com");
    assertThat(user.hasNonNull("email_confirmed_at")).isTrue();
    assertThat(user.path("app_metadata").toString())
        .isEqualTo("{\"provider\":\"acme\",\"providers\":[\"acme\"]}");
    assertThat(user.path("user_metadata").path("full_name").asText()).isEqualTo("Ada Example");
    assertThat(user.path("identities").path(0).path("id").asText()).isEqualTo("s-1");
    assertThat(server().announced).contains("ada@example.com");
  }

  @Test
  void whoComesAgainIsTheSame() throws Exception {
    String first = signIn("s-2", verified("two@example.com"));
    String second = signIn("s-2", verified("other-address@example.com"));
    assertThat(user(second).path("id")).isEqualTo(user(first).path("id"));
    assertThat(user(second).path("email").asText()).isEqualTo("two@example.com");
  }

  @Test
  void aCodeIsExchangedByWhoBeganOnly() throws Exception {
    RealProvider.next("s-3", verified("three@example.com"));
    String challenge = Hashes.sha256Base64(VERIFIER);
    Browser.Way way =
        browser.visit(authorize("&code_challenge=" + challenge + "&code_challenge_method=s256"));
    assertThat(way.end()).startsWith(SignInServer.SITE).doesNotContain("access_token");
    String url = server().url() + "/token?grant_type=pkce";
    ObjectNode body = Json.object().put("auth_code", way.part("code"));
    body.put("code_verifier", VERIFIER.replace('a', 'b'));
    assertThat(browser.post(url, body, Map.of()).json().path("error_code").asText())
        .isEqualTo("bad_code_verifier");
    body.put("code_verifier", VERIFIER);
    ObjectNode answer = browser.post(url, body, Map.of()).json();
    assertThat(answer.path("user").path("email").asText()).isEqualTo("three@example.com");
    assertThat(answer.hasNonNull("provider_token")).isTrue();
    assertThat(browser.post(url, body, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void aProviderThatIsNotEnabledIsNone() throws Exception {
    for (String name : List.of("google", "nonsense", "")) {
      Browser.Answer answer = browser.get(server().url() + "/authorize?provider=" + name, Map.of());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("msg").asText())
          .isEqualTo("Unsupported provider: provider is not enabled");
    }
  }

  @Test
  void parametersAreHandedThroughButNotThoseOfTheProtocol() throws Exception {
    Browser.Answer answer =
        browser.get(
            authorize(
                "&prompt=consent&login_hint=a%40b&state=mine&client_id=evil&scope=all"
                    + "&redirect_uri=http://evil.example&skip_http_redirect=true"),
            Map.of());
    Map<String, String> asked = Browser.parts(answer.json().path("url").asText());
    assertThat(asked)
        .containsEntry("prompt", "consent")
        .containsEntry("login_hint", "a@b")
        .containsEntry("client_id", RealProvider.CLIENT)
        .containsEntry("redirect_uri", server().url() + "/callback")
        .doesNotContainEntry("state", "mine");
  }

  @Test
  void peopleAreNotSentToAddressesThatAreNotAllowed() throws Exception {
    for (String evil :
        List.of(
            "http://evil.example/",
            "http://app.example.evil.example",
            "http://other.example@evil.example/",
            "javascript:alert(1)",
            "//evil.example")) {
      RealProvider.next("s-evil", verified("evil-landing@example.com"));
      String to = encoded(evil);
      assertThat(browser.visit(authorize("&redirect_to=" + to)).end())
          .startsWith(SignInServer.SITE + "#");
    }
  }

  @Test
  void aStateIsGoodOnce() throws Exception {
    RealProvider.next("s-4", verified("four@example.com"));
    Browser.Way way = browser.visit(authorize(""));
    String callback = way.stop(server().url() + "/callback");
    Browser.Way again = browser.visit(callback);
    assertThat(again.parts())
        .containsEntry("error_code", "bad_oauth_state")
        .doesNotContainKey("access_token");
  }

  @Test
  void aSignInOfAnotherBrowserIsNotFinishedHere() throws Exception {
    RealProvider.next("s-5", verified("five@example.com"));
    String toProvider = browser.get(authorize(""), Map.of()).location();
    String callback = browser.get(toProvider, Map.of()).location();
    Browser.Way victim = new Browser().visit(callback);
    assertThat(victim.parts())
        .containsEntry("error_code", "bad_oauth_state")
        .doesNotContainKey("access_token");
    assertThat(browser.visit(callback).parts()).containsKey("access_token");
  }

  @Test
  void statesThatNobodyBeganAreRefused() throws Exception {
    for (String state :
        List.of("", "x", "'; drop table auth.users", "00000000-0000-0000-0000-000000000000")) {
      String encoded = encoded(state);
      Browser.Way way = browser.visit(server().url() + "/callback?code=c&state=" + encoded);
      assertThat(way.end()).startsWith(SignInServer.SITE);
      assertThat(way.parts()).containsEntry("error_code", "bad_oauth_state");
    }
  }

  @Test
  void whatTheProviderRefusesIsToldToTheApplication() throws Exception {
    String toProvider = browser.get(authorize(""), Map.of()).location();
    String state = Browser.parts(toProvider).get("state");
    Browser.Way way =
        browser.visit(
            server().url() + "/callback?error=access_denied&error_description=No&state=" + state);
    assertThat(way.parts())
        .containsEntry("error", "access_denied")
        .containsEntry("error_description", "No");
  }

  @Test
  void aTokenOfAnotherFlowIsRefused() throws Exception {
    RealProvider.next("s-6", Map.of("email", "six@example.com", "nonce", "of another flow"));
    assertThat(browser.visit(authorize("")).parts()).containsKey("error_code");
    assertThat(sql("select count(*) from auth.identities where provider_id = 's-6'"))
        .isEqualTo("0");
  }

  @Test
  void aVerifiedAddressJoinsTheAccountThatIsConfirmed() throws Exception {
    String id = signUp("join@example.com");
    POSTGRES.execute("update auth.users set email_confirmed_at = now() where id = '" + id + "'");
    ObjectNode user = user(signIn("s-7", verified("join@example.com")));
    assertThat(user.path("id").asText()).isEqualTo(id);
    assertThat(user.path("app_metadata").path("providers").toString()).contains("acme");
  }

  @Test
  void whatWasLeftAtAnUnconfirmedAddressIsLost() throws Exception {
    String id = signUp("squatted@example.com");
    ObjectNode user = user(signIn("s-8", verified("squatted@example.com")));
    assertThat(user.path("id").asText()).isEqualTo(id);
    assertThat(user.path("identities")).hasSize(1);
    ObjectNode body = Json.object().put("email", "squatted@example.com");
    body.put("password", "secret-password");
    assertThat(browser.post(server().url() + "/token?grant_type=password", body, Map.of()).status())
        .isEqualTo(400);
  }

  @Test
  void anUnverifiedAddressTakesOverNoAccount() throws Exception {
    String id = signUp("victim@example.com");
    POSTGRES.execute("update auth.users set email_confirmed_at = now() where id = '" + id + "'");
    RealProvider.next("attacker", unverified("victim@example.com"));
    assertThat(browser.visit(authorize("")).parts())
        .containsEntry("error_code", "provider_email_needs_verification");
    assertThat(sql("select count(*) from auth.identities where provider_id = 'attacker'"))
        .isEqualTo("0");
  }

  @Test
  void nobodyNewComesWhereSignUpIsOff() throws Exception {
    RealProvider.next("s-9", verified("nine@example.com"));
    Browser.Way way = browser.visit(closed().url() + "/authorize?provider=acme");
    assertThat(way.parts()).containsEntry("error_code", "signup_disabled");
    assertThat(closed().announced).isEmpty();
  }

  @Test
  void identitiesAreLinkedAndUnlinked() throws Exception {
    String token = signIn("s-10", verified("ten@example.com"));
    hub().emails = "[]";
    POSTGRES.execute("delete from auth.identities where provider = 'github'");
    Browser.Answer asked =
        browser.get(
            server().url() + "/user/identities/authorize?provider=github&skip_http_redirect=true",
            bearer(token));
    Browser.Way way = browser.visit(asked.json().path("url").asText());
    assertThat(way.parts()).containsKey("access_token");
    ObjectNode user = user(token);
    assertThat(user.path("identities")).hasSize(2);
    assertThat(user.path("identities").path(1).path("id").asText()).isEqualTo("583231");
    String thief = signIn("s-11", verified("eleven@example.com"));
    Browser.Answer stealing =
        browser.get(
            server().url() + "/user/identities/authorize?provider=github&skip_http_redirect=true",
            bearer(thief));
    assertThat(browser.visit(stealing.json().path("url").asText()).parts())
        .containsEntry("error_code", "identity_already_exists");
    String identity = user.path("identities").path(1).path("identity_id").asText();
    String unlink = server().url() + "/user/identities/" + identity;
    assertThat(browser.call("DELETE", unlink, "", "application/json", bearer(thief)).status())
        .isEqualTo(422);
    assertThat(browser.call("DELETE", unlink, "", "application/json", bearer(token)).status())
        .isEqualTo(200);
    assertThat(user(token).path("identities")).hasSize(1);
  }

  @Test
  void aProviderWithoutOpenIdIsReadByItsOwnAddresses() throws Exception {
    hub().emails =
        """
        [{"email": "old@example.com", "primary": false, "verified": true},
         {"email": "octo@example.com", "primary": true, "verified": true}]
        """;
    POSTGRES.execute("delete from auth.identities where provider = 'github'");
    Browser.Way way = browser.visit(server().url() + "/authorize?provider=github");
    ObjectNode user = user(way.part("access_token"));
    assertThat(user.path("email").asText()).isEqualTo("octo@example.com");
    assertThat(user.path("user_metadata").path("user_name").asText()).isEqualTo("octo");
    assertThat(user.path("user_metadata").path("provider_id").asText()).isEqualTo("583231");
    assertThat(way.parts()).containsEntry("provider_token", "gho_1");
    assertThat(hub().exchanged).containsEntry("client_secret", "a secret");
  }

  @Test
  void theSettingsNameThem() throws Exception {
    ObjectNode external =
        (ObjectNode) browser.get(server().url() + "/settings", Map.of()).json().path("external");
    assertThat(external.path("github").asBoolean()).isTrue();
    assertThat(external.path("google").asBoolean()).isFalse();
  }

  @Test
  void aProviderMaySendAForm() throws Exception {
    RealProvider.next("s-12", verified("twelve@example.com"));
    String toProvider = browser.get(authorize(""), Map.of()).location();
    String callback = browser.get(toProvider, Map.of()).location();
    int query = callback.indexOf('?');
    String name = "&user=" + encoded("{\"name\":{\"firstName\":\"Tim\",\"lastName\":\"C\"}}");
    Browser.Answer answer =
        browser.call(
            "POST",
            callback.substring(0, query),
            callback.substring(query + 1) + name,
            "application/x-www-form-urlencoded",
            Map.of());
    String token = Browser.parts(answer.location()).getOrDefault("access_token", "");
    assertThat(user(token).path("user_metadata").path("full_name").asText()).isEqualTo("Tim C");
  }

  @Test
  void thisMachineMayBeCalledByItsOtherName() throws Exception {
    RealProvider.next("s-13", verified("thirteen@example.com"));
    Browser.Way way = browser.visit(authorize("").replace("127.0.0.1", "localhost"));
    assertThat(way.parts()).containsKey("access_token");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
