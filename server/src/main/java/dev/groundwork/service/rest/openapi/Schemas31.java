package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Relation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The {@code schemas}: rows as they are read, as they are made, and as they are changed. */
final class Schemas31 {
  /** Keys of relations have a hyphen only before an x. */
  private static final String ERROR = "error-body";

  private static final String JSON_PATCH = "json-patch";
  private static final String NEW = "-new";
  private static final String CHANGE = "-change";

  private final JsonWriter json;

  Schemas31(JsonWriter json) {
    this.json = json;
  }

  static String row(Relation relation) {
    return reference(relation, "");
  }

  static String newRow(Relation relation) {
    return reference(relation, NEW);
  }

  static String change(Relation relation) {
    return reference(relation, CHANGE);
  }

  static String problem() {
    return "#/components/schemas/" + ERROR;
  }

  static String jsonPatch() {
    return "#/components/schemas/" + JSON_PATCH;
  }

  private static String reference(Relation relation, String suffix) {
    return "#/components/schemas/" + Names31.component(relation.name().name()) + suffix;
  }

  void write(List<Relation> relations) throws IOException {
    for (Relation relation : relations) {
      String name = Names31.component(relation.name().name());
      json.object(name, () -> row(relation, _ -> true, column -> !column.nullable()));
      if (relation.insertable()) {
        json.object(name + NEW, () -> row(relation, Schemas31::writable, Schemas31::needed));
      }
      if (relation.updatable()) {
        json.object(name + CHANGE, () -> row(relation, Schemas31::writable, _ -> false));
      }
    }
    json.object(ERROR, this::error);
    json.object(JSON_PATCH, this::patch);
  }

  private void patch() throws IOException {
    json.text("description", "Operations of RFC 6902; the first step of a path is a column");
    json.text("type", "array");
    json.object("items", this::operation);
  }

  private void operation() throws IOException {
    json.text("type", "object");
    json.texts("required", List.of("op", "path"));
    json.object(
        "properties",
        () -> {
          json.object("op", this::operator);
          json.object("path", () -> json.text("type", "string"));
          json.object("from", () -> json.text("type", "string"));
          json.object("value", () -> {});
        });
  }

  private void operator() throws IOException {
    json.text("type", "string");
    json.texts("enum", List.of("add", "remove", "replace", "move", "copy", "test"));
  }

  private static boolean writable(Column column) {
    return !column.generated();
  }

  private static boolean needed(Column column) {
    return !column.nullable() && column.defaultValue().isEmpty() && !column.generated();
  }

  private void row(Relation relation, Predicate<Column> shown, Predicate<Column> required)
      throws IOException {
    List<Column> columns = relation.columns().values().stream().filter(shown).toList();
    json.text("type", "object");
    json.text("description", relation.description());
    json.object("properties", () -> properties(relation, columns));
    json.texts("required", columns.stream().filter(required).map(Column::name).toList());
  }

  private void properties(Relation relation, List<Column> columns) throws IOException {
    for (Column column : columns) {
      json.object(column.name(), () -> property(relation, column));
    }
  }

  private void property(Relation relation, Column column) throws IOException {
    boolean key = relation.primaryKey().contains(column.name());
    json.text(
        "description", column.description().or(() -> key ? Optional.of("Key") : Optional.empty()));
    type(column.baseType(), column.nullable());
    json.number("maxLength", column.maxLength());
    if (!column.enumValues().isEmpty()) {
      json.array("enum", () -> labels(column));
    }
    json.flag("readOnly", column.generated());
  }

  private void labels(Column column) throws IOException {
    for (String label : column.enumValues()) {
      json.element(label);
    }
    if (column.nullable()) {
      json.nothing();
    }
  }

  /** A type, or that type and null; JSON may be anything, so no type is given. */
  void type(String type, boolean nullable) throws IOException {
    JsonType known = JsonType.of(type);
    Optional<String> label = known.label();
    if (label.isPresent() && nullable) {
      json.texts("type", List.of(label.get(), "null"));
    } else {
      json.text("type", label);
    }
    json.text("format", known == JsonType.ARRAY ? Optional.empty() : format(type));
    if (known == JsonType.ARRAY) {
      json.object("items", () -> type(JsonType.element(type), true));
    }
  }

  /** Formats that readers know; others would only puzzle them. */
  private static Optional<String> format(String type) {
    return switch (type) {
      case "smallint", "integer" -> Optional.of("int32");
      case "bigint" -> Optional.of("int64");
      case "real" -> Optional.of("float");
      case "double precision" -> Optional.of("double");
      case "uuid" -> Optional.of("uuid");
      case "date" -> Optional.of("date");
      case "timestamp with time zone" -> Optional.of("date-time");
      default -> Optional.empty();
    };
  }

  private void error() throws IOException {
    json.text("type", "object");
    json.text("description", "What went wrong, and how to mend it.");
    json.object(
        "properties",
        () -> {
          json.object("code", () -> errorText("Stable: PGRST... or PostgreSQL's SQLSTATE", false));
          json.object("message", () -> errorText("One sentence that names the thing", false));
          json.object("details", () -> json.text("description", "More about the cause, or null"));
          json.object("hint", () -> errorText("How to mend it", true));
        });
    json.texts("required", List.of("code", "message"));
  }

  private void errorText(String description, boolean nullable) throws IOException {
    json.text("description", description);
    type("text", nullable);
  }
}
