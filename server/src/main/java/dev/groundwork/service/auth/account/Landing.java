package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses that people are sent back to, with what came of it. */
public final class Landing {
  private Landing() {}

  /**
   * A link that brings a token back to this room. Where the person lands after it can be read in
   * it.
   */
  public static String withToken(String room, String hash, String type, String landing) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("token", hash);
    parts.put("type", type);
    String to = URLEncoder.encode(landing, StandardCharsets.UTF_8);
    String readable = to.replace("%3A", ":").replace("%2F", "/");
    return withQuery(room + "/verify", parts) + "&redirect_to=" + readable;
  }

  /** With a session: in the fragment, which does not reach servers. */
  public static String withSession(String address, ObjectNode answer, String type) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "access_token",
          "expires_at",
          "expires_in",
          "provider_token",
          "provider_refresh_token",
          "refresh_token",
          "token_type"
        }) {
      if (answer.hasNonNull(name)) {
        parts.put(name, answer.path(name).asText());
      }
    }
    if (!type.isEmpty()) {
      parts.put("type", type);
    }
    return withoutFragment(address) + "#" + joined(parts) + "&sb=";
  }

  /** With a code that is to be exchanged. */
  public static String withCode(String address, String code) {
    return withQuery(address, Map.of("code", code));
  }

  /** With a word to the person. */
  public static String withMessage(String address, String message) {
    return withoutFragment(address) + "#" + joined(Map.of("message", message)) + "&sb=";
  }

  /** With what went wrong. */
  public static String withProblem(String address, Problem problem, boolean inQueryToo) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("error", problem.status() >= 500 ? "server_error" : "access_denied");
    parts.put("error_code", problem.code());
    parts.put("error_description", problem.message());
    String base = inQueryToo ? withQuery(address, parts) : withoutFragment(address);
    return base + "#" + joined(parts) + "&sb=";
  }

  /** With further parameters; those that it has stay. */
  public static String withQuery(String address, Map<String, String> parts) {
    String base = withoutFragment(address);
    return base + (base.contains("?") ? "&" : "?") + joined(parts);
  }

  private static String withoutFragment(String address) {
    int fragment = address.indexOf('#');
    return fragment < 0 ? address : address.substring(0, fragment);
  }

  private static String joined(Map<String, String> parts) {
    return parts.entrySet().stream()
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
