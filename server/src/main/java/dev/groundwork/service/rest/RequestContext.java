package dev.groundwork.service.rest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.service.rest.query.Binder.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What SQL may know of a request: method, path, headers and cookies. */
final class RequestContext {
  private RequestContext() {}

  static Context of(RawRequest raw) {
    return new Context(raw.method(), raw.path(), headers(raw.headers()), cookies(raw.headers()));
  }

  private static String headers(Headers headers) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, String> line : headers.lines()) {
      if (!line.getKey().equalsIgnoreCase("Cookie")) {
        members.put(line.getKey().toLowerCase(Locale.ROOT), line.getValue());
      }
    }
    return json(members);
  }

  private static String cookies(Headers headers) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String line : headers.all("Cookie")) {
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
    return members.entrySet().stream()
        .map(member -> string(member.getKey()) + ":" + string(member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String string(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
