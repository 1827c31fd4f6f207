package dev.groundwork.base.schema;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;

/** What can go wrong with the schema cache. */
public sealed interface SchemaProblem extends Problem {

  /** Schemas that are to be served, or searched, are not there. */
  record NoSchema(List<String> names) implements SchemaProblem {
    public NoSchema {
      names = List.copyOf(names);
    }

    @Override
    public String code() {
      return "GWSC101";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "the database has no schema "
          + String.join(", ", names)
          + "; see rest.schemas and rest.extra-search-path (db-schemas, db-extra-search-path)";
    }
  }

  /** The catalogs could not be read yet; it is tried again all the time. */
  record NotLoaded() implements SchemaProblem {
    @Override
    public String code() {
      return "PGRST002";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "Could not query the database for the schema cache. Retrying.";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "1"));
    }
  }
}
