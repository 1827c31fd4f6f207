package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Relation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The {@code parameters} that paths refer to: common ones, and those of each relation. */
final class Parameters {
  private static final List<String> RETURN =
      List.of("return=representation", "return=minimal", "return=none");
  private static final List<String> RETURN_AND_RESOLUTION =
      List.of(
          "return=representation",
          "return=minimal",
          "return=none",
          "resolution=ignore-duplicates",
          "resolution=merge-duplicates");

  private final JsonWriter json;

  Parameters(JsonWriter json) {
    this.json = json;
  }

  static String body(Relation relation) {
    return "body." + relation.name().name();
  }

  static List<String> rowFilters(Relation relation) {
    return relation.columns().keySet().stream().map(column -> rowFilter(relation, column)).toList();
  }

  private static String rowFilter(Relation relation, String column) {
    return "rowFilter." + relation.name().name() + '.' + column;
  }

  void write(List<Relation> relations) throws IOException {
    prefer("preferParams", List.of());
    prefer("preferReturn", RETURN);
    prefer("preferCount", List.of("count=none"));
    prefer("preferPost", RETURN_AND_RESOLUTION);
    plain("select", "select", "Filtering Columns", "query");
    plain("on_conflict", "on_conflict", "On Conflict", "query");
    plain("order", "order", "Ordering", "query");
    plain("range", "Range", "Limiting and Pagination", "header");
    json.object("rangeUnit", this::rangeUnit);
    plain("offset", "offset", "Limiting and Pagination", "query");
    plain("limit", "limit", "Limiting and Pagination", "query");
    for (Relation relation : relations) {
      json.object(body(relation), () -> bodyOf(relation));
      for (Column column : relation.columns().values()) {
        json.object(rowFilter(relation, column.name()), () -> filterBy(column));
      }
    }
  }

  private void prefer(String key, List<String> values) throws IOException {
    json.object(
        key,
        () -> {
          inside("Prefer", Optional.of("Preference"), "header");
          json.texts("enum", values);
        });
  }

  private void plain(String key, String name, String description, String in) throws IOException {
    json.object(key, () -> inside(name, Optional.of(description), in));
  }

  private void inside(String name, Optional<String> description, String in) throws IOException {
    json.text("name", name);
    json.text("description", description);
    json.flag("required", false);
    json.text("in", in);
    json.text("type", "string");
  }

  private void rangeUnit() throws IOException {
    inside("Range-Unit", Optional.of("Limiting and Pagination"), "header");
    json.text("default", "items");
  }

  private void bodyOf(Relation relation) throws IOException {
    String name = relation.name().name();
    json.text("name", name);
    json.text("description", name);
    json.flag("required", false);
    json.text("in", "body");
    json.object("schema", () -> json.text("$ref", "#/definitions/" + name));
  }

  private void filterBy(Column column) throws IOException {
    inside(column.name(), column.description(), "query");
  }
}
