package dev.groundwork.base.schema;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;

/** What can go wrong with the schema cache. */
public sealed interface SchemaProblem extends Problem {

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
