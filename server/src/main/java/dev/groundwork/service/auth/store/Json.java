package dev.groundwork.service.auth.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** JSON as the room reads and writes it. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** An object to be filled. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object that a text is; empty when it is none. */
  public static Optional<ObjectNode> object(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What a text of PostgreSQL's own JSON is. */
  static JsonNode trusted(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL wrote JSON that cannot be read", e);
    }
  }

  /** One object with the fields of another over its own; a null takes a field away. */
  public static ObjectNode merged(ObjectNode base, ObjectNode over) {
    ObjectNode merged = base.deepCopy();
    for (Map.Entry<String, JsonNode> field : over.properties()) {
      if (field.getValue().isNull()) {
        merged.remove(field.getKey());
      } else {
        merged.set(field.getKey(), field.getValue());
      }
    }
    return merged;
  }
}
