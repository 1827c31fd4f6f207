package dev.groundwork.service.auth.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.problem.ProblemException;
import org.junit.jupiter.api.Test;

class MailboxRoutesTest {
  private final Mailbox mailbox = new Mailbox();
  private final MailboxRoutes routes = new MailboxRoutes(mailbox, "/mailbox", "shop@example.com");

  @Test
  void mailsAreListedTheLastOneFirst() throws Exception {
    send("ada@example.org", "One");
    send("ben@example.org", "Two");
    JsonNode list = json("/api/v1/messages", "");
    assertThat(list.get("total").asInt()).isEqualTo(2);
    assertThat(list.at("/messages/0/Subject").asText()).isEqualTo("Two");
    assertThat(list.at("/messages/0/To/0/Address").asText()).isEqualTo("ben@example.org");
    assertThat(list.at("/messages/0/From/Address").asText()).isEqualTo("shop@example.com");
    assertThat(list.at("/messages/0/Snippet").asText()).isEqualTo("text Two");
    assertThat(json("/api/v1/messages", "start=1&limit=1").at("/messages/0/Subject").asText())
        .isEqualTo("One");
    assertThat(json("/api/v1/messages", "limit=0").get("messages")).isEmpty();
  }

  @Test
  void aMailIsReadByItsIdOrAsTheLatest() throws Exception {
    send("ada@example.org", "One");
    send("ben@example.org", "Two");
    String id = json("/api/v1/messages", "").at("/messages/1/ID").asText();
    JsonNode mail = json("/api/v1/message/" + id, "");
    assertThat(mail.get("HTML").asText()).isEqualTo("<p>html One</p>");
    assertThat(mail.get("Text").asText()).isEqualTo("text One");
    assertThat(json("/api/v1/message/latest", "").get("Subject").asText()).isEqualTo("Two");
    assertThatThrownBy(() -> ask("GET", "/api/v1/message/none", "", ""))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void mailsAreSearched() throws Exception {
    send("ada@example.org", "Confirm it");
    send("ada@example.org", "Recover it");
    send("ben@example.org", "Confirm it");
    assertThat(found("query=to:ada@example.org")).isEqualTo(2);
    assertThat(found("query=to%3AADA")).isEqualTo(2);
    assertThat(found("query=to:%22ada@example.org%22+subject:confirm")).isEqualTo(1);
    assertThat(found("query=recover")).isEqualTo(1);
    assertThat(found("query=subject:ada")).isZero();
    assertThat(found("query=")).isEqualTo(3);
  }

  @Test
  void mailsAreRemoved() throws Exception {
    send("ada@example.org", "One");
    send("ben@example.org", "Two");
    String id = json("/api/v1/message/latest", "").get("ID").asText();
    ask("DELETE", "/api/v1/messages", "", "{\"IDs\":[\"" + id + "\"]}");
    assertThat(mailbox.mails()).hasSize(1);
    ask("DELETE", "/api/v1/messages", "", "");
    assertThat(mailbox.mails()).isEmpty();
  }

  @Test
  void theOldestGiveWay() {
    for (int i = 0; i < 510; i++) {
      send("ada@example.org", "Mail " + i);
    }
    assertThat(mailbox.mails()).hasSize(500);
    assertThat(mailbox.mails().getLast().mail().subject()).isEqualTo("Mail 10");
  }

  @Test
  void thePageLoadsFromHereOnly() {
    Reply page = ask("GET", "/", "", "");
    assertThat(new String(page.body(), UTF_8)).contains("<base href=\"/mailbox/\">");
    assertThat(page.headers().first("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(ask("GET", "/mailbox.js", "", "").status()).isEqualTo(200);
    assertThat(ask("GET", "/mailbox.css", "", "").status()).isEqualTo(200);
  }

  @Test
  void aMailIsShownInASandbox() {
    send("ada@example.org", "One");
    Reply mail = ask("GET", "/view/latest.html", "", "");
    String policy = mail.headers().first("Content-Security-Policy").orElse("");
    assertThat(policy).startsWith("sandbox").doesNotContain("allow-scripts", "allow-same-origin");
    assertThat(policy).contains("default-src 'none'");
  }

  @Test
  void nothingElseIsThere() {
    assertThatThrownBy(() -> ask("GET", "/../secret", "", "")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> ask("POST", "/api/v1/messages", "", ""))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> ask("DELETE", "/api/v1/messages", "", "{"))
        .isInstanceOf(ProblemException.class);
  }

  private void send(String to, String subject) {
    mailbox.send(new Mail(to, subject, "<p>html " + subject + "</p>", "text " + subject));
  }

  private int found(String query) throws Exception {
    return json("/api/v1/search", query).get("messages").size();
  }

  private JsonNode json(String path, String query) throws Exception {
    Reply reply = ask("GET", path, query, "");
    assertThat(reply.headers().first("Content-Type").orElse("")).startsWith("application/json");
    return new ObjectMapper().readTree(reply.body());
  }

  private Reply ask(String method, String path, String query, String body) {
    return routes.handle(
        new RawRequest(method, path, query, Headers.NONE, body.getBytes(UTF_8)), new Notes());
  }
}
