package dev.groundwork.service.rest.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.rest.parse.Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the document that a batch is. */
public final class BatchParser {
  /** What a part would change that must be the same for all of them. */
  private static final Set<String> OF_THE_WHOLE =
      Set.of("authorization", "apikey", "cookie", "idempotency-key", "host");

  private final JsonParser in;
  private final byte[] json;
  private final long most;
  private final List<Batch.Part> parts = new ArrayList<>();
  private Optional<String> isolation = Optional.empty();
  private boolean deferred;
  private int retries;

  private BatchParser(JsonParser in, byte[] json, long most) {
    this.in = in;
    this.json = json;
    this.most = most;
  }

  /**
   * Reads a batch.
   *
   * @param most parts that it may have
   * @throws ProblemException with a {@link BatchProblem}
   */
  public static Batch parse(byte[] json, long most) {
    if (json.length < 2 || json[0] <= 0 || json[1] == 0) {
      throw malformed("it is no JSON object in UTF-8");
    }
    try (JsonParser in = Json.parser(json)) {
      return new BatchParser(in, json, most).document();
    } catch (IOException malformed) {
      throw malformed("it is no JSON object");
    }
  }

  private static RuntimeException malformed(String reason) {
    return new BatchProblem.Malformed(reason).raise();
  }

  private Batch document() throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw malformed("it is no JSON object");
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "requests" -> requests();
        case "isolation" -> isolation = Optional.of(level());
        case "deferConstraints" -> deferred = flag();
        case "retries" -> retries = number();
        default -> throw malformed("it has no member '" + name + "'");
      }
    }
    if (in.nextToken() != null) {
      throw malformed("there is something after the object");
    }
    if (parts.isEmpty()) {
      throw malformed("requests must be a list with at least one request");
    }
    return new Batch(parts, isolation, deferred, retries);
  }

  private String level() throws IOException {
    String level = in.getText();
    if (in.currentToken() != JsonToken.VALUE_STRING || !Batch.LEVELS.contains(level)) {
      throw malformed("isolation must be one of " + String.join(", ", Batch.LEVELS));
    }
    return level;
  }

  private boolean flag() {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw malformed("deferConstraints must be true or false");
    };
  }

  private int number() throws IOException {
    int number = Json.position(in.getText());
    boolean numeric = in.currentToken() == JsonToken.VALUE_NUMBER_INT;
    if (!numeric || number < 0 || number > Batch.MOST_RETRIES) {
      throw malformed("retries must be a number from 0 to " + Batch.MOST_RETRIES);
    }
    return number;
  }

  private void requests() throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY || !parts.isEmpty()) {
      throw malformed("requests must be a list with at least one request");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (parts.size() >= most) {
        throw new BatchProblem.TooManyParts(most).raise();
      }
      parts.add(partOrProblem(parts.size()));
    }
  }

  private Batch.Part partOrProblem(int index) throws IOException {
    try {
      return new Part().read();
    } catch (ProblemException failed) {
      Problem cause = failed.problem();
      throw new BatchProblem.Undone(cause, OptionalInt.of(index), List.of()).raise();
    }
  }

  /** One of the requests, while it is read. */
  private final class Part {
    private Optional<String> method = Optional.empty();
    private Optional<String> path = Optional.empty();
    private Headers headers = Headers.NONE;
    private BodyTemplate body = BodyTemplate.NOTHING;
    private Optional<String> text = Optional.empty();
    private boolean given;

    Batch.Part read() throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw malformed("a request must be an object");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "method" -> method = Optional.of(string(name));
          case "path" -> path = Optional.of(string(name));
          case "headers" -> headers();
          case "body" -> body();
          default -> throw malformed("a request has no member '" + name + "'");
        }
      }
      check();
      return new Batch.Part(
          method.orElseThrow(() -> malformed("a request has no method")),
          PathTemplate.read(path.orElseThrow(() -> malformed("a request has no path"))),
          headers,
          bodyOfType());
    }

    private void check() {
      if (path.isPresent() && !path.get().startsWith("/")) {
        throw malformed("a request's path must begin with a slash");
      }
      for (Map.Entry<String, String> line : headers.lines()) {
        if (OF_THE_WHOLE.contains(line.getKey().toLowerCase(Locale.ROOT))) {
          String advice = "Send it with the batch: it holds for all requests in it.";
          throw new BatchProblem.NotInBatch("the header " + line.getKey(), advice).raise();
        }
      }
      if (Parser.preferences(headers).transaction().isPresent()) {
        String advice = "Prefer: tx is for the batch as a whole.";
        throw new BatchProblem.NotInBatch("a transaction of its own", advice).raise();
      }
    }

    /** A body of another type than JSON is the text of a string. */
    private BodyTemplate bodyOfType() {
      String type = headers.first("Content-Type").orElse("json").toLowerCase(Locale.ROOT);
      if (type.contains("json") || !given) {
        return body;
      }
      String plain = text.orElseThrow(() -> malformed("a body of " + type + " must be a string"));
      return BodyTemplate.of(plain.getBytes(StandardCharsets.UTF_8));
    }

    private void body() throws IOException {
      given = true;
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        text = Optional.of(in.getText());
      }
      body = BodyTemplate.read(in, json);
    }

    private void headers() throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw malformed("headers must be an object of strings");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        String value = string("header " + name);
        boolean line = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127));
        if (name.isEmpty() || !name.chars().allMatch(BatchParser::isNameCharacter) || !line) {
          throw malformed("'" + name + "' is no header of HTTP");
        }
        headers = headers.and(name, value);
      }
    }

    private String string(String what) throws IOException {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw malformed(what + " must be a string");
      }
      return in.getText();
    }
  }

  /** A character of a token of RFC 9110. */
  private static boolean isNameCharacter(int c) {
    return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
