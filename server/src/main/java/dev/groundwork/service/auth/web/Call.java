package dev.groundwork.service.auth.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Headers;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.Json;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the room reads it.
 *
 * @param path what stands in the places of the route
 * @param query the parameters of the address, decoded; of one that comes twice the first
 * @param body the fields of a JSON object or of a form
 * @param pool the people that are meant, a UUID
 * @param requestId names the request in logs
 */
public record Call(
    Headers headers,
    Map<String, String> path,
    Map<String, String> query,
    ObjectNode body,
    Client client,
    String pool,
    String requestId) {

  /**
   * A field of the body; empty when it is missing, null or empty.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is no text
   */
  public Optional<String> find(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw AuthCode.BAD_JSON.because("Could not parse: " + field + " must be a string").raise();
    }
    return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
  }

  /** A field that must be there. */
  public String text(String field) {
    return find(field)
        .orElseThrow(() -> AuthCode.VALIDATION_FAILED.because(field + " is required").raise());
  }

  /** A field that is an object; an empty one when it is missing. */
  public ObjectNode object(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Json.object();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw AuthCode.BAD_JSON.because("Could not parse: " + field + " must be an object").raise();
  }

  /** A field that is true or false. */
  public boolean flag(String field, boolean standard) {
    return body.path(field).asBoolean(standard);
  }

  /** A parameter of the address. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(text -> !text.isEmpty());
  }

  /** What stands in a place of the route. */
  public String place(String name) {
    return path.getOrDefault(name, "");
  }

  /** Where the person wants to land. */
  public Optional<String> redirectTo() {
    return parameter("redirect_to")
        .or(() -> headers.first("redirect_to"))
        .or(() -> Optional.of(body.path("redirect_to").asText("")).filter(to -> !to.isEmpty()));
  }
}
