package dev.groundwork.service.rest.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads bodies: JSON is checked and passed on as it is, CSV and forms become JSON. */
final class PayloadParser {
  /** Deeper JSON is refused, before PostgreSQL's own stack limit does. */
  private static final int MAX_DEPTH = 500;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(100_000)
                  .build())
          .build();

  /** Bytes from which on columns are worth a statement of their own. */
  private static final int LARGE = 2_048;

  private static final String BAD_JSON = "Empty or invalid json";

  private PayloadParser() {}

  /** A payload and the text that stands for it. */
  record Parsed(Payload payload, Request.Body body) {}

  /** A body of a table request; columns that the client declared are believed. */
  static Parsed forTable(byte[] body, MediaType type, boolean columnsDeclared) {
    return switch (type) {
      case MediaType t when t.equals(MediaType.Plain.JSON) -> rows(body, columnsDeclared);
      case MediaType t when t.equals(MediaType.Plain.CSV) -> CsvBody.read(body, isLarge(body));
      case MediaType t when t.equals(MediaType.Plain.FORM) -> form(body);
      default -> throw unacceptable(type);
    };
  }

  /** A body of a function call; a form is left to the caller. */
  static Parsed forFunction(byte[] body, MediaType type, boolean columnsDeclared) {
    return switch (type) {
      case MediaType t when t.equals(MediaType.Plain.JSON) && body.length == 0 ->
          new Parsed(
              new Payload.Json(MediaType.Plain.JSON, false, List.of()),
              new Request.Body.Text("{}"));
      case MediaType t when t.equals(MediaType.Plain.JSON) -> json(body, columnsDeclared);
      case MediaType t when t.equals(MediaType.Plain.CSV) -> CsvBody.read(body, false);
      case MediaType t when t.equals(MediaType.Plain.FORM) ->
          new Parsed(new Payload.Form(), new Request.Body.None());
      case MediaType t when t.equals(MediaType.Plain.BYTES) ->
          new Parsed(new Payload.Raw(t), new Request.Body.Bytes(body));
      case MediaType t when t.equals(MediaType.Plain.TEXT) || t.equals(MediaType.Plain.XML) ->
          new Parsed(
              new Payload.Raw(t), new Request.Body.Text(new String(body, StandardCharsets.UTF_8)));
      default -> throw unacceptable(type);
    };
  }

  private static RuntimeException unacceptable(MediaType type) {
    return new ParseProblem.BadBody("Content-Type not acceptable: " + type.mime()).raise();
  }

  private static boolean isLarge(byte[] body) {
    return body.length >= LARGE;
  }

  /** A JSON body of a table request; the columns of a large one are taken apart here. */
  private static Parsed rows(byte[] body, boolean columnsDeclared) {
    if (!isLarge(body)) {
      return json(body, columnsDeclared);
    }
    String text = new String(body, StandardCharsets.UTF_8);
    return JsonRows.read(JSON, body, text, !columnsDeclared)
        .map(columns ->
            new Parsed(
                new Payload.Json(
                    MediaType.Plain.JSON,
                    true,
                    columnsDeclared
                        ? List.of()
                        : columns.columns().keySet().stream().sorted().toList()),
                new Request.Body.Rows(() -> text, columns)))
        .orElseGet(() -> json(body, columnsDeclared));
  }

  private static Parsed json(byte[] body, boolean columnsDeclared) {
    if (columnsDeclared) {
      requireShallow(body);
      boolean array = firstByte(body) != '{';
      return new Parsed(new Payload.Json(MediaType.Plain.JSON, array, List.of()), text(body));
    }
    try (JsonParser in = JSON.createParser(body)) {
      return shape(in)
          .map(payload -> new Parsed(payload, text(body)))
          .orElse(
              new Parsed(
                  new Payload.Json(MediaType.Plain.JSON, true, List.of()),
                  new Request.Body.Text("[]")));
    } catch (IOException malformed) {
      throw new ParseProblem.BadBody(BAD_JSON).raise();
    }
  }

  /** The shape of a JSON text; empty for one without any object, which counts as an empty array. */
  private static Optional<Payload.Json> shape(JsonParser in) throws IOException {
    JsonToken first = in.nextToken();
    if (first == null) {
      throw new ParseProblem.BadBody(BAD_JSON).raise();
    }
    Optional<Payload.Json> shape =
        switch (first) {
          case START_OBJECT -> Optional.of(new Payload.Json(MediaType.Plain.JSON, false, keys(in)));
          case START_ARRAY -> array(in);
          default -> Optional.empty();
        };
    if (in.nextToken() != null) {
      throw new ParseProblem.BadBody(BAD_JSON).raise();
    }
    return shape;
  }

  private static Optional<Payload.Json> array(JsonParser in) throws IOException {
    Optional<List<String>> first = Optional.empty();
    boolean uniform = true;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      boolean object = in.currentToken() == JsonToken.START_OBJECT;
      List<String> keys = object ? keys(in) : List.of();
      in.skipChildren();
      uniform &= object && first.orElse(keys).equals(keys);
      first = Optional.of(first.orElse(keys));
    }
    if (!uniform) {
      throw new ParseProblem.BadBody("All object keys must match").raise();
    }
    return first.map(keys -> new Payload.Json(MediaType.Plain.JSON, true, keys));
  }

  /** Sorted, each once. */
  private static List<String> keys(JsonParser in) throws IOException {
    List<String> keys = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      keys.add(in.currentName());
      in.nextToken();
      in.skipChildren();
    }
    keys.sort(null);
    return withoutRepetition(keys);
  }

  private static List<String> withoutRepetition(List<String> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).equals(sorted.get(i - 1))) {
        return List.copyOf(new TreeSet<>(sorted));
      }
    }
    return List.copyOf(sorted);
  }

  /** Whatever else is wrong with a body that is not read here, PostgreSQL says. */
  private static void requireShallow(byte[] body) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < body.length && depth <= MAX_DEPTH; i++) {
      switch (body[i]) {
        case '"' -> quoted = !quoted;
        case '\\' -> i++;
        case '[', '{' -> depth += quoted ? 0 : 1;
        case ']', '}' -> depth -= quoted ? 0 : 1;
        default -> {}
      }
    }
    if (depth > MAX_DEPTH) {
      throw new ParseProblem.BadBody(BAD_JSON).raise();
    }
  }

  private static int firstByte(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b;
      }
    }
    return -1;
  }

  private static Request.Body text(byte[] body) {
    return new Request.Body.Text(new String(body, StandardCharsets.UTF_8));
  }

  private static Parsed form(byte[] body) {
    QueryString form = QueryString.parse(new String(body, StandardCharsets.UTF_8));
    StringWriter json = new StringWriter();
    Set<String> keys = new TreeSet<>();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      out.writeStartObject();
      for (QueryString.Parameter parameter : form.parameters()) {
        if (keys.add(parameter.key())) {
          out.writeStringField(parameter.key(), parameter.value());
        }
      }
      out.writeEndObject();
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Parsed(
        new Payload.Json(MediaType.Plain.FORM, false, List.copyOf(keys)),
        new Request.Body.Text(json.toString()));
  }
}
