package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.Routine.Parameter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a function is called, in OpenAPI 3.1. */
final class RoutineOperations {
  private final JsonWriter json;
  private final List<Relation> relations;
  private final boolean keyed;
  private final Schemas31 types;

  /**
   * For the functions of a document.
   *
   * @param relations whose rows the document describes
   * @param keyed whether answers to writes are kept by key
   */
  RoutineOperations(JsonWriter json, List<Relation> relations, boolean keyed) {
    this.json = json;
    this.relations = relations;
    this.keyed = keyed;
    this.types = new Schemas31(json);
  }

  void write(Routine routine) throws IOException {
    if (routine.volatility() != Routine.Volatility.VOLATILE) {
      json.object("get", () -> read(routine));
    }
    json.object("post", () -> call(routine));
  }

  private void read(Routine routine) throws IOException {
    head("read", routine);
    json.array("parameters", () -> queryParameters(routine));
    responses(routine, false);
  }

  private void call(Routine routine) throws IOException {
    head("call", routine);
    if (keyed && routine.volatility() == Routine.Volatility.VOLATILE) {
      json.array("parameters", this::key);
    }
    if (!routine.parameters().isEmpty()) {
      json.object("requestBody", () -> arguments(routine));
    }
    responses(routine, true);
  }

  private void key() throws IOException {
    json.object(() -> json.text("$ref", "#/components/parameters/idempotencyKey"));
  }

  private void head(String verb, Routine routine) throws IOException {
    String name = routine.name().name();
    Description description = Description.of(routine.description());
    json.text("operationId", verb + "-rpc-" + Names31.component(name));
    json.text("summary", description.heading().orElse("Calls " + name));
    json.text(
        "description",
        description.text().or(description::heading).orElse("Calls the function " + name + "."));
    json.texts("tags", List.of("(rpc) " + name));
  }

  private void queryParameters(Routine routine) throws IOException {
    for (Parameter parameter : named(routine)) {
      json.object(() -> {
        json.text("name", parameter.name());
        json.text("in", "query");
        json.flag("required", parameter.required());
        json.object("schema", () -> types.type(scalar(parameter.type()), false));
      });
    }
  }

  /** In a URL arrays and JSON are written as text. */
  private static String scalar(String type) {
    JsonType known = JsonType.of(type);
    return known == JsonType.ARRAY || known == JsonType.ANY ? "text" : type;
  }

  private static List<Parameter> named(Routine routine) {
    return routine.parameters().stream().filter(each -> !each.name().isEmpty()).toList();
  }

  private void arguments(Routine routine) throws IOException {
    json.flag("required", routine.parameters().stream().anyMatch(Parameter::required));
    if (named(routine).isEmpty()) {
      json.object("content", () -> whole(routine.parameters().getFirst().type()));
    } else {
      json.object(
          "content",
          () ->
              json.object(
                  RelationOperations.ROWS, () -> json.object("schema", () -> members(routine))));
    }
  }

  /** One parameter without a name takes the body as it is. */
  private void whole(String type) throws IOException {
    String media =
        switch (type) {
          case "json", "jsonb" -> RelationOperations.ROWS;
          case "bytea" -> "application/octet-stream";
          case "xml" -> "text/xml";
          default -> "text/plain";
        };
    json.object(media, () -> json.object("schema", () -> types.type(type, false)));
  }

  private void members(Routine routine) throws IOException {
    json.text("type", "object");
    json.object("properties", () -> properties(routine));
    json.texts(
        "required",
        named(routine).stream().filter(Parameter::required).map(Parameter::name).toList());
  }

  private void properties(Routine routine) throws IOException {
    for (Parameter parameter : named(routine)) {
      json.object(parameter.name(), () -> types.type(parameter.type(), true));
    }
  }

  private void responses(Routine routine, boolean writes) throws IOException {
    json.object(
        "responses",
        () -> {
          answer(routine);
          RelationOperations.errors(json, writes, keyed);
        });
  }

  private void answer(Routine routine) throws IOException {
    if (routine.returnsVoid()) {
      json.object("204", () -> json.text("description", "Done"));
    } else {
      json.object("200", () -> result(routine));
    }
  }

  private void result(Routine routine) throws IOException {
    json.text("description", "What the function gives");
    json.object(
        "content",
        () ->
            json.object(
                RelationOperations.ROWS, () -> json.object("schema", () -> given(routine))));
  }

  private void given(Routine routine) throws IOException {
    if (routine.returns().set()) {
      json.text("type", "array");
      json.object("items", () -> one(routine));
    } else {
      one(routine);
    }
  }

  /** A row of a relation of this document, some other object, or a scalar. */
  private void one(Routine routine) throws IOException {
    switch (routine.returns()) {
      case Routine.Returns.Composite(Name type, _, _) -> {
        Optional<Relation> relation =
            relations.stream().filter(each -> each.name().equals(type)).findFirst();
        if (relation.isPresent()) {
          json.text("$ref", Schemas31.row(relation.get()));
        } else {
          json.text("type", "object");
        }
      }
      case Routine.Returns.Scalar(Name type, _) -> types.type(spelled(type), true);
    }
  }

  /** PostgreSQL's own types have names of their own in SQL. */
  private static String spelled(Name type) {
    return switch (type.name()) {
      case "bool" -> "boolean";
      case "int2" -> "smallint";
      case "int4" -> "integer";
      case "int8" -> "bigint";
      case "float4" -> "real";
      case "float8" -> "double precision";
      case "timestamptz" -> "timestamp with time zone";
      case String array when array.startsWith("_") ->
          spelled(new Name(type.schema(), array.substring(1))) + "[]";
      case String name -> name;
    };
  }
}
