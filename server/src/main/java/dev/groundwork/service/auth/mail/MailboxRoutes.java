package dev.groundwork.service.auth.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.service.auth.mail.Mailbox.Kept;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The mailbox's page for people, and the part of Mailpit's API that programs read. Everybody who
 * reaches it reads all mails, and so can sign in as anybody: only for development.
 */
public final class MailboxRoutes implements Handler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MESSAGE = "/api/v1/message/";
  private static final String VIEW = "/view/";
  private static final int LONGEST_PAGE = 500;

  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src"
          + " 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

  /** A mail is strange HTML: it runs nothing, loads nothing, and its links open elsewhere. */
  private static final String MAIL_POLICY =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src"
          + " 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'";

  private final Mailbox mailbox;
  private final MailboxJson json;
  private final String page;

  /**
   * Routes of a mailbox.
   *
   * @param mountedAt the path where they are mounted, such as {@code /mailbox}
   * @param sender the address that mails seem to come from
   */
  public MailboxRoutes(Mailbox mailbox, String mountedAt, String sender) {
    this.mailbox = mailbox;
    this.json = new MailboxJson(sender);
    this.page = resource("mailbox.html").replace("{{base}}", Escape.HTML.of(mountedAt + "/"));
  }

  @Override
  public Reply handle(RawRequest request, Notes notes) {
    notes.route("/mailbox");
    return switch (request.method()) {
      case "GET", "HEAD" -> read(request);
      case "DELETE" -> remove(request);
      case String other -> throw new MailProblem.NoMethod(other).raise();
    };
  }

  private Reply read(RawRequest request) {
    String path = request.path();
    return switch (path) {
      case "/" -> file(page, "text/html");
      case "/mailbox.js" -> file(resource("mailbox.js"), "text/javascript");
      case "/mailbox.css" -> file(resource("mailbox.css"), "text/css");
      case "/api/v1/messages" -> list(mailbox.mails(), request);
      case "/api/v1/search" -> {
        MailboxSearch search = MailboxSearch.of(parameter(request, "query", ""));
        yield list(mailbox.mails().stream().filter(search::finds).toList(), request);
      }
      default -> mail(path);
    };
  }

  private Reply mail(String path) {
    if (path.startsWith(MESSAGE)) {
      return json(json.whole(kept(path.substring(MESSAGE.length()))));
    }
    if (path.startsWith(VIEW) && path.endsWith(".html")) {
      String id = path.substring(VIEW.length(), path.length() - ".html".length());
      String html = "<base target=\"_blank\">" + kept(id).mail().html();
      return reply(html, "text/html").with("Content-Security-Policy", MAIL_POLICY);
    }
    throw new MailProblem.NotFound(path).raise();
  }

  private Kept kept(String id) {
    return mailbox.mail(id).orElseThrow(() -> new MailProblem.NotFound(id).raise());
  }

  private Reply list(List<Kept> found, RawRequest request) {
    int start = number(parameter(request, "start", "0"), 0);
    int limit = Math.min(LONGEST_PAGE, number(parameter(request, "limit", "50"), 50));
    return json(json.list(found, mailbox.mails().size(), start, limit));
  }

  private Reply remove(RawRequest request) {
    if (!request.path().equals("/api/v1/messages")) {
      throw new MailProblem.NoMethod(request.method()).raise();
    }
    JsonNode ids = ids(request.body());
    if (ids.isEmpty()) {
      mailbox.clear();
    } else {
      Set<String> named = new HashSet<>();
      ids.forEach(id -> named.add(id.asText()));
      mailbox.remove(named);
    }
    return reply("ok", "text/plain");
  }

  private static JsonNode ids(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body).path("IDs");
    } catch (IOException malformed) {
      throw new MailProblem.NotFound("mails that the body names").raise();
    }
  }

  private static String parameter(RawRequest request, String name, String standard) {
    for (String each : request.query().split("&", -1)) {
      if (each.startsWith(name + "=")) {
        return decoded(each.substring(name.length() + 1));
      }
    }
    return standard;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return value;
    }
  }

  private static int number(String text, int standard) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : standard;
  }

  private static Reply json(JsonNode node) {
    try {
      return reply(JSON.writeValueAsString(node), "application/json");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Reply file(String text, String type) {
    return reply(text, type).with("Content-Security-Policy", PAGE_POLICY);
  }

  private static Reply reply(String text, String type) {
    Headers headers =
        Headers.of(
            "Content-Type",
            type + "; charset=utf-8",
            "Cache-Control",
            "no-store",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer");
    return new Reply(200, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String resource(String name) {
    try (InputStream in = MailboxRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
