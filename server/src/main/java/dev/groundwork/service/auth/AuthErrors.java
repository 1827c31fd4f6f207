package dev.groundwork.service.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.service.auth.problem.AuthProblem;
import dev.groundwork.service.auth.problem.OAuthProblem;
import dev.groundwork.service.auth.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Errors in the two dialects of the protocol: with a code and a message for clients that name its
 * version, with the status as code for older ones.
 */
final class AuthErrors implements Failures.Style {
  static final String VERSION_HEADER = "X-Supabase-Api-Version";
  private static final String VERSION = "2024-01-01";

  @Override
  public Reply told(Problem problem, Headers request) {
    if (problem instanceof OAuthProblem oauth) {
      return told(oauth);
    }
    boolean named =
        request
            .first(VERSION_HEADER)
            .filter(version -> version.compareTo(VERSION) >= 0)
            .isPresent();
    ObjectNode body = Json.object();
    if (named) {
      body.put("code", problem.code()).put("message", problem.message());
    } else {
      body.put("code", problem.status())
          .put("error_code", problem.code())
          .put("msg", problem.message());
    }
    if (problem instanceof AuthProblem weak && !weak.reasons().isEmpty()) {
      ArrayNode reasons = body.putObject("weak_password").putArray("reasons");
      weak.reasons().forEach(reasons::add);
    }
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    lines.add(Map.entry("Content-Type", "application/json"));
    lines.add(Map.entry("Cache-Control", "no-store"));
    lines.add(Map.entry("x-sb-error-code", problem.code()));
    if (named) {
      lines.add(Map.entry(VERSION_HEADER, VERSION));
    }
    lines.addAll(problem.headers());
    return new Reply(
        problem.status(),
        problem.statusText(),
        new Headers(lines),
        body.toString().getBytes(UTF_8),
        Optional.empty());
  }

  /** By RFC 6749, 5.2. */
  private static Reply told(OAuthProblem problem) {
    ObjectNode body = Json.object();
    body.put("error", problem.code()).put("error_description", problem.message());
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    lines.add(Map.entry("Content-Type", "application/json"));
    lines.add(Map.entry("Cache-Control", "no-store"));
    lines.addAll(problem.headers());
    return new Reply(problem.status(), new Headers(lines), body.toString().getBytes(UTF_8));
  }
}
