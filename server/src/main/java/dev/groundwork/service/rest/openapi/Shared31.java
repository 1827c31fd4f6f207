package dev.groundwork.service.rest.openapi;

import dev.groundwork.service.rest.config.RestConfig.Idempotency;
import dev.groundwork.service.rest.parse.IdempotencyKey;
import dev.groundwork.service.rest.parse.Nested;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters and responses that all operations share. */
final class Shared31 {
  /** Responses that are errors, by the key under which operations refer to them. */
  static final Map<String, String> ERRORS =
      Map.of(
          "BadRequest", "The request is not understood, or a value is not of its column's type",
          "Unauthorized", "There is no token where one is needed, or it does not hold",
          "Forbidden", "The role may not do this",
          "NotFound", "There is no such table, view or function",
          "Conflict",
              "A constraint of the database is violated, or a request with this Idempotency-Key is"
                  + " still being answered",
          "OtherState", "The row is not, or no more, in the state that If-Match names",
          "KeyReused", "The Idempotency-Key was used for another request");

  private final JsonWriter json;
  private final Optional<Idempotency> idempotency;

  Shared31(JsonWriter json, Optional<Idempotency> idempotency) {
    this.json = json;
    this.idempotency = idempotency;
  }

  void parameters() throws IOException {
    query("select", "Columns and related rows to give, such as `id,name,owner(name)`");
    query("order", "Columns to sort by, such as `name.asc,id.desc.nullslast`");
    number("limit", "Most rows to give");
    number("offset", "Rows to leave out at the beginning");
    query(
        "cursor",
        "Reads in pages: empty for the first one, then as it stands in the links of the header"
            + " `Link`");
    query(
        "distinct",
        "One of equal rows: `true` for those that are equal in all that is selected, or columns"
            + " such as `kind,size`, which come first in the order");
    query("on_conflict", "Columns of a unique constraint, for an upsert");
    query("columns", "Keys of the body that count");
    prefer("preferCount", List.of("count=exact", "count=planned", "count=estimated", "etag"));
    prefer(
        "preferReturn",
        List.of("return=representation", "return=headers-only", "return=minimal", "etag"));
    prefer(
        "preferInsert",
        List.of(
            "return=representation",
            "return=headers-only",
            "return=minimal",
            "resolution=merge-duplicates",
            "resolution=ignore-duplicates",
            "missing=default",
            "etag"));
    tags("ifNoneMatch", "If-None-Match", "Tags of answers that are known: 304 says that one holds");
    tags(
        "nested",
        Nested.HEADER,
        "Members of the body that are rows of related tables, such as"
            + " `items=replace(notes), customer=merge`; insert is the standard");
    tags("ifMatch", "If-Match", "Tags of the state that the row must have; `*` for any");
    if (idempotency.isPresent()) {
      json.object("idempotencyKey", () -> key(idempotency.get().required()));
    }
  }

  private void tags(String key, String header, String description) throws IOException {
    json.object(
        key,
        () -> {
          head(header, "header", description);
          json.object("schema", () -> json.text("type", "string"));
        });
  }

  private void key(boolean required) throws IOException {
    head(
        IdempotencyKey.HEADER,
        "header",
        "A random UUID, the same when the request is tried again: it has one effect and one"
            + " answer");
    json.flag("required", required);
    json.object("schema", this::keyText);
  }

  private void keyText() throws IOException {
    json.text("type", "string");
    json.value("minLength", Optional.of(BigDecimal.ONE));
    json.value("maxLength", Optional.of(BigDecimal.valueOf(IdempotencyKey.LONGEST)));
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
    json.value("minimum", Optional.of(BigDecimal.ZERO));
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
