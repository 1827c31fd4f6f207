package dev.groundwork.service.auth.web;

import dev.groundwork.base.http.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints of the room, by method and path. */
public final class RouteTable {
  private final List<Route> routes = new ArrayList<>();

  /** What answers a call. */
  @FunctionalInterface
  public interface Endpoint {
    Reply answer(Call call);
  }

  /**
   * An endpoint.
   *
   * @param segments of its path; one in braces stands for any
   */
  public record Route(String method, String path, List<String> segments, Endpoint endpoint) {}

  /** An endpoint and what stands in the places of its path. */
  public record Match(Route route, Map<String, String> places) {}

  /** Adds an endpoint, such as {@code GET} and {@code /admin/users/{id}}. */
  public void add(String method, String path, Endpoint endpoint) {
    routes.add(new Route(method, path, segments(path), endpoint));
  }

  /** The endpoint of a request; one without places wins. */
  public Optional<Match> match(String method, String path) {
    List<String> asked = segments(path);
    Optional<Match> best = Optional.empty();
    for (Route route : routes) {
      Optional<Match> match =
          route.method().equals(method) ? match(route, asked) : Optional.empty();
      if (match.isPresent() && (best.isEmpty() || match.get().places().isEmpty())) {
        best = match;
      }
    }
    return best;
  }

  /** Whether a path has an endpoint by any method. */
  public boolean knows(String path) {
    List<String> asked = segments(path);
    return routes.stream().anyMatch(route -> match(route, asked).isPresent());
  }

  private static Optional<Match> match(Route route, List<String> asked) {
    if (route.segments().size() != asked.size()) {
      return Optional.empty();
    }
    Map<String, String> places = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      String segment = route.segments().get(i);
      if (segment.startsWith("{")) {
        places.put(segment.substring(1, segment.length() - 1), asked.get(i));
      } else if (!segment.equals(asked.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Match(route, places));
  }

  private static List<String> segments(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return List.of(trimmed.split("/", -1));
  }
}
