package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.text.JsonText;
import dev.groundwork.service.rest.query.Binder.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What SQL may know of a request: method, path, headers and cookies. */
final class RequestContext {
  private static final String COOKIE = "cookie";
  private static final String NOTHING = "{}";

  /** So many lines are compared with each other; more are put in order by a map. */
  private static final int FEW = 40;

  /** How members begin whose names come with nearly every request. */
  private static final Map<String, String> NAMES =
      Stream.of(
              "Accept",
              "Accept-Encoding",
              "Accept-Language",
              "Accept-Profile",
              "apikey",
              "Authorization",
              "Cache-Control",
              "Connection",
              "Content-Length",
              "Content-Profile",
              "Content-Type",
              "Host",
              "Origin",
              "Pragma",
              "Prefer",
              "Range",
              "Referer",
              "User-Agent",
              "X-Client-Info",
              "X-Forwarded-For",
              "X-Forwarded-Host",
              "X-Forwarded-Port",
              "X-Forwarded-Proto",
              "X-Request-Id")
          .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)).distinct())
          .collect(Collectors.toUnmodifiableMap(name -> name, RequestContext::memberStart));

  private RequestContext() {}

  static Context of(RawRequest raw, RoleSettings role) {
    Headers headers = raw.headers();
    return new Context(raw.method(), raw.path(), headers(headers), cookies(headers), role);
  }

  /** Joined of parts: that makes the text at once, as long as it has to be. */
  private static String headers(Headers headers) {
    List<Map.Entry<String, String>> lines = distinct(headers.lines());
    String[] parts = new String[2 * lines.size() + 1];
    int count = 0;
    for (Map.Entry<String, String> line : lines) {
      if (!line.getKey().equalsIgnoreCase(COOKIE)) {
        String known = NAMES.get(line.getKey());
        String start = known == null ? memberStart(line.getKey()) : known;
        parts[count] = count == 0 ? '{' + start.substring(2) : start;
        parts[count + 1] = JsonText.escaped(line.getValue());
        count += 2;
      }
    }
    if (count == 0) {
      return NOTHING;
    }
    parts[count++] = "\"}";
    Arrays.fill(parts, count, parts.length, "");
    return String.join("", parts);
  }

  /** Ends the string before, and begins the member of a header. */
  private static String memberStart(String name) {
    return "\"," + JsonText.string(name.toLowerCase(Locale.ROOT)) + ":\"";
  }

  /** Of lines with one name the last counts, in the place of the first. */
  private static List<Map.Entry<String, String>> distinct(List<Map.Entry<String, String>> lines) {
    if (lines.size() <= FEW && areDistinct(lines)) {
      return lines;
    }
    Map<String, Map.Entry<String, String>> members = new LinkedHashMap<>();
    for (Map.Entry<String, String> line : lines) {
      members.put(line.getKey().toLowerCase(Locale.ROOT), line);
    }
    return new ArrayList<>(members.values());
  }

  private static boolean areDistinct(List<Map.Entry<String, String>> lines) {
    for (int i = 1; i < lines.size(); i++) {
      String name = lines.get(i).getKey();
      for (int before = 0; before < i; before++) {
        if (lines.get(before).getKey().equalsIgnoreCase(name)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String cookies(Headers headers) {
    List<String> lines = headers.all(COOKIE);
    if (lines.isEmpty()) {
      return NOTHING;
    }
    Map<String, String> members = new LinkedHashMap<>();
    for (String line : lines) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          members.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
      }
    }
    return json(members);
  }

  private static String json(Map<String, String> members) {
    if (members.isEmpty()) {
      return NOTHING;
    }
    StringBuilder out = new StringBuilder(256);
    for (Map.Entry<String, String> member : members.entrySet()) {
      out.append(out.isEmpty() ? '{' : ',');
      JsonText.string(out, member.getKey());
      out.append(':');
      JsonText.string(out, member.getValue());
    }
    return out.append('}').toString();
  }
}
