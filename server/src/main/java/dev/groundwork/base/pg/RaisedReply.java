package dev.groundwork.base.pg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reply in an error that SQL raised with SQLSTATE {@code PGRST}: its message and detail are
 * JSON objects.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/v14/references/errors.html#raise-errors-with-http-status-codes">PostgREST</a>
 */
final class RaisedReply {
  static final String SQL_STATE = "PGRST";

  private static final String MESSAGE_ADVICE =
      "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys:"
          + " 'details', 'hint'.";
  private static final String DETAIL_ADVICE =
      "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key:"
          + " 'status_text'.";
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private RaisedReply() {}

  static PgProblem parse(String message, Optional<String> detail) {
    Optional<JsonNode> said = object(message).filter(RaisedReply::isMessage);
    if (said.isEmpty()) {
      return new PgProblem.RaisedUnreadable(
          "Invalid JSON value for MESSAGE: '" + message + "'", MESSAGE_ADVICE);
    }
    if (detail.isEmpty()) {
      return new PgProblem.RaisedUnreadable(
          "DETAIL is missing in the RAISE statement", DETAIL_ADVICE);
    }
    Optional<JsonNode> reply = detail.flatMap(RaisedReply::object).filter(RaisedReply::isDetail);
    if (reply.isEmpty()) {
      return new PgProblem.RaisedUnreadable(
          "Invalid JSON value for DETAIL: '" + detail.get() + "'", DETAIL_ADVICE);
    }
    return raised(said.get(), reply.get());
  }

  private static PgProblem raised(JsonNode said, JsonNode reply) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    reply
        .get("headers")
        .properties()
        .forEach(header -> headers.add(Map.entry(header.getKey(), header.getValue().textValue())));
    return new PgProblem.Raised(
        said.get("code").textValue(),
        reply.get("status").intValue(),
        text(reply, "status_text").filter(RaisedReply::isPlain),
        said.get("message").textValue(),
        text(said, "details"),
        text(said, "hint"),
        headers);
  }

  private static Optional<JsonNode> object(String json) {
    try {
      JsonNode node = JSON.readValue(json);
      return Optional.ofNullable(node).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean isMessage(JsonNode node) {
    return node.path("code").isTextual()
        && node.path("message").isTextual()
        && isTextOrAbsent(node.path("details"))
        && isTextOrAbsent(node.path("hint"));
  }

  private static boolean isDetail(JsonNode node) {
    JsonNode status = node.path("status");
    return status.isIntegralNumber()
        && status.canConvertToInt()
        && status.intValue() >= 200
        && status.intValue() <= 599
        && isTextOrAbsent(node.path("status_text"))
        && node.path("headers").isObject()
        && node.get("headers").valueStream().allMatch(JsonNode::isTextual);
  }

  /** What can stand in HTTP's status line. */
  private static boolean isPlain(String words) {
    return words.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static boolean isTextOrAbsent(JsonNode node) {
    return node.isTextual() || node.isNull() || node.isMissingNode();
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).textValue());
  }
}
