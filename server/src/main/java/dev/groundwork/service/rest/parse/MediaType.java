package dev.groundwork.service.rest.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A media type as clients name it. */
public sealed interface MediaType {

  /** The name as it stands in headers, without a character set. */
  String mime();

  /** The value of {@code Content-Type}. */
  default String contentType() {
    return mime() + "; charset=utf-8";
  }

  /** A type without parameters that matter. */
  record Plain(String mime) implements MediaType {
    public static final Plain JSON = new Plain("application/json");
    public static final Plain CSV = new Plain("text/csv");
    public static final Plain FORM = new Plain("application/x-www-form-urlencoded");
    public static final Plain TEXT = new Plain("text/plain");
    public static final Plain XML = new Plain("text/xml");
    public static final Plain BYTES = new Plain("application/octet-stream");
    public static final Plain OPENAPI = new Plain("application/openapi+json");
    public static final Plain GEO_JSON = new Plain("application/geo+json");
    public static final Plain JSON_PATCH = new Plain("application/json-patch+json");
    public static final Plain MERGE_PATCH = new Plain("application/merge-patch+json");
    public static final Plain ANY = new Plain("*/*");

    @Override
    public String contentType() {
      return switch (mime) {
        case "application/json",
            "application/geo+json",
            "application/openapi+json",
            "application/x-www-form-urlencoded",
            "text/csv",
            "text/plain",
            "text/xml" ->
            mime + "; charset=utf-8";
        default -> mime;
      };
    }
  }

  /** One Plain.JSON object instead of an array. */
  record SingleObject(boolean nullsStripped) implements MediaType {
    @Override
    public String mime() {
      return "application/vnd.pgrst.object+json" + (nullsStripped ? ";nulls=stripped" : "");
    }
  }

  /** A Plain.JSON array of objects without their null members. */
  record StrippedArray() implements MediaType {
    @Override
    public String mime() {
      return "application/vnd.pgrst.array+json;nulls=stripped";
    }
  }

  /**
   * The execution plan of the request.
   *
   * @param json as Plain.JSON rather than text
   * @param of the media type whose production is explained
   * @param options of EXPLAIN, in lower case
   */
  record ExecutionPlan(boolean json, MediaType of, List<String> options) implements MediaType {
    public ExecutionPlan {
      options = List.copyOf(options);
    }

    @Override
    public String mime() {
      String optionList = options.isEmpty() ? "" : "; options=" + String.join("|", options);
      return "application/vnd.pgrst.plan+"
          + (json ? "json" : "text")
          + "; for=\""
          + of.mime()
          + '"'
          + optionList;
    }
  }

  /** Reads one media type with its parameters. */
  static MediaType parse(String text) {
    List<String> parts = splitOutsideQuotes(text, ';');
    Map<String, String> parameters = parameters(parts.subList(1, parts.size()));
    String name = parts.getFirst().strip().toLowerCase(Locale.ROOT);
    boolean stripped = "stripped".equals(parameters.get("nulls"));
    return switch (name) {
      case "", "*" -> Plain.ANY;
      case "application/vnd.pgrst.object", "application/vnd.pgrst.object+json" ->
          new SingleObject(stripped);
      case "application/vnd.pgrst.array", "application/vnd.pgrst.array+json" ->
          stripped ? new StrippedArray() : Plain.JSON;
      case "application/vnd.pgrst.plan", "application/vnd.pgrst.plan+text" ->
          plan(false, parameters);
      case "application/vnd.pgrst.plan+json" -> plan(true, parameters);
      default -> new Plain(name);
    };
  }

  private static MediaType plan(boolean json, Map<String, String> parameters) {
    MediaType of =
        Optional.ofNullable(parameters.get("for")).map(MediaType::parse).orElse(Plain.JSON);
    List<String> known = List.of("analyze", "verbose", "settings", "buffers", "wal");
    List<String> asked = List.of(parameters.getOrDefault("options", "").split("\\|"));
    return new ExecutionPlan(json, of, known.stream().filter(asked::contains).toList());
  }

  /** Reads an {@code Accept} header: best first, by quality and then by how specific a type is. */
  static List<MediaType> parseAccept(String header) {
    if (header.indexOf(',') < 0 && header.indexOf(';') < 0) {
      return List.of(parse(header));
    }
    record Ranked(MediaType type, double quality, int stars) {}

    List<Ranked> ranked = new ArrayList<>();
    for (String part : splitOutsideQuotes(header, ',')) {
      if (!part.isBlank()) {
        List<String> pieces = splitOutsideQuotes(part, ';');
        double quality = quality(parameters(pieces.subList(1, pieces.size())).get("q"));
        ranked.add(
            new Ranked(parse(part), quality, (int) part.chars().filter(c -> c == '*').count()));
      }
    }
    ranked.sort(
        Comparator.comparingDouble((Ranked r) -> -r.quality()).thenComparingInt(Ranked::stars));
    return ranked.isEmpty() ? List.of(Plain.ANY) : ranked.stream().map(Ranked::type).toList();
  }

  private static double quality(@Nullable String text) {
    try {
      return text == null ? 1 : Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return 1;
    }
  }

  private static Map<String, String> parameters(List<String> parts) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String value = part.substring(equals + 1).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        parameters.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return parameters;
  }

  private static List<String> splitOutsideQuotes(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
