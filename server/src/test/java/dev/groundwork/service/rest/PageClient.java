package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pages over HTTP, and follows their links. */
final class PageClient {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LINK = Pattern.compile("<([^>]*)>; rel=\"([a-z]+)\"");

  private static final Pattern ORDER = Pattern.compile("(?<=[?&])order=([^&]*)&?");

  private PageClient() {}

  /** A page and its links. */
  record Page(HttpResponse<String> reply) {
    List<JsonNode> rows() throws Exception {
      List<JsonNode> rows = new ArrayList<>();
      JSON.readTree(reply.body()).forEach(rows::add);
      return rows;
    }

    Optional<String> link(String relation) {
      Matcher link = LINK.matcher(reply.headers().firstValue("Link").orElse(""));
      return link.results()
          .filter(found -> found.group(2).equals(relation))
          .map(found -> found.group(1))
          .findFirst();
    }

    /** The cursor of a link. */
    String cursor(String relation) {
      String link = link(relation).orElseThrow();
      return link.substring(link.indexOf("cursor=") + "cursor=".length());
    }
  }

  static HttpResponse<String> ask(BoardServer server, URI uri, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> ask(BoardServer server, String target, String... headers)
      throws Exception {
    return ask(server, Scenario.uri(server.port(), "/" + target), headers);
  }

  static Page get(BoardServer server, String target, String... headers) throws Exception {
    HttpResponse<String> reply = ask(server, target, headers);
    assertThat(reply.statusCode()).as("%s: %s", target, reply.body()).isIn(200, 206);
    return new Page(reply);
  }

  /** Follows a link as a client does: relative to where it was found. */
  static Page follow(BoardServer server, String target, String link, String... headers)
      throws Exception {
    URI uri = Scenario.uri(server.port(), "/" + target).resolve(base(target) + link);
    HttpResponse<String> reply = ask(server, uri, headers);
    assertThat(reply.statusCode()).as("%s: %s", link, reply.body()).isIn(200, 206);
    return new Page(reply);
  }

  private static String base(String target) {
    return "/" + target.substring(0, target.indexOf('?'));
  }

  /** The list at once, in the order of its pages: what is asked for, then the rest of the key. */
  static List<JsonNode> whole(BoardServer server, String target, List<String> key)
      throws Exception {
    Matcher order = ORDER.matcher(target);
    List<String> terms = new ArrayList<>();
    if (order.find()) {
      terms.addAll(List.of(order.group(1).split(",", -1)));
    }
    String way = !terms.isEmpty() && terms.getLast().contains(".desc") ? ".desc" : "";
    List<String> named = terms.stream().map(term -> term.split("\\.", -1)[0]).toList();
    key.stream().filter(column -> !named.contains(column)).forEach(each -> terms.add(each + way));
    String others = order.reset().replaceFirst("");
    String joint = others.contains("?") ? "&" : "?";
    return get(server, others + joint + "order=" + String.join(",", terms)).rows();
  }

  static void untilServed(BoardServer server, String target) throws Exception {
    for (int i = 0; i < 100 && ask(server, target).statusCode() == 404; i++) {
      Thread.sleep(50);
    }
  }
}
