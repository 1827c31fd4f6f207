package dev.groundwork.base.problem;

/** The details of a problem: a sentence, or a JSON value that clients read. */
public sealed interface Details {

  /** A sentence; an error body shows it as a JSON string. */
  record Text(String text) implements Details {}

  /** A JSON value, already written; an error body shows it as it is. */
  record Json(String json) implements Details {}
}
