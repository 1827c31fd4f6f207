package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.Routine.Parameter;
import dev.groundwork.base.sql.Identifier;
import java.io.IOException;
import java.util.List;

/**
 * The {@code paths} of functions. Types of the document's own schema stand without the schema's
 * name, as clients see that schema first.
 */
final class RoutinePaths {
  private final JsonWriter json;
  private final List<String> ownPrefixes;

  RoutinePaths(JsonWriter json, String schema) {
    this.json = json;
    ownPrefixes = List.of(schema + '.', Identifier.quote(schema) + '.');
  }

  void write(List<Routine> routines) throws IOException {
    for (Routine routine : routines) {
      json.object("/rpc/" + routine.name().name(), () -> methods(routine));
    }
  }

  private void methods(Routine routine) throws IOException {
    if (routine.volatility() != Routine.Volatility.VOLATILE) {
      json.object("get", () -> get(routine));
    }
    json.object("post", () -> post(routine));
  }

  private void get(Routine routine) throws IOException {
    head(routine);
    if (!routine.parameters().isEmpty()) {
      json.array("parameters", () -> queryParameters(routine));
    }
    ok();
  }

  private void queryParameters(Routine routine) throws IOException {
    for (Parameter parameter : routine.parameters()) {
      json.object(() -> queryParameter(parameter));
    }
  }

  private void queryParameter(Parameter parameter) throws IOException {
    String type = shown(parameter.type());
    json.text("name", parameter.name());
    json.flag("required", parameter.required());
    json.text("in", "query");
    if (parameter.variadic()) {
      json.text("type", JsonType.ARRAY.label());
      json.text("collectionFormat", "multi");
      json.object("items", () -> element(JsonType.element(type)));
    } else {
      json.text("format", JsonType.format(type));
      json.text("type", JsonType.of(type).scalarLabel());
    }
  }

  private void element(String type) throws IOException {
    json.text("type", JsonType.of(type).scalarLabel());
    json.text("format", JsonType.format(type));
  }

  private void post(Routine routine) throws IOException {
    head(routine);
    json.array(
        "parameters",
        () -> {
          json.object(() -> body(routine));
          json.parameterReference("preferParams");
        });
    ok();
  }

  private void body(Routine routine) throws IOException {
    json.text("name", "args");
    json.flag("required", true);
    json.text("in", "body");
    json.object("schema", () -> arguments(routine));
  }

  private void arguments(Routine routine) throws IOException {
    json.text("description", routine.description());
    json.text("type", "object");
    if (!routine.parameters().isEmpty()) {
      json.object("properties", () -> properties(routine));
    }
    json.texts(
        "required",
        routine.parameters().stream().filter(Parameter::required).map(Parameter::name).toList());
  }

  private void properties(Routine routine) throws IOException {
    for (Parameter parameter : routine.parameters()) {
      String type = shown(parameter.type());
      json.object(
          parameter.name(),
          () -> {
            json.text("format", JsonType.format(type));
            Definitions.type(json, type);
          });
    }
  }

  private void head(Routine routine) throws IOException {
    Description description = Description.of(routine.description());
    json.texts("tags", List.of("(rpc) " + routine.name().name()));
    json.text("summary", description.heading());
    json.text("description", description.text());
    json.texts("produces", OpenApi.ROW_TYPES);
  }

  private void ok() throws IOException {
    json.object("responses", () -> json.object("200", () -> json.text("description", "OK")));
  }

  private String shown(String type) {
    for (String prefix : ownPrefixes) {
      if (type.startsWith(prefix)) {
        return type.substring(prefix.length());
      }
    }
    return type;
  }
}
