package dev.groundwork.service.auth;

import static dev.groundwork.testing.AuthServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.AuthServer;
import dev.groundwork.testing.AuthServer.Answer;
import dev.groundwork.testing.AuthServer.Letter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on sign-in, each of which must lead nowhere; addresses have to be confirmed here. */
class AuthSecurityTest {
  private static final String SITE = "https://app.example.com";

  @RegisterExtension
  static final AuthServer SERVER =
      AuthServer.with(
          Map.of(
              "GROUNDWORK_AUTH_SITE_URL",
              SITE,
              "GROUNDWORK_AUTH_ADDITIONAL_REDIRECT_URLS",
              "https://*.preview.example.com/welcome,com.example.app://callback",
              "GROUNDWORK_AUTH_EMAIL_ENABLE_CONFIRMATIONS",
              "true",
              "GROUNDWORK_AUTH_ENABLE_ANONYMOUS_SIGN_INS",
              "true",
              "GROUNDWORK_AUTH_REFRESH_TOKEN_REUSE_INTERVAL",
              "0"));

  private static final String VERIFIER = "a-verifier-that-only-its-own-program-knows-0";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  @Test
  void aWrongPasswordAndAnUnknownPersonAreToldAlike() {
    Answer wrong = SERVER.signIn(SERVER.confirmed(), "not the password");
    Answer unknown = SERVER.signIn(SERVER.someone(), "not the password");
    String pending = SERVER.someone();
    SERVER.signUp(pending);
    assertSame(wrong, unknown);
    assertSame(wrong, SERVER.signIn(pending, "not the password"));
  }

  @Test
  void codesAndLinksAreSentWithoutTellingToWhom() {
    String known = SERVER.confirmed();
    String unknown = SERVER.someone();
    for (String path : List.of("/recover", "/otp", "/magiclink")) {
      String body = "{'email': '%s'}";
      assertSame(
          SERVER.post(path, body.formatted(known)),
          SERVER.post(path, body.formatted(path.equals("/recover") ? unknown : SERVER.someone())));
    }
    for (String type : List.of("signup", "email_change")) {
      String body = "{'type': '" + type + "', 'email': '%s'}";
      assertSame(
          SERVER.post("/resend", body.formatted(known)),
          SERVER.post("/resend", body.formatted(unknown)));
    }
    String verify = "{'type': 'email', 'email': '%s', 'token': '000000'}";
    assertSame(
        SERVER.post("/verify", verify.formatted(known)),
        SERVER.post("/verify", verify.formatted(unknown)));
    assertThat(SERVER.mails(unknown)).isZero();
  }

  /** The list of identities is empty for a person who is known: clients of the protocol ask. */
  @Test
  void aSignUpWithAKnownAddressLooksLikeAnyOther() {
    String known = SERVER.confirmed();
    SERVER.admin("PUT", "/users/" + id(known), "{'role': 'auditor', 'app_metadata': {'x': 1}}");
    Answer taken = SERVER.signUp(known);
    String free = SERVER.someone();
    Answer fresh = SERVER.signUp(free);
    assertThat(taken.status()).isEqualTo(fresh.status()).isEqualTo(200);
    assertThat(shape(taken)).isEqualTo(shape(fresh));
    assertThat(taken.json().path("user_metadata").path("sub").asText())
        .isEqualTo(taken.field("id"))
        .isNotEqualTo(id(known));
    assertThat(taken.field("role")).isEqualTo(fresh.field("role"));
    assertThat(taken.json().path("app_metadata")).isEqualTo(fresh.json().path("app_metadata"));
    assertThat(SERVER.mails(known)).isZero();
    assertThat(SERVER.signIn(known, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void nobodyLearnsByTheClockWhoIsKnown() {
    String known = SERVER.confirmed();
    assertAlike(
        median(i -> SERVER.signIn(known, "wrong " + i)),
        median(i -> SERVER.signIn("unknown" + i + "@example.com", "wrong " + i)));
    String recover = "{'email': '%s'}";
    assertAlike(
        median(_ -> SERVER.post("/recover", recover.formatted(known))),
        median(i -> SERVER.post("/recover", recover.formatted("gone" + i + "@example.com"))));
    assertAlike(median(_ -> SERVER.signUp(known)), median(_ -> SERVER.signUp(SERVER.someone())));
  }

  @Test
  void aCodeAndALinkAreGoodOnceAndTogether() {
    String email = SERVER.confirmed();
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Letter mail = SERVER.mail(email);
    assertThat(enter("email", email, mail.code()).status()).isEqualTo(200);
    assertThat(enter("email", email, mail.code()).error())
        .isEqualTo("403 otp_expired: Token has expired or is invalid");
    assertThat(location(mail.link())).startsWith(SITE + "#error=").contains("otp_expired");
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Letter older = SERVER.mail(email);
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Letter newer = SERVER.mail(email);
    assertThat(location(older.link())).as("a newer one was sent").contains("otp_expired");
    assertThat(location(newer.link())).contains("access_token=");
    assertThat(location(newer.link())).contains("otp_expired");
  }

  /** Whoever signs up with the address of somebody else waits for them to confirm it. */
  @Test
  void aPasswordFromBeforeAnAddressWasProvedIsForgotten() {
    String invited = SERVER.someone();
    SERVER.signUp(invited);
    String key = "Bearer " + SERVER.key("service_role");
    String invitation = "{'email': '%s'}".formatted(invited);
    assertThat(SERVER.post("/invite", invitation, "Authorization", key).status()).isEqualTo(200);
    String coded = SERVER.someone();
    SERVER.signUp(coded);
    SERVER.post("/otp", "{'email': '%s'}".formatted(coded));
    for (String email : List.of(invited, coded)) {
      assertThat(location(SERVER.mail(email).link())).contains("access_token=");
      assertThat(SERVER.signIn(email, PASSWORD).error()).contains("invalid_credentials");
    }
  }

  @Test
  void lookingAtALinkDoesNotUseItUp() {
    String email = SERVER.confirmed();
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Letter mail = SERVER.mail(email);
    assertThat(SERVER.send("HEAD", mail.link(), "").status()).isEqualTo(405);
    assertThat(location(mail.link())).contains("access_token=");
  }

  @Test
  void aCodeIsGoodForItsAddressAndPurposeOnly() {
    String email = SERVER.confirmed();
    SERVER.post("/recover", "{'email': '%s'}".formatted(email));
    Letter mail = SERVER.mail(email);
    assertThat(enter("email", SERVER.confirmed(), mail.code()).status()).isEqualTo(403);
    assertThat(enter("signup", email, mail.code()).status()).isEqualTo(403);
    assertThat(enter("email_change", email, mail.code()).status()).isEqualTo(403);
    SERVER.admin("PUT", "/users/" + id(email), "{'email': '%s'}".formatted(SERVER.someone()));
    assertThat(location(mail.link())).as("the address is theirs no more").contains("otp_expired");
  }

  @Test
  void noTokenStandsInATable() throws SQLException {
    String email = SERVER.confirmed();
    Answer session = SERVER.signIn(email, PASSWORD);
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Letter mail = SERVER.mail(email);
    String pkce = SERVER.confirmed();
    begin("/recover", pkce, AuthApiTest.hashed(VERIFIER), "s256");
    List<String> secrets =
        List.of(
            PASSWORD,
            mail.token(),
            SERVER.mail(pkce).token(),
            session.refreshToken(),
            session.accessToken(),
            VERIFIER);
    String all = everyText();
    assertThat(all).contains(email);
    secrets.forEach(secret -> assertThat(all).doesNotContain(secret));
    assertThat(everyCell()).contains(email).doesNotContain(mail.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://app.example.com.evil.example/",
        "https://app.example.com@evil.example/",
        "https://evil.example\\@app.example.com/",
        "https://evil.example#https://app.example.com",
        "https://app.example.com:8443/",
        "http://app.example.com/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)//https://app.example.com",
        "data:text/html,https://app.example.com",
        "https://a.b.preview.example.com/welcome",
        "https://evil.example/.preview.example.com/welcome",
        "https://x.preview.example.com/welcome/more",
        "https://x.preview.example.com/welcome?next=//evil.example",
        "com.example.app://callback.evil",
        "com.example.application://callback",
        "https://2130706433/",
        "https://app.example.com\r\nSet-Cookie: a=b",
        "https://аpp.example.com/"
      })
  void nobodyIsSentElsewhere(String wanted) {
    String query = URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    String followed = location("/verify?token=x&type=magiclink&redirect_to=" + query);
    assertThat(followed).startsWith(SITE + "#error=").doesNotContain("evil");
    Answer link =
        SERVER.post(
            "/admin/generate_link?redirect_to=" + query,
            "{'type': 'magiclink', 'email': '%s'}".formatted(SERVER.someone()),
            "Authorization",
            "Bearer " + SERVER.key("service_role"));
    assertThat(link.field("redirect_to")).isEqualTo(SITE);
    String tampered = link.field("action_link").replaceAll("redirect_to=.*", "redirect_to=");
    assertThat(location(tampered + query)).startsWith(SITE + "#access_token=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/deep/page?a=b",
        "https://x-1.preview.example.com/welcome",
        "com.example.app://callback"
      })
  void whatIsAllowedIsReached(String wanted) {
    String query = URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    assertThat(location("/verify?token=x&type=magiclink&redirect_to=" + query))
        .startsWith(wanted + "#error=");
  }

  @Test
  void aLinkOfPkceIsWorthNothingWithoutTheVerifier() {
    String email = SERVER.confirmed();
    String challenge = AuthApiTest.hashed(VERIFIER);
    begin("/otp", email, challenge, "s256");
    Letter mail = SERVER.mail(email);
    String bare = mail.link().replace("token=pkce_", "token=");
    assertThat(location(bare)).as("without its mark").contains("otp_expired");
    String landing = location(mail.link());
    assertThat(landing).startsWith(SITE + "?code=").doesNotContain("access_token");
    String code = landing.replaceAll(".*code=", "");
    assertThat(exchange(code, "").field("code")).isEqualTo("validation_failed");
    assertThat(exchange(code, "another".repeat(7)).error()).startsWith("400 bad_code_verifier: ");
    assertThat(exchange(code, challenge).error())
        .as("the challenge is known to who sees the request; it answers no s256")
        .startsWith("400 bad_code_verifier: ");
    assertThat(exchange(NOBODY, VERIFIER).error()).startsWith("404 flow_state_not_found: ");
    assertThat(exchange(code, VERIFIER).status()).isEqualTo(200);
    assertThat(exchange(code, VERIFIER).error())
        .as("once only")
        .startsWith("404 flow_state_not_found: ");
  }

  @Test
  void aChallengeIsNotTakenWithoutItsMethodNorAWeakOne() {
    String email = SERVER.confirmed();
    String challenge = AuthApiTest.hashed(VERIFIER);
    assertThat(
            SERVER
                .post("/otp", "{'email': '%s', 'code_challenge': '%s'}".formatted(email, challenge))
                .status())
        .isEqualTo(400);
    assertThat(begin("/otp", email, challenge, "none").status()).isEqualTo(400);
    assertThat(begin("/otp", email, "short", "plain").status()).isEqualTo(400);
    assertThat(SERVER.mails(email)).isZero();
    begin("/otp", email, VERIFIER, "plain");
    String code = location(SERVER.mail(email).link()).replaceAll(".*code=", "");
    assertThat(exchange(code, AuthApiTest.hashed(VERIFIER)).status()).isEqualTo(400);
    assertThat(exchange(code, VERIFIER).status()).isEqualTo(200);
  }

  @Test
  void aCodeOfAFlowThatNobodyFollowedIsNoGood() {
    String email = SERVER.confirmed();
    begin("/otp", email, AuthApiTest.hashed(VERIFIER), "s256");
    String code =
        SERVER
            .postgres()
            .value("select auth_code from auth.flow_state where user_id = '" + id(email) + "'");
    assertThat(exchange(String.valueOf(code), VERIFIER).status()).isEqualTo(404);
  }

  @Test
  void aReplayedRefreshTokenEndsTheWholeFamily() {
    Answer first = SERVER.signIn(SERVER.confirmed(), PASSWORD);
    Answer second = SERVER.refresh(first.refreshToken());
    Answer third = SERVER.refresh(second.refreshToken());
    assertThat(third.status()).isEqualTo(200);
    assertThat(SERVER.refresh(first.refreshToken()).error())
        .isEqualTo("400 refresh_token_already_used: Invalid Refresh Token: Already Used");
    for (Answer each : List.of(first, second, third)) {
      assertThat(SERVER.refresh(each.refreshToken()).status()).isEqualTo(400);
      assertThat(SERVER.user(each.accessToken()).error()).startsWith("403 session_not_found");
    }
  }

  @Test
  void aRefreshTokenThatWeDidNotMakeIsRefused() {
    Answer session = SERVER.signIn(SERVER.confirmed(), PASSWORD);
    byte[] bytes = java.util.Base64.getUrlDecoder().decode(session.refreshToken());
    for (int place : new int[] {0, 1, 17, 24, 25, bytes.length - 1}) {
      byte[] forged = bytes.clone();
      forged[place] ^= 1;
      String text = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
      assertThat(SERVER.refresh(text).field("code")).isEqualTo("refresh_token_not_found");
    }
    assertThat(SERVER.refresh(session.refreshToken()).status()).isEqualTo(200);
  }

  @Test
  void nothingFromBeforeASignInIsKept() {
    Answer nameless = SERVER.post("/signup", "{}");
    String email = SERVER.someone();
    SERVER.put("/user", nameless.accessToken(), "{'email': '%s'}".formatted(email));
    Answer named = enter("email_change", email, SERVER.mail(email).code());
    assertThat(named.json().path("user").path("is_anonymous").asBoolean()).isFalse();
    assertThat(sessionOf(named)).isNotEqualTo(sessionOf(nameless));
    assertThat(SERVER.user(nameless.accessToken()).error()).startsWith("403 session_not_found");
    assertThat(SERVER.refresh(nameless.refreshToken()).status()).isEqualTo(400);
    String known = SERVER.confirmed();
    Answer planted = SERVER.signIn(known, PASSWORD);
    Answer again =
        SERVER.post(
            "/token?grant_type=password",
            "{'email': '%s', 'password': '%s', 'session_id': '%s', 'refresh_token': '%s'}"
                .formatted(known, PASSWORD, sessionOf(planted), planted.refreshToken()),
            "Authorization",
            "Bearer " + planted.accessToken());
    assertThat(sessionOf(again)).isNotEqualTo(sessionOf(planted));
    assertThat(again.refreshToken()).isNotEqualTo(planted.refreshToken());
  }

  @Test
  void whoSignsUpFirstWithTheAddressOfAnotherDoesNotKnowTheirPassword() {
    String email = SERVER.someone();
    SERVER.post("/signup", "{'email': '%s', 'password': 'of the attacker'}".formatted(email));
    SERVER.signUp(email);
    assertThat(location(SERVER.mail(email).link())).contains("access_token=");
    assertThat(SERVER.signIn(email, "of the attacker").status()).isEqualTo(400);
    assertThat(SERVER.signIn(email, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void bothAddressesConfirmAChangeWhateverIsSentAgain() {
    String old = SERVER.confirmed();
    String theirs = SERVER.someone();
    Answer session = SERVER.signIn(old, PASSWORD);
    SERVER.put("/user", session.accessToken(), "{'email': '%s'}".formatted(theirs));
    assertThat(enter("email_change", theirs, SERVER.mail(theirs).code()).field("msg"))
        .startsWith("Confirmation link accepted");
    SERVER.post("/resend", "{'type': 'email_change', 'email': '%s'}".formatted(old));
    enter("email_change", theirs, SERVER.mail(theirs).code());
    assertThat(SERVER.user(session.accessToken()).field("email")).isEqualTo(old);
    String victim = SERVER.someone();
    String before = SERVER.mail(theirs).link();
    SERVER.post("/resend", "{'type': 'email_change', 'email': '%s'}".formatted(old));
    String code = SERVER.mail(theirs).code();
    SERVER.put("/user", session.accessToken(), "{'email': '%s'}".formatted(victim));
    assertThat(enter("email_change", theirs, code).status()).isEqualTo(403);
    assertThat(location(before)).contains("otp_expired");
    assertThat(SERVER.user(session.accessToken()).field("email")).isEqualTo(old);
  }

  private static void assertSame(Answer one, Answer other) {
    assertThat(one.status()).isEqualTo(other.status());
    assertThat(one.text()).isEqualTo(other.text());
    assertThat(one.response().headers().map().keySet())
        .isEqualTo(other.response().headers().map().keySet());
  }

  /** Names of the fields, at all depths but that of the identities. */
  private static List<String> shape(Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().fieldNames().forEachRemaining(names::add);
    for (String inner : List.of("app_metadata", "user_metadata")) {
      answer.json().path(inner).fieldNames().forEachRemaining(name -> names.add(inner + name));
    }
    return names.stream().sorted().toList();
  }

  private static long median(Consumer<Integer> call) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      long start = System.nanoTime();
      call.accept(i);
      times.add(System.nanoTime() - start);
    }
    return times.stream().sorted().toList().get(4) / 1_000_000;
  }

  /**
   * A hash of a password takes some 50 milliseconds: without it a call takes a fifth of another.
   */
  private static void assertAlike(long one, long other) {
    assertThat(Math.min(one, other) * 3 + 25).isGreaterThan(Math.max(one, other));
  }

  private static String id(String email) {
    return String.valueOf(
        SERVER.postgres().value("select id from auth.users where email = '" + email + "'"));
  }

  private static String sessionOf(Answer answer) {
    return AuthApiTest.claims(answer.accessToken()).path("session_id").asText();
  }

  private static Answer enter(String type, String email, String code) {
    return SERVER.post(
        "/verify", "{'type': '%s', 'email': '%s', 'token': '%s'}".formatted(type, email, code));
  }

  private static Answer begin(String path, String email, String challenge, String method) {
    return SERVER.post(
        path,
        "{'email': '%s', 'code_challenge': '%s', 'code_challenge_method': '%s'}"
            .formatted(email, challenge, method));
  }

  private static Answer exchange(String code, String verifier) {
    return SERVER.post(
        "/token?grant_type=pkce",
        "{'auth_code': '%s', 'code_verifier': '%s'}".formatted(code, verifier));
  }

  private static String location(String link) {
    Answer answer = SERVER.get(link);
    assertThat(answer.status()).isEqualTo(303);
    return answer.header("Location");
  }

  /** All rows of all tables of the schema {@code auth}, as text. */
  private static String everyText() throws SQLException {
    return String.join("\n", rows("select t::text from auth.%I t"));
  }

  /** All values of them, one by one. */
  private static List<String> everyCell() throws SQLException {
    return rows("select value from auth.%I t, jsonb_each_text(to_jsonb(t))");
  }

  private static List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    String tables =
        "select format('%s', table_name) from information_schema.tables where table_schema = 'auth'"
            .formatted(query.replace("'", "''"));
    try (Connection connection = SERVER.postgres().connect();
        Statement statement = connection.createStatement()) {
      for (String each : firsts(statement, tables)) {
        rows.addAll(firsts(statement, each));
      }
    }
    return rows;
  }

  private static List<String> firsts(Statement statement, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        values.add(String.valueOf(result.getString(1)));
      }
    }
    return values;
  }
}
