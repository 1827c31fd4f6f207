package dev.groundwork.service.rest.openapi;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Parameters and responses that all operations share. */
final class Shared31 {
  /** Responses that are errors, by the key under which operations refer to them. */
  static final Map<String, String> ERRORS =
      Map.of(
          "BadRequest", "The request is not understood, or a value is not of its column's type",
          "Unauthorized", "There is no token where one is needed, or it does not hold",
          "Forbidden", "The role may not do this",
          "NotFound", "There is no such table, view or function",
          "Conflict", "A constraint of the database is violated");

  private final JsonWriter json;

  Shared31(JsonWriter json) {
    this.json = json;
  }

  void parameters() throws IOException {
    query("select", "Columns and related rows to give, such as `id,name,owner(name)`");
    query("order", "Columns to sort by, such as `name.asc,id.desc.nullslast`");
    number("limit", "Most rows to give");
    number("offset", "Rows to leave out at the beginning");
    query(
        "cursor",
        "Reads in pages: empty for the first one, then as it stands in the links of the header `Link`");
    query("on_conflict", "Columns of a unique constraint, for an upsert");
    query("columns", "Keys of the body that count");
    prefer("preferCount", List.of("count=exact", "count=planned", "count=estimated"));
    prefer(
        "preferReturn", List.of("return=representation", "return=headers-only", "return=minimal"));
    prefer(
        "preferInsert",
        List.of(
            "return=representation",
            "return=headers-only",
            "return=minimal",
            "resolution=merge-duplicates",
            "resolution=ignore-duplicates",
            "missing=default"));
  }

  private void query(String name, String description) throws IOException {
    json.object(
        name,
        () -> {
          head(name, "query", description);
          json.object("schema", () -> json.text("type", "string"));
        });
  }

  private void number(String name, String description) throws IOException {
    json.object(
        name,
        () -> {
          head(name, "query", description);
          json.object("schema", this::count);
        });
  }

  private void count() throws IOException {
    json.text("type", "integer");
    json.value("minimum", java.util.Optional.of(java.math.BigDecimal.ZERO));
  }

  private void head(String name, String in, String description) throws IOException {
    json.text("name", name);
    json.text("in", in);
    json.text("description", description);
  }

  /** Several preferences stand in one header, separated by commas. */
  private void prefer(String key, List<String> words) throws IOException {
    String description = "Any of these, separated by commas: `" + String.join("`, `", words) + "`";
    json.object(
        key,
        () -> {
          head("Prefer", "header", description);
          json.object("schema", () -> json.text("type", "string"));
        });
  }

  void responses() throws IOException {
    for (Map.Entry<String, String> error : new java.util.TreeMap<>(ERRORS).entrySet()) {
      json.object(error.getKey(), () -> error(error.getValue()));
    }
  }

  private void error(String description) throws IOException {
    json.text("description", description);
    json.object("content", () -> json.object("application/json", this::errorBody));
  }

  private void errorBody() throws IOException {
    json.object("schema", () -> json.text("$ref", Schemas31.problem()));
  }
}
