package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.groundwork.service.auth.store.Json;
import java.util.Optional;

/** The name that Apple tells at the first sign-in, beside the tokens. */
final class AppleName {
  private static final int LONGEST = 200;

  private AppleName() {}

  static Optional<JsonNode> in(Optional<String> user) {
    ObjectNode name =
        user.flatMap(Json::object)
            .map(each -> each.path("name"))
            .filter(ObjectNode.class::isInstance)
            .map(ObjectNode.class::cast)
            .orElseGet(Json::object);
    String full =
        (name.path("firstName").asText("") + " " + name.path("lastName").asText("")).strip();
    return full.isEmpty() || full.length() > LONGEST
        ? Optional.empty()
        : Optional.of(TextNode.valueOf(full));
  }
}
