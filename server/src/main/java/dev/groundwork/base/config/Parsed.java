package dev.groundwork.base.config;

/** What came of reading a value: the value, or why it is none. */
public sealed interface Parsed<T> {

  /** The value. */
  record Good<T>(T value) implements Parsed<T> {}

  /**
   * Why it cannot be read.
   *
   * @param reason continues the sentence "http.port ...", such as {@code must be a whole number}
   */
  record Bad<T>(String reason) implements Parsed<T> {}
}
