package dev.groundwork.service.auth;

import static dev.groundwork.testing.AuthServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.testing.AuthServer;
import dev.groundwork.testing.AuthServer.Answer;
import dev.groundwork.testing.AuthServer.Letter;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers write into requests: headers, fields, bodies, keys. It does what it may. */
class AuthInputTest {
  @RegisterExtension
  static final AuthServer SERVER =
      AuthServer.with(Map.of("GROUNDWORK_AUTH_EMAIL_ENABLE_CONFIRMATIONS", "true"));

  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  @Test
  void headersOfARequestDoNotReachMails() throws IOException {
    String email = SERVER.confirmed();
    String body = "{\"email\": \"" + email + "\"}";
    URI server = URI.create(SERVER.base());
    String answer =
        raw(
            URI.create(SERVER.base()),
            """
            POST /auth/v1/recover HTTP/1.1
            Host: evil.example
            X-Forwarded-Host: evil.example
            X-Forwarded-Proto: https
            X-Original-Host: evil.example
            Forwarded: host=evil.example
            Referer: https://evil.example/page
            Origin: https://evil.example
            Content-Type: application/json
            Content-Length: %d
            Connection: close

            %s\
            """
                .formatted(body.length(), body));
    assertThat(answer).contains(" 200 ");
    Letter mail = SERVER.mail(email);
    assertThat(mail.html() + mail.text()).doesNotContain("evil");
    assertThat(URI.create(mail.link()).getAuthority()).isEqualTo(server.getAuthority());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.com\\r\\nBcc: evil@example.com",
        "a@example.com\\nevil@example.com",
        "a@example.com,evil@example.com",
        "a@example.com;evil@example.com",
        "<a@example.com>",
        "Ann <a@example.com>",
        "a@exa\\u2028mple.com",
        "a%0d%0aBcc:evil@example.com",
        "\\u212Aelvin@example.com"
      })
  void anAddressHoldsOneAddress(String address) {
    int before = all();
    String body = "{'email': '%s', 'password': '%s'}".formatted(address, PASSWORD);
    for (String path : List.of("/signup", "/otp", "/recover", "/magiclink")) {
      assertThat(SERVER.post(path, body).error())
          .isEqualTo("400 validation_failed: Unable to validate email address: invalid format");
    }
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void whatPeopleSayOfThemselvesMakesNoMarkupInMails() {
    String email = SERVER.someone();
    SERVER.post(
        "/signup",
        "{'email': '%s', 'password': '%s', 'data': {'Email': '<b>x</b>', 'SiteURL': 'https://evil.example'}}"
            .formatted(email, PASSWORD));
    assertThat(SERVER.mail(email).html()).doesNotContain("<b>x", "evil.example");
  }

  @Test
  void nobodySetsWhatOnlyServersMay() {
    String more =
        """
        , 'role': 'service_role', 'aud': 'admins', 'app_metadata': {'admin': true},
        'raw_app_meta_data': {'admin': true}, 'email_confirmed_at': '2020-01-01T00:00:00Z',
        'phone_confirmed_at': '2020-01-01T00:00:00Z', 'confirmed_at': '2020-01-01T00:00:00Z',
        'is_super_admin': true, 'banned_until': '2999-01-01T00:00:00Z', 'ban_duration': '10h',
        'id': '%s', 'email_confirm': true, 'password_hash': 'x', 'is_anonymous': true,
        'is_sso_user': true, 'encrypted_password': 'x', 'instance_id': '%s'}
        """
            .formatted(NOBODY, NOBODY);
    String email = SERVER.someone();
    Answer made =
        SERVER.post(
            "/signup", "{'email': '%s', 'password': '%s'".formatted(email, PASSWORD) + more);
    assertThat(made.status()).isEqualTo(200);
    assertPlain(email, made.field("id"), false);
    assertThat(SERVER.signIn(email, PASSWORD).error())
        .isEqualTo("400 email_not_confirmed: Email not confirmed");
    Answer session = enter("signup", email, SERVER.mail(email).code());
    Answer changed = SERVER.put("/user", session.accessToken(), "{'data': {'a': 1}" + more);
    assertThat(changed.status()).isEqualTo(200);
    assertPlain(email, made.field("id"), true);
    JsonNode claims = AuthApiTest.claims(SERVER.refresh(session.refreshToken()).accessToken());
    assertThat(claims.path("role").asText()).isEqualTo("authenticated");
    assertThat(claims.path("app_metadata").has("admin")).isFalse();
  }

  private static void assertPlain(String email, String id, boolean confirmed) {
    assertThat(
            SERVER
                .postgres()
                .value(
                    """
                    select row(id = '%s', role, aud, raw_app_meta_data ? 'admin',
                      email_confirmed_at is not null, phone_confirmed_at, is_super_admin is true,
                      banned_until, is_anonymous, is_sso_user, length(encrypted_password))
                    from auth.users where email = '%s'
                    """
                        .formatted(id, email)))
        .isEqualTo("(t,authenticated,authenticated,f," + (confirmed ? "t" : "f") + ",,f,,f,f,60)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"email\": 1, \"password\": true}",
        "{\"email\": {\"$ne\": null}, \"password\": {\"$ne\": null}}",
        "{\"email\": [\"a@example.com\"], \"password\": \"secret1\"}",
        "{\"email\": \"n%s@example.com\", \"password\": \"secret1\", \"data\": []}",
        "{\"email\": \"n%s@example.com\", \"password\": \"secret1\", \"data\": {\"a\":"
            + " \"\\u0000\"}}",
        "{\"email\": \"n%s@example.com\", \"password\": \"secret1\", \"data\": {\"a\\u0000\": 1}}",
        "{\"email\": \"n%s@example.com\", \"password\": \"secret1\", \"data\": {\"a\":"
            + " \"\\ud800\"}}",
        "{\"email\": \"n%s@example.com\", \"password\": \"secret1\", \"data\": {\"a\": 1e999999}}",
        "{\"email\": \"n%s@example.com\", \"password\": \"sec\\u0000ret1\"}",
        "{\"email\": \"' or 1=1 --\", \"password\": \"' or 1=1 --\"}",
      })
  void malformedBodiesAreTheCallersFault(String body) {
    for (String path : List.of("/signup", "/token?grant_type=password", "/otp", "/verify")) {
      Answer answer = SERVER.post(path, body.replace("%s", String.valueOf(path.length())));
      assertThat(answer.status()).as(path + answer.text()).isBetween(200, 499);
    }
  }

  @Test
  void largeAndDeepBodiesAreRefused() {
    String large = "{'email': 'a@example.com', 'data': {'a': '" + "x".repeat(2 << 20) + "'}}";
    assertThat(SERVER.post("/signup", large).status()).isEqualTo(413);
    String deep = "{'email': 'a@example.com', 'data': " + "{'a':".repeat(20_000);
    assertThat(SERVER.post("/signup", deep + "1" + "}".repeat(20_001)).status()).isEqualTo(400);
    String password = "p".repeat(200_000);
    assertThat(SERVER.signIn(SERVER.confirmed(), password).status()).isEqualTo(400);
    assertThat(
            SERVER
                .post("/signup", "{'email': 'l@example.com', 'password': '%s'}".formatted(password))
                .status())
        .isEqualTo(400);
  }

  @Test
  void onlyServersReachAdministration() {
    Answer person = SERVER.signIn(SERVER.confirmed(), PASSWORD);
    List<String> tokens =
        List.of(
            SERVER.key("anon"),
            person.accessToken(),
            SERVER.key("service_role "),
            SERVER.key("SERVICE_ROLE"));
    List<String> places =
        List.of(
            "GET /admin/users",
            "POST /admin/users",
            "GET /admin/users/" + NOBODY,
            "PUT /admin/users/" + NOBODY,
            "DELETE /admin/users/" + NOBODY,
            "GET /admin/users/" + NOBODY + "/factors",
            "DELETE /admin/users/" + NOBODY + "/factors/" + NOBODY,
            "GET /admin/audit",
            "POST /admin/generate_link",
            "POST /invite");
    for (String place : places) {
      String[] parts = place.split(" ", -1);
      assertThat(SERVER.send(parts[0], parts[1], "").status()).as(place).isEqualTo(401);
      assertThat(SERVER.send(parts[0], parts[1], "", "apikey", SERVER.key("service_role")).status())
          .as(place + " with the key as a header only")
          .isEqualTo(401);
      for (String token : tokens) {
        Answer answer = SERVER.send(parts[0], parts[1], "{}", "Authorization", "Bearer " + token);
        assertThat(answer.error()).as(place).isEqualTo("403 not_admin: User not allowed");
      }
    }
  }

  @Test
  void pagesOfOthersDoNotReadTheMailbox() throws IOException {
    String mails = SERVER.mailbox() + "/api/v1/messages";
    URI mailbox = URI.create(mails);
    for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.nip.io")) {
      String request =
          "GET "
              + mailbox.getPath()
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\n\r\n";
      assertThat(raw(mailbox, request)).as(host).startsWith("HTTP/1.1 404");
    }
    for (String method : List.of("GET", "OPTIONS", "DELETE")) {
      Answer answer =
          SERVER.send(
              method,
              mails,
              "",
              "Origin",
              "https://evil.example",
              "Access-Control-Request-Method",
              "DELETE");
      assertThat(answer.header("Access-Control-Allow-Origin")).as(method).isEmpty();
      assertThat(answer.status()).as(method).isBetween(400, 499);
    }
    String origin = "http://" + mailbox.getAuthority();
    assertThat(SERVER.send("GET", mails, "", "Origin", origin).status()).isEqualTo(200);
  }

  @Test
  void whoReachesTheApiDoesNotReachTheMailbox() {
    assertThat(SERVER.mailbox()).doesNotStartWith(SERVER.base());
    assertThat(SERVER.get(SERVER.base() + "/mailbox/api/v1/messages").status()).isEqualTo(404);
    assertThat(SERVER.get(SERVER.base() + "/mailbox/").status()).isEqualTo(404);
  }

  @Test
  void secretsAreNotInTheLog() {
    String email = SERVER.confirmed();
    Answer session = SERVER.signIn(email, PASSWORD);
    SERVER.post("/otp", "{'email': '%s'}".formatted(email));
    Letter mail = SERVER.mail(email);
    location(mail.link());
    location(mail.link());
    SERVER.refresh(session.refreshToken());
    SERVER.user("x" + session.accessToken());
    SERVER.signIn(email, "a wrong password");
    SERVER.post("/signup", "{'email': 'z@example.com', 'password': 'sec\\u0000ret-word'}");
    assertThat(SERVER.said())
        .contains("Applied")
        .doesNotContain(PASSWORD)
        .doesNotContain("a wrong password", "ret-word")
        .doesNotContain(session.accessToken())
        .doesNotContain(session.refreshToken())
        .doesNotContain(mail.token())
        .doesNotContain(SERVER.secret())
        .doesNotContain(email);
  }

  private static int all() {
    return SERVER.get(SERVER.mailbox() + "/api/v1/messages").json().path("messages_count").asInt();
  }

  /** A request as it is written, for headers that clients do not let one set. */
  private static String raw(URI server, String request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      String text = request.contains("\r\n") ? request : request.replace("\n", "\r\n");
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Answer enter(String type, String email, String code) {
    return SERVER.post(
        "/verify", "{'type': '%s', 'email': '%s', 'token': '%s'}".formatted(type, email, code));
  }

  private static String location(String link) {
    Answer answer = SERVER.get(link);
    assertThat(answer.status()).isEqualTo(303);
    return answer.header("Location");
  }
}
