package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.SchemaCache;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The document as a whole.
 *
 * @see <a href="https://spec.openapis.org/oas/v2.0.html">OpenAPI 2.0</a>
 */
public final class OpenApi {
  /** Media types of a function's result. */
  static final List<String> ROW_TYPES =
      List.of(
          "application/json",
          "application/vnd.pgrst.object+json;nulls=stripped",
          "application/vnd.pgrst.object+json");

  private static final List<String> MEDIA_TYPES =
      List.of(
          "application/json",
          "application/vnd.pgrst.object+json;nulls=stripped",
          "application/vnd.pgrst.object+json",
          "text/csv");

  private final JsonWriter json;
  private final SchemaCache cache;
  private final String schema;
  private final OpenApiSettings settings;

  private OpenApi(JsonWriter json, SchemaCache cache, String schema, OpenApiSettings settings) {
    this.json = json;
    this.cache = cache;
    this.schema = schema;
    this.settings = settings;
  }

  /**
   * Writes the document of one schema, as JSON in UTF-8.
   *
   * @param access what of the schema is shown
   */
  public static byte[] document(
      SchemaCache cache, String schema, Access access, OpenApiSettings settings) {
    return JsonWriter.bytes(json -> new OpenApi(json, cache, schema, settings).write(access));
  }

  private void write(Access access) throws IOException {
    List<Relation> relations = access.relationsOf(cache, schema);
    List<Routine> routines = access.routinesOf(cache, schema);
    json.object(() -> write(relations, routines));
  }

  private void write(List<Relation> relations, List<Routine> routines) throws IOException {
    head();
    json.object("paths", () -> paths(relations, routines));
    json.object("definitions", () -> new Definitions(json, cache).write(relations));
    json.object("parameters", () -> new Parameters(json).write(relations));
    tail();
  }

  private void head() throws IOException {
    json.text("swagger", "2.0");
    json.object("info", this::info);
    json.text("host", settings.host() + ':' + settings.port());
    json.text("basePath", settings.basePath());
    json.texts("schemes", List.of(settings.scheme()));
    json.texts("consumes", MEDIA_TYPES);
    json.texts("produces", MEDIA_TYPES);
  }

  private void info() throws IOException {
    Description description =
        Description.of(Optional.ofNullable(cache.schemaDescriptions().get(schema)));
    json.text("version", settings.version());
    json.text("title", description.heading().orElse("Groundwork API"));
    json.text(
        "description", description.text().orElse("The API of the database schema " + schema + "."));
  }

  private void paths(List<Relation> relations, List<Routine> routines) throws IOException {
    json.object("/", () -> json.object("get", this::root));
    new RelationPaths(json).write(relations);
    new RoutinePaths(json, schema).write(routines);
  }

  private void root() throws IOException {
    json.texts("tags", List.of("Introspection"));
    json.text("summary", "OpenAPI description (this document)");
    json.texts("produces", List.of("application/openapi+json", "application/json"));
    json.object("responses", () -> json.object("200", () -> json.text("description", "OK")));
  }

  private void tail() throws IOException {
    json.object(
        "externalDocs",
        () -> {
          json.text("description", "PostgREST Documentation");
          json.text("url", "https://postgrest.org/en/v14/references/api.html");
        });
    if (settings.security()) {
      json.object("securityDefinitions", () -> json.object("JWT", this::token));
      json.array("security", () -> json.object(() -> json.array("JWT", () -> {})));
    }
  }

  private void token() throws IOException {
    json.text("type", "apiKey");
    json.text("name", "Authorization");
    json.text("in", "header");
    json.text("description", "Add the token prepending \"Bearer \" (without quotes) to it");
  }
}
