package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.text.JsonText;
import dev.groundwork.service.rest.query.Binder.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What SQL may know of a request: method, path, headers and cookies. */
final class RequestContext {
  private static final String COOKIE = "cookie";
  private static final String NOTHING = "{}";

  /** So many lines are compared with each other; more are put in order by a map. */
  private static final int FEW = 40;

  /** Quotes, colon and comma of a member. */
  private static final int AROUND_MEMBER = 6;

  private RequestContext() {}

  static Context of(RawRequest raw, RoleSettings role) {
    Headers headers = raw.headers();
    return new Context(raw.method(), raw.path(), headers(headers), cookies(headers), role);
  }

  private static String headers(Headers headers) {
    List<Map.Entry<String, String>> lines = distinct(headers.lines());
    StringBuilder out = new StringBuilder(length(lines));
    for (Map.Entry<String, String> line : lines) {
      if (!line.getKey().equalsIgnoreCase(COOKIE)) {
        out.append(out.isEmpty() ? '{' : ',');
        lowerCase(out, line.getKey());
        JsonText.string(out.append(':'), line.getValue());
      }
    }
    return out.isEmpty() ? NOTHING : out.append('}').toString();
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

  /** What the JSON needs when nothing is escaped. */
  private static int length(List<Map.Entry<String, String>> lines) {
    int length = 2;
    for (Map.Entry<String, String> line : lines) {
      length += line.getKey().length() + line.getValue().length() + AROUND_MEMBER;
    }
    return length;
  }

  /** A header's name as a JSON string; those of HTTP are ASCII. */
  private static void lowerCase(StringBuilder out, String name) {
    int start = out.append('"').length();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        out.setLength(start - 1);
        JsonText.string(out, name.toLowerCase(Locale.ROOT));
        return;
      }
      out.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    out.append('"');
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
