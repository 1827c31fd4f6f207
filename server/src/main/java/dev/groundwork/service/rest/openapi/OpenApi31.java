package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.SchemaCache;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The document in OpenAPI 3.1, for the tools of today: clients and types are made from it, so it
 * says what can be null, what a new row needs, and how errors look.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1</a>
 */
public final class OpenApi31 {
  private final JsonWriter json;
  private final SchemaCache cache;
  private final String schema;
  private final OpenApiSettings settings;
  private final Extras extras;

  private OpenApi31(
      JsonWriter json, SchemaCache cache, String schema, OpenApiSettings settings, Extras extras) {
    this.json = json;
    this.cache = cache;
    this.schema = schema;
    this.settings = settings;
    this.extras = extras;
  }

  /**
   * Writes the document of one schema, as JSON in UTF-8.
   *
   * @param access what of the schema is shown
   * @param extras what is served beside requests that PostgREST has
   */
  public static byte[] document(
      SchemaCache cache, String schema, Access access, OpenApiSettings settings, Extras extras) {
    return JsonWriter.bytes(
        json -> new OpenApi31(json, cache, schema, settings, extras).write(access));
  }

  private void write(Access access) throws IOException {
    List<Relation> relations = access.relationsOf(cache, schema);
    List<Routine> routines = access.routinesOf(cache, schema);
    json.object(() -> write(relations, routines));
  }

  private void write(List<Relation> relations, List<Routine> routines) throws IOException {
    json.text("openapi", "3.1.1");
    json.object("info", this::info);
    json.array("servers", () -> json.object(() -> json.text("url", settings.url())));
    json.array("security", this::security);
    json.array("tags", () -> tags(relations, routines));
    json.object("paths", () -> paths(relations, routines));
    json.object("components", () -> components(relations));
  }

  private void info() throws IOException {
    Description description =
        Description.of(Optional.ofNullable(cache.schemaDescriptions().get(schema)));
    json.text("title", description.heading().orElse("API of the schema " + schema));
    json.text(
        "description",
        description
            .text()
            .orElse("Tables, views and functions of the database schema " + schema + "."));
    json.text("version", settings.version());
  }

  /** A token may be sent, and need not be: the database decides what that is good for. */
  private void security() throws IOException {
    json.object(() -> json.array("token", () -> {}));
    json.object(() -> {});
  }

  private void tags(List<Relation> relations, List<Routine> routines) throws IOException {
    for (Relation relation : relations) {
      tag(relation.name().name(), relation.description());
    }
    for (Routine routine : routines) {
      tag("(rpc) " + routine.name().name(), routine.description());
    }
  }

  private void tag(String name, Optional<String> description) throws IOException {
    json.object(() -> {
      json.text("name", name);
      json.text("description", description);
    });
  }

  /** A table may have the path of batches; then it is the one that is described. */
  private void paths(List<Relation> relations, List<Routine> routines) throws IOException {
    RelationOperations operations = new RelationOperations(json, extras.idempotency().isPresent());
    for (Relation relation : relations) {
      String path = "/" + Names31.path(relation.name().name());
      json.object(path, () -> operations.write(relation));
    }
    RoutineOperations calls =
        new RoutineOperations(json, relations, extras.idempotency().isPresent());
    for (Routine routine : routines) {
      String path = "/rpc/" + Names31.path(routine.name().name());
      json.object(path, () -> calls.write(routine));
    }
    boolean taken = relations.stream().anyMatch(each -> each.name().name().equals("batch"));
    if (extras.batches() && !taken) {
      BatchOperation batch = new BatchOperation(json, extras.idempotency().isPresent());
      json.object("/batch", () -> json.object("post", batch::write));
    }
  }

  private void components(List<Relation> relations) throws IOException {
    json.object("schemas", () -> new Schemas31(json).write(relations));
    Shared31 shared = new Shared31(json, extras.idempotency());
    json.object("parameters", shared::parameters);
    json.object("responses", shared::responses);
    json.object("securitySchemes", () -> json.object("token", this::token));
  }

  private void token() throws IOException {
    json.text("type", "http");
    json.text("scheme", "bearer");
    json.text("bearerFormat", "JWT");
    json.text("description", "A JSON Web Token whose claim names the database role.");
  }
}
