package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.service.rest.parse.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What can be done with a relation, in OpenAPI 3.1. */
final class RelationOperations {
  static final String ROWS = "application/json";
  private static final String ONE_ROW = "application/vnd.pgrst.object+json";
  private static final String CSV = "text/csv";
  private static final String MERGE_PATCH = MediaType.Plain.MERGE_PATCH.mime();
  private static final String JSON_PATCH = MediaType.Plain.JSON_PATCH.mime();

  private final JsonWriter json;
  private final boolean keyed;

  /**
   * For the relations of a document.
   *
   * @param keyed whether answers to writes are kept by key
   */
  RelationOperations(JsonWriter json, boolean keyed) {
    this.json = json;
    this.keyed = keyed;
  }

  void write(Relation relation) throws IOException {
    json.object("get", () -> read(relation));
    if (relation.insertable()) {
      json.object("post", () -> insert(relation));
    }
    if (relation.updatable()) {
      json.object("patch", () -> update(relation));
    }
    if (relation.deletable()) {
      json.object("delete", () -> delete(relation));
    }
  }

  private void read(Relation relation) throws IOException {
    head("read", "Reads rows of " + relation.name().name(), relation);
    parameters(
        relation,
        true,
        List.of(
            "select",
            "order",
            "limit",
            "offset",
            "cursor",
            "distinct",
            "preferCount",
            "ifNoneMatch"));
    json.object(
        "responses",
        () -> {
          json.object("200", () -> rows("The rows", relation));
          json.object("206", () -> rows("Some of the rows that were counted", relation));
          notModified();
          errors(false);
        });
  }

  private void notModified() throws IOException {
    json.object(
        "304", () -> json.text("description", "The answer is one that If-None-Match names"));
  }

  private void insert(Relation relation) throws IOException {
    head("insert", "Adds rows to " + relation.name().name(), relation);
    parameters(
        relation,
        false,
        keyed(nested(relation, "select", "columns", "on_conflict", "preferInsert")));
    json.object("requestBody", () -> newRows(relation));
    json.object(
        "responses",
        () -> {
          json.object("201", () -> rows("Added; the rows when they are asked for", relation));
          json.object("200", () -> rows("All rows were there and were merged", relation));
          errors(true);
        });
  }

  private void update(Relation relation) throws IOException {
    head("update", "Changes rows of " + relation.name().name(), relation);
    parameters(
        relation, true, keyed(nested(relation, "select", "columns", "preferReturn", "ifMatch")));
    json.object("requestBody", () -> change(relation));
    changed(relation);
  }

  private void delete(Relation relation) throws IOException {
    head("delete", "Deletes rows of " + relation.name().name(), relation);
    parameters(relation, true, keyed("select", "preferReturn", "ifMatch"));
    changed(relation);
  }

  private void changed(Relation relation) throws IOException {
    json.object(
        "responses",
        () -> {
          json.object("200", () -> rows("Done; the rows, as they were asked for", relation));
          json.object("204", () -> json.text("description", "Done"));
          error(json, "412", "OtherState");
          errors(true);
        });
  }

  private void head(String verb, String summary, Relation relation) throws IOException {
    String name = relation.name().name();
    Description description = Description.of(relation.description());
    json.text("operationId", verb + "-" + Names31.component(name));
    json.text("summary", summary);
    json.text("description", description.text().or(description::heading).orElse(summary + "."));
    json.texts("tags", List.of(name));
  }

  /** Rows of tables can be written with related ones in them. */
  private static String[] nested(Relation relation, String... parameters) {
    return switch (relation.kind()) {
      case TABLE, PARTITIONED_TABLE ->
          Stream.concat(Stream.of(parameters), Stream.of("nested")).toArray(String[]::new);
      case FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> parameters;
    };
  }

  private List<String> keyed(String... parameters) {
    List<String> all = new ArrayList<>(List.of(parameters));
    if (keyed) {
      all.add("idempotencyKey");
    }
    return all;
  }

  private void parameters(Relation relation, boolean filters, List<String> shared)
      throws IOException {
    json.array("parameters", () -> eachParameter(relation, filters, shared));
  }

  private void eachParameter(Relation relation, boolean filters, List<String> shared)
      throws IOException {
    for (String parameter : shared) {
      json.object(() -> json.text("$ref", "#/components/parameters/" + parameter));
    }
    if (filters) {
      for (Column column : relation.columns().values()) {
        filter(column, shared);
      }
    }
  }

  /**
   * A column that is called like a parameter can only be filtered within {@code and} or {@code or}.
   */
  private void filter(Column column, List<String> shared) throws IOException {
    if (shared.contains(column.name())) {
      return;
    }
    json.object(() -> {
      json.text("name", column.name());
      json.text("in", "query");
      json.text("description", "A condition, such as `eq.1`, `in.(1,2)` or `is.null`");
      json.object("schema", () -> json.text("type", "string"));
    });
  }

  private void newRows(Relation relation) throws IOException {
    json.flag("required", true);
    json.object(
        "content",
        () -> {
          json.object(ROWS, () -> json.object("schema", () -> oneOrMany(relation)));
          json.object(CSV, () -> json.object("schema", () -> json.text("type", "string")));
        });
  }

  private void oneOrMany(Relation relation) throws IOException {
    json.array(
        "oneOf",
        () -> {
          json.object(() -> json.text("$ref", Schemas31.newRow(relation)));
          json.object(() -> many(Schemas31.newRow(relation)));
        });
  }

  private void change(Relation relation) throws IOException {
    json.flag("required", true);
    json.object(
        "content",
        () -> {
          json.object(ROWS, () -> schema(Schemas31.change(relation)));
          json.object(MERGE_PATCH, () -> schema(Schemas31.change(relation)));
          json.object(JSON_PATCH, () -> schema(Schemas31.jsonPatch()));
        });
  }

  private void rows(String description, Relation relation) throws IOException {
    json.text("description", description);
    json.object(
        "content",
        () -> {
          json.object(ROWS, () -> json.object("schema", () -> many(Schemas31.row(relation))));
          json.object(ONE_ROW, () -> schema(Schemas31.row(relation)));
          json.object(CSV, () -> json.object("schema", () -> json.text("type", "string")));
        });
  }

  private void schema(String reference) throws IOException {
    json.object("schema", () -> json.text("$ref", reference));
  }

  private void many(String reference) throws IOException {
    json.text("type", "array");
    json.object("items", () -> json.text("$ref", reference));
  }

  private void errors(boolean writes) throws IOException {
    errors(json, writes, keyed);
  }

  /** The errors that every operation may have; constraints concern writers only. */
  static void errors(JsonWriter json, boolean writes, boolean keyed) throws IOException {
    error(json, "400", "BadRequest");
    error(json, "401", "Unauthorized");
    error(json, "403", "Forbidden");
    error(json, "404", "NotFound");
    if (writes) {
      error(json, "409", "Conflict");
    }
    if (writes && keyed) {
      error(json, "422", "KeyReused");
    }
  }

  private static void error(JsonWriter json, String status, String name) throws IOException {
    json.object(status, () -> json.text("$ref", "#/components/responses/" + name));
  }
}
