package dev.groundwork.base.http;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PostgREST's error bodies: {@code {"code":...,"details":...,"hint":...,"message":...}}.
 *
 * @param proxyStatus whether replies have {@code Proxy-Status} with the problem's code
 */
record PostgrestStyle(Failures.Verbosity verbosity, boolean proxyStatus) implements Failures.Style {
  private static final Map.Entry<String, String> JSON =
      Map.entry("Content-Type", "application/json; charset=utf-8");

  @Override
  public Reply told(Problem problem, Headers request) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    lines.add(JSON);
    if (proxyStatus) {
      lines.add(Map.entry("Proxy-Status", "PostgREST; error=" + problem.code()));
    }
    lines.addAll(problem.headers());
    byte[] body = json(problem).getBytes(StandardCharsets.UTF_8);
    return new Reply(
        problem.status(), problem.statusText(), new Headers(lines), body, Optional.empty());
  }

  private String json(Problem problem) {
    StringBuilder out = new StringBuilder(128).append("{\"code\":");
    JsonText.string(out, problem.code());
    if (verbosity == Failures.Verbosity.VERBOSE) {
      out.append(",\"details\":")
          .append(problem.details().map(PostgrestStyle::json).orElse("null"));
      out.append(",\"hint\":").append(problem.hint().map(JsonText::string).orElse("null"));
    }
    out.append(",\"message\":");
    JsonText.string(out, problem.message());
    for (Map.Entry<String, String> member : problem.members()) {
      out.append(',');
      JsonText.string(out, member.getKey());
      out.append(':').append(member.getValue());
    }
    return out.append('}').toString();
  }

  private static String json(Details details) {
    return switch (details) {
      case Details.Text text -> JsonText.string(text.text());
      case Details.Json json -> json.json();
    };
  }
}
