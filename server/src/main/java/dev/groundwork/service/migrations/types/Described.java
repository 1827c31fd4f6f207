package dev.groundwork.service.migrations.types;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Schemas as clients see them. */
record Described(List<Schema> schemas) {
  private static final JsonMapper JSON = new JsonMapper();

  /** One schema; lists in the order of names. */
  record Schema(
      String name,
      List<Relation> relations,
      List<Function> functions,
      List<EnumType> enums,
      List<Composite> composites) {}

  /** A table, or a view of the kind that clients read like one. */
  record Relation(
      String name,
      boolean view,
      boolean insertable,
      boolean updatable,
      Optional<String> comment,
      List<Column> columns,
      List<Relationship> relationships) {}

  /**
   * A column, or a part of a row type or of a function's result.
   *
   * @param optional whether it has a default
   * @param generated whether it can never be written
   */
  record Column(
      String name,
      ClientType type,
      boolean nullable,
      boolean optional,
      boolean generated,
      Optional<String> comment) {}

  /** A type behind domains; of an array that of the elements. */
  record ClientType(String schema, String name, Kind kind, boolean array) {
    /** What a type is. */
    enum Kind {
      BASE,
      ENUM,
      COMPOSITE,
      /** The rows of a table or view. */
      ROW,
      OTHER
    }
  }

  /** A foreign key. */
  record Relationship(
      String name,
      List<String> columns,
      boolean one,
      String targetSchema,
      String target,
      List<String> targetColumns) {}

  /**
   * A function.
   *
   * @param columns of its result, when that is no named type
   */
  record Function(
      String name,
      List<Argument> arguments,
      ClientType returns,
      boolean set,
      List<Column> columns,
      Optional<String> comment) {}

  /** What a function takes; one without a name cannot be named by clients. */
  record Argument(String name, ClientType type, boolean optional) {}

  record EnumType(String name, List<String> labels) {}

  record Composite(String name, List<Column> columns) {}

  /** Reads schemas. */
  static Described read(PgAddress database, List<String> schemas) {
    String names =
        schemas.stream()
            .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(",", "{", "}"));
    try (PlainSession session = PlainSession.open(database)) {
      List<Schema> found = new ArrayList<>();
      for (List<@Nullable String> row : session.rows(query(), names)) {
        found.add(
            schema(
                Objects.requireNonNull(row.get(0)),
                JSON.readTree(Objects.requireNonNull(row.get(1)))));
      }
      return new Described(List.copyOf(found));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Schema schema(String name, JsonNode node) {
    return new Schema(
        name,
        list(node, "relations").map(Described::relation).toList(),
        list(node, "functions").map(Described::function).toList(),
        list(node, "enums")
            .map(each -> new EnumType(text(each, "name"), texts(each, "labels")))
            .toList(),
        list(node, "composites")
            .map(each -> new Composite(text(each, "name"), columns(each)))
            .toList());
  }

  private static Relation relation(JsonNode node) {
    return new Relation(
        text(node, "name"),
        node.path("view").asBoolean(),
        node.path("insertable").asBoolean(),
        node.path("updatable").asBoolean(),
        comment(node),
        columns(node),
        list(node, "relationships").map(Described::relationship).toList());
  }

  private static Relationship relationship(JsonNode node) {
    return new Relationship(
        text(node, "name"),
        texts(node, "columns"),
        node.path("one").asBoolean(),
        text(node, "target_schema"),
        text(node, "target"),
        texts(node, "target_columns"));
  }

  private static Function function(JsonNode node) {
    return new Function(
        text(node, "name"),
        list(node, "arguments")
            .map(each ->
                new Argument(
                    text(each, "name"), type(each.path("type")), each.path("optional").asBoolean()))
            .toList(),
        type(node.path("returns")),
        node.path("set").asBoolean(),
        columns(node),
        comment(node));
  }

  private static List<Column> columns(JsonNode node) {
    return list(node, "columns")
        .map(each ->
            new Column(
                text(each, "name"),
                type(each.path("type")),
                each.path("nullable").asBoolean(),
                each.path("optional").asBoolean(),
                each.path("generated").asBoolean(),
                comment(each)))
        .toList();
  }

  private static ClientType type(JsonNode node) {
    String kind = text(node, "kind");
    boolean row = kind.equals("c") && !text(node, "relation").equals("c");
    ClientType.Kind found =
        switch (kind) {
          case "b" -> ClientType.Kind.BASE;
          case "e" -> ClientType.Kind.ENUM;
          case "c" -> row ? ClientType.Kind.ROW : ClientType.Kind.COMPOSITE;
          default -> ClientType.Kind.OTHER;
        };
    return new ClientType(
        text(node, "schema"), text(node, "name"), found, node.path("array").asBoolean());
  }

  private static java.util.stream.Stream<JsonNode> list(JsonNode node, String name) {
    return StreamSupport.stream(node.path(name).spliterator(), false);
  }

  private static List<String> texts(JsonNode node, String name) {
    return list(node, name).map(JsonNode::asText).toList();
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText();
  }

  private static Optional<String> comment(JsonNode node) {
    return Optional.of(node.path("comment"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static String query() {
    String name = "/dev/groundwork/service/migrations/types.sql";
    try (InputStream in = Described.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
