package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random patches of random values do what a model in Java does, which has the standards' words. */
class PatchModelTest {
  private static final int PATCHES = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("a", "b", "0", "1", "-", "x/y", "~", "-1");

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.withResources(BoardServer.FIXTURE);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static BoardServer server;

  private final Random random = new Random(6902);

  @BeforeAll
  static void start() throws Exception {
    POSTGRES.execute(
        "create table api.papers (id int primary key, doc jsonb); insert into api.papers values"
            + " (1); grant all on api.papers to board_member");
    server = BoardServer.start(POSTGRES.address(), BoardServer.config());
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  /** The operation cannot be done. */
  private static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** RFC 6902 on a document in hand; a document of one member stands for the row. */
  private static final class Model {
    private final ObjectNode row = JSON.createObjectNode();

    Model(JsonNode doc) {
      row.set("doc", doc.deepCopy());
    }

    void apply(JsonNode operation) {
      List<String> path = steps(operation.path("path").asText());
      List<String> from = steps(operation.path("from").asText("/doc"));
      switch (operation.path("op").asText()) {
        case "add" -> add(path, operation.path("value"));
        case "remove" -> remove(path);
        case "replace" -> {
          find(path);
          set(path, operation.path("value"));
        }
        case "move" -> {
          JsonNode value = find(from);
          remove(from);
          add(path, value);
        }
        case "copy" -> add(path, find(from).deepCopy());
        default -> {
          if (!find(path).equals(operation.path("value"))) {
            throw new Impossible();
          }
        }
      }
    }

    private static List<String> steps(String pointer) {
      List<String> steps = new ArrayList<>();
      for (String step : pointer.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
      return steps;
    }

    private JsonNode find(List<String> path) {
      JsonNode at = row;
      for (String step : path) {
        JsonNode next = at.isArray() ? at.path(index(step, at.size() - 1)) : at.path(step);
        if (next.isMissingNode()) {
          throw new Impossible();
        }
        at = next;
      }
      return at;
    }

    private static int index(String step, int highest) {
      if (!step.matches("0|[1-9][0-9]*") || Integer.parseInt(step) > highest) {
        throw new Impossible();
      }
      return Integer.parseInt(step);
    }

    private JsonNode parent(List<String> path) {
      return find(path.subList(0, path.size() - 1));
    }

    private void add(List<String> path, JsonNode value) {
      switch (parent(path)) {
        case ObjectNode object -> object.set(path.getLast(), value);
        case ArrayNode array when path.getLast().equals("-") -> array.add(value);
        case ArrayNode array -> array.insert(index(path.getLast(), array.size()), value);
        default -> throw new Impossible();
      }
    }

    private void set(List<String> path, JsonNode value) {
      switch (parent(path)) {
        case ArrayNode array -> array.set(index(path.getLast(), array.size() - 1), value);
        case ObjectNode object -> object.set(path.getLast(), value);
        default -> throw new Impossible();
      }
    }

    /** A column that is removed is null. */
    private void remove(List<String> path) {
      find(path);
      if (path.size() == 1) {
        row.putNull("doc");
        return;
      }
      switch (parent(path)) {
        case ArrayNode array -> array.remove(index(path.getLast(), array.size() - 1));
        case ObjectNode object -> object.remove(path.getLast());
        default -> throw new Impossible();
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> JSON.getNodeFactory().numberNode(random.nextInt(5));
      case 1 -> JSON.getNodeFactory().textNode(any(List.of("", "é\"'\\", "x")));
      case 2 -> JSON.nullNode();
      case 3 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 4 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> object(depth);
    };
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(any(NAMES), value(depth - 1));
    }
    return object;
  }

  /**
   * Mostly one that leads somewhere.
   *
   * @param there whether to something that is there
   */
  private String pointer(JsonNode doc, boolean there) {
    StringBuilder pointer = new StringBuilder("/doc");
    JsonNode at = doc;
    for (int depth = random.nextInt(4); depth > 0 && isUseful(at, there); depth--) {
      String step = step(at, there || depth > 1);
      pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
      at = at.isArray() && step.matches("[0-9]") ? at.path(Integer.parseInt(step)) : at.path(step);
    }
    return pointer.toString();
  }

  private boolean isUseful(JsonNode at, boolean there) {
    return random.nextInt(12) == 0 || (at.isContainerNode() && !(there && at.isEmpty()));
  }

  private String step(JsonNode at, boolean there) {
    if (at.isEmpty() || random.nextInt(there ? 12 : 3) == 0) {
      return at.isArray() && random.nextInt(3) > 0 ? "" + at.size() : any(NAMES);
    }
    List<String> names = new ArrayList<>();
    at.fieldNames().forEachRemaining(names::add);
    return at.isArray() ? "" + random.nextInt(at.size()) : any(names);
  }

  private ObjectNode operation(JsonNode doc) {
    String name = any(List.of("add", "add", "remove", "replace", "move", "copy", "test"));
    String path = pointer(doc, !List.of("add", "move", "copy").contains(name));
    ObjectNode operation = JSON.createObjectNode().put("op", name).put("path", path);
    if (name.equals("move") || name.equals("copy")) {
      String from = pointer(doc, true);
      operation.put("from", path.startsWith(from + "/") ? path : from);
    } else if (!name.equals("remove")) {
      operation.set("value", name.equals("test") ? expected(doc, path) : value(2));
    }
    return operation;
  }

  private JsonNode expected(JsonNode doc, String path) {
    try {
      return random.nextInt(5) == 0 ? value(1) : new Model(doc).find(Model.steps(path)).deepCopy();
    } catch (Impossible none) {
      return value(1);
    }
  }

  @Test
  void patchesDoWhatTheModelDoes() throws Exception {
    int failed = 0;
    for (int i = 0; i < PATCHES; i++) {
      JsonNode before = value(3);
      store(before);
      ArrayNode patch = JSON.createArrayNode();
      Model model = new Model(before);
      boolean done = true;
      for (int left = 1 + random.nextInt(5); left > 0 && done; left--) {
        ObjectNode operation = operation(model.row.path("doc"));
        patch.add(operation.deepCopy());
        done = isDone(model, operation);
      }
      failed += done ? 0 : 1;
      int status = send("application/json-patch+json", patch);
      assertThat(status).as("%s %s", before, patch).isIn(done ? List.of(204) : List.of(409, 422));
      assertThat(stored())
          .as("%s %s", before, patch)
          .isEqualTo(done ? model.row.path("doc") : before);
    }
    assertThat(failed).isBetween(PATCHES / 10, PATCHES * 9 / 10);
    assertThat(server.failures()).isEmpty();
  }

  private static boolean isDone(Model model, JsonNode operation) {
    try {
      model.apply(operation);
      return true;
    } catch (Impossible undone) {
      return false;
    }
  }

  @Test
  void mergesDoWhatTheModelDoes() throws Exception {
    for (int i = 0; i < PATCHES; i++) {
      JsonNode before = value(3);
      JsonNode patch = random.nextInt(4) == 0 ? value(3) : object(3);
      store(before);
      assertThat(send("application/merge-patch+json", JSON.createObjectNode().set("doc", patch)))
          .isEqualTo(204);
      assertThat(stored()).as("%s %s", before, patch).isEqualTo(merged(before, patch));
    }
  }

  /** The pseudocode of RFC 7396. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object ? object.deepCopy() : JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      if (member.getValue().isNull()) {
        result.remove(member.getKey());
      } else {
        result.set(member.getKey(), merged(result.path(member.getKey()), member.getValue()));
      }
    }
    return result;
  }

  private static void store(JsonNode doc) {
    POSTGRES.execute(
        "update api.papers set doc = nullif('"
            + doc.toString().replace("'", "''")
            + "'::jsonb, 'null')");
  }

  private static JsonNode stored() throws Exception {
    return JSON.readTree(
        String.valueOf(POSTGRES.value("select coalesce(doc, 'null')::text from api.papers")));
  }

  private static int send(String type, JsonNode patch) throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.port() + "/papers?id=eq.1"))
                .method("PATCH", BodyPublishers.ofString(patch.toString()))
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + BoardServer.member("ada"))
                .build(),
            BodyHandlers.ofString());
    return answer.statusCode();
  }
}
