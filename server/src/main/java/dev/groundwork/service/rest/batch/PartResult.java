package dev.groundwork.service.rest.batch;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.text.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a part gave.
 *
 * @param body as JSON; what is no JSON is a string, of bytes that are no text in base64
 */
public record PartResult(int status, Headers headers, Optional<byte[]> body) {

  /** What a reply says. */
  public static PartResult of(Reply reply) {
    return new PartResult(
        reply.status(),
        reply.headers(),
        reply.body().length == 0 ? Optional.empty() : Optional.of(json(reply)));
  }

  private static byte[] json(Reply reply) {
    byte[] body = reply.body();
    String type = reply.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.contains("json") && Json.isValue(body)
        ? body
        : JsonText.string(text(body)).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException bytes) {
      return Base64.getEncoder().encodeToString(body);
    }
  }

  /** A header as JSON: a string, or a list of strings when it stands there several times. */
  Optional<String> header(String name) {
    List<String> values = headers.all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(json(values));
  }

  private static String json(List<String> values) {
    List<String> strings = values.stream().map(JsonText::string).toList();
    return strings.size() == 1 ? strings.getFirst() : "[" + String.join(",", strings) + "]";
  }

  /** All but the body, as members of a JSON object. */
  String head() {
    Map<String, String> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> line : headers.lines()) {
      members.putIfAbsent(line.getKey(), header(line.getKey()).orElseThrow());
    }
    StringBuilder out = new StringBuilder("\"status\":").append(status).append(",\"headers\":{");
    String before = "";
    for (Map.Entry<String, String> member : members.entrySet()) {
      out.append(before).append(JsonText.string(member.getKey())).append(':');
      out.append(member.getValue());
      before = ",";
    }
    return out.append('}').toString();
  }
}
