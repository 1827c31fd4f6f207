package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Relation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The {@code paths} of relations. */
final class RelationPaths {
  private static final List<String> READ =
      List.of("select", "order", "range", "rangeUnit", "offset", "limit", "preferCount");

  private final JsonWriter json;

  RelationPaths(JsonWriter json) {
    this.json = json;
  }

  void write(List<Relation> relations) throws IOException {
    for (Relation relation : relations) {
      json.object('/' + relation.name().name(), () -> methods(relation));
    }
  }

  private void methods(Relation relation) throws IOException {
    List<String> filters = Parameters.rowFilters(relation);
    String body = Parameters.body(relation);
    json.object("get", () -> get(relation, joined(filters, READ)));
    if (relation.insertable() || relation.updatable() || relation.deletable()) {
      write("post", relation, List.of(body, "select", "preferPost"), "201", "Created");
      write("patch", relation, joined(filters, List.of(body, "preferReturn")), "204", "No Content");
      write("delete", relation, joined(filters, List.of("preferReturn")), "204", "No Content");
    }
  }

  private void get(Relation relation, List<String> parameters) throws IOException {
    head(relation, parameters);
    json.object(
        "responses",
        () -> {
          json.object("200", () -> rows(relation));
          json.object("206", () -> json.text("description", "Partial Content"));
        });
  }

  private void rows(Relation relation) throws IOException {
    json.text("description", "OK");
    json.object(
        "schema",
        () -> {
          json.text("type", "array");
          String definition = "#/definitions/" + relation.name().name();
          json.object("items", () -> json.text("$ref", definition));
        });
  }

  private void write(
      String method, Relation relation, List<String> parameters, String status, String meaning)
      throws IOException {
    json.object(
        method,
        () -> {
          head(relation, parameters);
          json.object(
              "responses", () -> json.object(status, () -> json.text("description", meaning)));
        });
  }

  private void head(Relation relation, List<String> parameters) throws IOException {
    Description description = Description.of(relation.description());
    json.texts("tags", List.of(relation.name().name()));
    json.text("summary", description.heading());
    json.text("description", description.text());
    json.parameterReferences("parameters", parameters);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
