package dev.groundwork.service.rest;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.openapi.Access;
import dev.groundwork.service.rest.openapi.Extras;
import dev.groundwork.service.rest.openapi.OpenApi;
import dev.groundwork.service.rest.openapi.OpenApi31;
import dev.groundwork.service.rest.openapi.OpenApiSettings;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.plan.Plan;
import java.util.List;
import java.util.function.Supplier;

/** The description of the API at the root: what the caller may use, or all that there is. */
final class ApiDescription {
  private final RestConfig config;
  private final Extras extras;
  private final Supplier<OpenApiSettings> address;

  /**
   * A description.
   *
   * @param extras what is served beside requests that PostgREST has
   */
  ApiDescription(RestConfig config, Extras extras, Supplier<OpenApiSettings> address) {
    this.config = config;
    this.extras = extras;
    this.address = address;
  }

  /** Asks what the current role may use; run as the caller. */
  List<Statement> queries(String schema) {
    return switch (config.openApiMode()) {
      case FOLLOW_PRIVILEGES ->
          List.of(Access.relationsQuery(schema), Access.routinesQuery(schema));
      case IGNORE_PRIVILEGES, DISABLED -> List.of(Statement.of("select 1"));
    };
  }

  /** The document, from what the queries gave, which stands at the end of the rows. */
  byte[] document(SchemaCache snapshot, Plan.Describe plan, List<Rows> rows) {
    String schema = plan.schema();
    Access access =
        switch (config.openApiMode()) {
          case FOLLOW_PRIVILEGES -> Access.of(rows.get(rows.size() - 2), rows.getLast());
          case IGNORE_PRIVILEGES, DISABLED -> Access.toAll(snapshot, schema);
        };
    return switch (plan.form()) {
      case OPENAPI_2 -> OpenApi.document(snapshot, schema, access, address.get());
      case OPENAPI_31 -> OpenApi31.document(snapshot, schema, access, address.get(), extras);
    };
  }

  /** Headers of the document; with the schema's name when clients choose among schemas. */
  Headers headers(String schema, boolean profiled) {
    String type = MediaType.Plain.OPENAPI.contentType();
    return profiled
        ? Headers.of("Content-Type", type, "Content-Profile", schema)
        : Headers.of("Content-Type", type);
  }
}
