package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The only writer of error bodies: a {@link Problem} becomes a reply with {@code
 * {"code":...,"details":...,"hint":...,"message":...}}.
 */
public final class Failures {
  private static final Map.Entry<String, String> JSON =
      Map.entry("Content-Type", "application/json; charset=utf-8");

  private final Verbosity verbosity;
  private final boolean proxyStatus;
  private final Observer observer;

  /**
   * @param proxyStatus whether replies have {@code Proxy-Status} with the problem's code
   * @param observer is told what was not expected, with its cause
   */
  public Failures(Verbosity verbosity, boolean proxyStatus, Observer observer) {
    this.verbosity = verbosity;
    this.proxyStatus = proxyStatus;
    this.observer = observer;
  }

  /** How much an error body tells. */
  public enum Verbosity {
    /** All four fields. */
    VERBOSE,
    /** Code and message. */
    MINIMAL
  }

  /** The reply for something thrown; the cause of what is not a problem is reported, not told. */
  public Reply reply(Throwable thrown, String requestId) {
    if (thrown instanceof ProblemException known) {
      if (known.getCause() != null && known.problem().status() >= 500) {
        observer.report(new Event.RequestFailed(requestId, known));
      }
      return reply(known.problem());
    }
    observer.report(new Event.RequestFailed(requestId, thrown));
    return reply(new HttpProblem.Unexpected(requestId));
  }

  public Reply reply(Problem problem) {
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
    if (verbosity == Verbosity.VERBOSE) {
      out.append(",\"details\":").append(problem.details().map(Failures::json).orElse("null"));
      out.append(",\"hint\":").append(problem.hint().map(JsonText::string).orElse("null"));
    }
    out.append(",\"message\":");
    JsonText.string(out, problem.message());
    return out.append('}').toString();
  }

  private static String json(Details details) {
    return switch (details) {
      case Details.Text text -> JsonText.string(text.text());
      case Details.Json json -> json.json();
    };
  }
}
