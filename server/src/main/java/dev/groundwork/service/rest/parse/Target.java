package dev.groundwork.service.rest.parse;

/** What a path points at. */
public sealed interface Target {
  /** The root: a description of the API as PostgREST gives it. */
  record Root() implements Target {}

  /** {@code /openapi/3.1}, a path that PostgREST has no use for: a description in OpenAPI 3.1. */
  record OpenApi31() implements Target {}

  /** A table or view. */
  record Table(String name) implements Target {}

  /** A function. */
  record Function(String name) implements Target {}
}
