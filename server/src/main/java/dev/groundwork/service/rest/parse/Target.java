package dev.groundwork.service.rest.parse;

/** What a path points at. */
public sealed interface Target {
  /** The root: a description of the API. */
  record Root() implements Target {}

  /** A table or view. */
  record Table(String name) implements Target {}

  /** A function. */
  record Function(String name) implements Target {}
}
