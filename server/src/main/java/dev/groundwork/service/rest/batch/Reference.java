package dev.groundwork.service.rest.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Points at a value in the results of earlier parts.
 *
 * @param text a JSON Pointer whose first step is a part's position, such as {@code /0/body/0/id}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
record Reference(String text) {

  /**
   * The value as JSON.
   *
   * @param done the results so far
   */
  byte[] resolve(List<PartResult> done) {
    List<String> steps = steps();
    int part = Json.position(steps.getFirst());
    if (part < 0 || steps.size() < 2) {
      throw bad("does not begin with a request's position and body, status or headers");
    }
    if (part >= done.size()) {
      throw bad("points at a request that does not come before this one");
    }
    List<String> rest = steps.subList(2, steps.size());
    PartResult result = done.get(part);
    Optional<byte[]> value =
        switch (steps.get(1)) {
          case "body" -> result.body().flatMap(body -> Json.at(body, rest));
          case "status" -> Json.at(bytes(Integer.toString(result.status())), rest);
          case "headers" ->
              rest.size() == 1 ? result.header(rest.getFirst()).map(Reference::bytes) : none();
          default -> throw bad("points at something else than body, status or headers");
        };
    return value.orElseThrow(() -> unresolved("points at nothing in the results").raise());
  }

  /** The value as text. */
  String resolveText(List<PartResult> done) {
    byte[] json = resolve(done);
    try (JsonParser in = Json.parser(json)) {
      JsonToken token = in.nextToken();
      if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
        throw unresolved("must point at a string, a number or a boolean here").raise();
      }
      return token == JsonToken.VALUE_STRING
          ? in.getText()
          : new String(json, StandardCharsets.UTF_8);
    } catch (IOException malformed) {
      throw unresolved("points at nothing in the results").raise();
    }
  }

  private List<String> steps() {
    if (!text.startsWith("/")) {
      throw bad("is no JSON Pointer, such as /0/body/0/id");
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  RuntimeException bad(String reason) {
    return new BatchProblem.BadReference(text, reason).raise();
  }

  private BatchProblem unresolved(String reason) {
    return new BatchProblem.Unresolved(text, reason);
  }

  private static Optional<byte[]> none() {
    return Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
