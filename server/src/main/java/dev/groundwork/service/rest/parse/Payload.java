package dev.groundwork.service.rest.parse;

import java.util.List;

/** The shape of a request's body. */
public sealed interface Payload {

  /** No body is expected or used. */
  record None() implements Payload {}

  /**
   * JSON, or what was turned into it.
   *
   * @param type what the body was before
   * @param array an array of objects rather than one object
   * @param keys of the objects, sorted, without duplicates
   */
  record Json(MediaType type, boolean array, List<String> keys) implements Payload {
    public Json {
      keys = List.copyOf(keys);
    }
  }

  /** Changes of parts of values of JSON, one after the other. */
  record Patch(JsonPatch patch) implements Payload {}

  /** Changes of parts of values of JSON, by an object that looks like what shall be. */
  record Merge(MergePatch patch) implements Payload {}

  /** Arguments of a function as a form; they stand in {@link Shape#arguments()}. */
  record Form() implements Payload {}

  /** One value as it is, for a function with one unnamed parameter. */
  record Raw(MediaType type) implements Payload {}
}
