package dev.groundwork.service.pages;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can go wrong when a page is asked for. */
public sealed interface PagesProblem extends Problem {

  /** There is no such file to serve. */
  record NotFound(String path) implements PagesProblem {
    @Override
    public String code() {
      return "PAGE404";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "There is no page at '" + path + "'";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Pages come from the project's folder 'web'; the API is at '/rest/v1'.");
    }
  }

  /** Pages can be read only. */
  record NoMethod(String method) implements PagesProblem {
    @Override
    public String code() {
      return "PAGE405";
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return "A page cannot be asked for with '" + method + "'";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("The API is at '/rest/v1'.");
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Allow", "GET, HEAD"));
    }
  }
}
