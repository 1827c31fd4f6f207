package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;

/** HTTP methods that the API knows; the one place that lists them. */
public enum Method {
  GET,
  HEAD,
  POST,
  PATCH,
  PUT,
  DELETE,
  OPTIONS;

  private static final List<Method> ALL = List.of(values());

  /** Whether the schema profile comes in {@code Content-Profile}. */
  boolean sendsContent() {
    return switch (this) {
      case POST, PATCH, PUT, DELETE -> true;
      case GET, HEAD, OPTIONS -> false;
    };
  }

  /** Whether it asks for what is there. */
  boolean reads() {
    return this == GET || this == HEAD;
  }

  /** Whether it changes what is there already. */
  boolean changesRows() {
    return switch (this) {
      case PATCH, PUT, DELETE -> true;
      case GET, HEAD, POST, OPTIONS -> false;
    };
  }

  static Optional<Method> of(String name) {
    for (Method method : ALL) {
      if (method.name().equals(name)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
