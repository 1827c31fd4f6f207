package dev.groundwork.service.rest.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.rest.parse.JsonPatch.Operation;
import dev.groundwork.service.rest.parse.JsonPatch.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Reads JSON Patch and merge patch: what they do goes into the shape, values into slots. */
final class PatchParser {
  /** More would make a statement that PostgreSQL spends its time on planning. */
  private static final int MAX_OPERATIONS = 100;

  private static final int MAX_OBJECTS = 100;
  private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
  private static final String REMOVE = "remove";

  /** Numbers keep their digits. */
  private static final JsonMapper JSON =
      JsonMapper.builder(PayloadParser.JSON)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ToIntFunction<String> slots;
  private int objects;

  /**
   * A reader.
   *
   * @param slots keeps a text and gives the slot that it is in
   */
  PatchParser(ToIntFunction<String> slots) {
    this.slots = slots;
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw bad("it is no JSON");
    } catch (IOException malformed) {
      throw bad("it is no text in UTF-8");
    }
  }

  private static RuntimeException bad(String reason) {
    return new ParseProblem.BadPatch(reason).raise();
  }

  /** Reads a JSON Patch. */
  JsonPatch patch(byte[] body) {
    JsonNode list = tree(body);
    if (!list.isArray()) {
      throw bad("it is no array of operations");
    }
    if (list.size() > MAX_OPERATIONS) {
      throw new ParseProblem.PatchTooLarge(MAX_OPERATIONS + " operations").raise();
    }
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      operations.add(operation(list.get(i), "operation " + i + " "));
    }
    return new JsonPatch(operations);
  }

  private Operation operation(JsonNode node, String which) {
    String name = text(node, "op", which);
    JsonNode given = node.path("value");
    if (WITH_VALUE.contains(name) && given.isMissingNode()) {
      throw bad(which + "has no value");
    }
    String path = text(node, "path", which);
    return switch (name) {
      case "add" -> new Operation.Add(place(path, which), slot(given));
      case "replace" -> new Operation.Replace(place(path, which), slot(given));
      case "test" -> new Operation.Test(place(path, which), slot(given));
      case REMOVE -> new Operation.Remove(place(path, which));
      case "move" -> move(text(node, "from", which), path, which);
      case "copy" ->
          new Operation.Copy(place(text(node, "from", which), which), place(path, which));
      default ->
          throw bad(which + "is no add, remove, replace, move, copy or test but '" + name + "'");
    };
  }

  private Operation move(String from, String to, String which) {
    if (to.startsWith(from + "/")) {
      throw bad(which + "moves a value into itself");
    }
    return new Operation.Move(place(from, which), place(to, which));
  }

  private static String text(JsonNode operation, String member, String which) {
    JsonNode value = operation.path(member);
    if (!value.isTextual()) {
      throw bad(which + "has no '" + member + "' that is a string");
    }
    return value.textValue();
  }

  private int slot(JsonNode value) {
    return slots.applyAsInt(value.toString());
  }

  private Place place(String pointer, String which) {
    List<String> steps = steps(pointer, which);
    List<String> inside = steps.subList(1, steps.size());
    return new Place(
        steps.getFirst(),
        inside.isEmpty() ? Optional.empty() : Optional.of(slots.applyAsInt(array(inside))));
  }

  /** The steps of a JSON Pointer, of which the first is a column. */
  private static List<String> steps(String pointer, String which) {
    if (!pointer.startsWith("/")) {
      throw bad(which + "needs a path that begins with a column, such as /settings/theme");
    }
    List<String> steps = new ArrayList<>();
    for (String step : pointer.substring(1).split("/", -1)) {
      if (step.replace("~0", "").replace("~1", "").contains("~")) {
        throw bad(which + "has a '~' in its path that is neither ~0 nor ~1");
      }
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private static String array(List<String> texts) {
    ArrayText array = new ArrayText();
    texts.forEach(array::quoted);
    return array.column().array();
  }

  /** Reads a merge patch. */
  MergePatch merge(byte[] body) {
    if (!(tree(body) instanceof ObjectNode row)) {
      throw bad("a merge patch of a row is an object with a member for each column");
    }
    List<MergePatch.Member> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : row.properties()) {
      Optional<MergePatch.Node> merge =
          member.getValue() instanceof ObjectNode object
              ? Optional.of(node(object, List.of()))
              : Optional.empty();
      members.add(new MergePatch.Member(member.getKey(), slot(member.getValue()), merge));
    }
    return new MergePatch(members);
  }

  private MergePatch.Node node(ObjectNode object, List<String> path) {
    if (++objects > MAX_OBJECTS) {
      throw new ParseProblem.PatchTooLarge(MAX_OBJECTS + " objects").raise();
    }
    List<String> removed = new ArrayList<>();
    ObjectNode plain = JSON.createObjectNode();
    List<MergePatch.Nested> nested = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      switch (member.getValue()) {
        case ObjectNode child -> nested.add(nested(member.getKey(), child, path));
        case JsonNode none when none.isNull() -> removed.add(member.getKey());
        case JsonNode value -> plain.set(member.getKey(), value);
      }
    }
    return new MergePatch.Node(
        slots.applyAsInt(array(path)), slots.applyAsInt(array(removed)), slot(plain), nested);
  }

  private MergePatch.Nested nested(String name, ObjectNode child, List<String> path) {
    List<String> inside = new ArrayList<>(path);
    inside.add(name);
    return new MergePatch.Nested(slots.applyAsInt(name), node(child, inside));
  }
}
