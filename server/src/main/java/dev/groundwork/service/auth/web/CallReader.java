package dev.groundwork.service.auth.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.Json;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** From a request on the wire to a call. */
public final class CallReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_AGENT = 512;
  private static final String ONLY_POOL = "00000000-0000-0000-0000-000000000000";

  private final AuthConfig config;

  public CallReader(AuthConfig config) {
    this.config = config;
  }

  /**
   * Reads a request.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the body is none that an endpoint
   *     takes
   */
  public Call read(RawRequest raw, Map<String, String> places, Notes notes) {
    return new Call(
        raw.headers(),
        places,
        pairs(raw.query()),
        body(raw),
        client(raw, notes),
        pool(raw),
        notes.requestId());
  }

  private static ObjectNode body(RawRequest raw) {
    if (raw.body().length > MOST_BYTES) {
      throw AuthCode.REQUEST_ENTITY_TOO_LARGE.because("Request body too large").raise();
    }
    String text = new String(raw.body(), UTF_8);
    if (text.isBlank()) {
      return Json.object();
    }
    String type = raw.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      ObjectNode form = Json.object();
      pairs(text).forEach(form::put);
      return storable(form);
    }
    return storable(
        Json.object(text)
            .orElseThrow(
                () -> AuthCode.BAD_JSON.because("Could not parse request body as JSON").raise()));
  }

  /** What PostgreSQL cannot keep is the caller's fault. */
  private static ObjectNode storable(ObjectNode body) {
    if (!isStorable(body)) {
      throw AuthCode.BAD_JSON
          .because("The body holds a null character, or a number that is too large")
          .raise();
    }
    return body;
  }

  private static boolean isStorable(JsonNode node) {
    boolean names = node.propertyStream().allMatch(field -> field.getKey().indexOf('\0') < 0);
    boolean text = !node.isTextual() || node.textValue().indexOf('\0') < 0;
    boolean number = !node.isFloatingPointNumber() || Double.isFinite(node.doubleValue());
    return names && text && number && node.valueStream().allMatch(CallReader::isStorable);
  }

  /** The pairs of a query or a form. */
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        pairs.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw AuthCode.VALIDATION_FAILED.because("The address is not encoded as it must be").raise();
    }
  }

  private Client client(RawRequest raw, Notes notes) {
    String agent = raw.headers().first("User-Agent").orElse("");
    return new Client(
        address(raw, notes), agent.length() > MOST_AGENT ? agent.substring(0, MOST_AGENT) : agent);
  }

  /** The address that a proxy of ours names, or that of the connection; only real addresses. */
  private Optional<String> address(RawRequest raw, Notes notes) {
    Optional<String> named =
        config
            .limits()
            .ipHeader()
            .filter(header -> !header.equals("peer"))
            .flatMap(raw.headers()::first)
            .map(list -> list.split(",", -1)[0].strip());
    return named.or(() -> Optional.of(notes.remoteAddress())).filter(CallReader::isAddress);
  }

  private static boolean isAddress(String text) {
    return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
        || text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]+");
  }

  private String pool(RawRequest raw) {
    return config
        .tenantHeader()
        .flatMap(raw.headers()::first)
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> UUID.nameUUIDFromBytes(("pool:" + name).getBytes(UTF_8)).toString())
        .orElse(ONLY_POOL);
  }
}
