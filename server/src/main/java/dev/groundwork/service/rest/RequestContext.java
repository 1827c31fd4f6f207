package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.text.JsonText;
import dev.groundwork.service.rest.query.Binder.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What SQL may know of a request: method, path, headers and cookies. */
final class RequestContext {
  private static final String COOKIE = "cookie";

  private RequestContext() {}

  static Context of(RawRequest raw, RoleSettings role) {
    Headers headers = raw.headers();
    return new Context(raw.method(), raw.path(), headers(headers), cookies(headers), role);
  }

  private static String headers(Headers headers) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, String> line : headers.lines()) {
      String name = line.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals(COOKIE)) {
        members.put(name, line.getValue());
      }
    }
    return json(members);
  }

  private static String cookies(Headers headers) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String line : headers.all(COOKIE)) {
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
      return "{}";
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
