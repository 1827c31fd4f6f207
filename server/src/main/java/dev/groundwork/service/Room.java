package dev.groundwork.service;

import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Router;
import java.util.Optional;

/**
 * A part of the API: takes its slice of the ground floor in its constructor, hangs up its routes,
 * and is closed in the end.
 */
public interface Room extends AutoCloseable {

  /** Hangs up the room's routes. Called once, before the server starts. */
  void mount(Router router);

  /** How the room's protocol tells failures; as PostgREST does when it does not say. */
  default Optional<Failures.Style> errors() {
    return Optional.empty();
  }

  /**
   * The path of a page for those who run the server, such as {@code /mailbox}. A room with one is
   * mounted beside the health checks, where clients do not come.
   */
  default Optional<String> operatorPage() {
    return Optional.empty();
  }

  /** Releases what the room holds; after the last request. */
  @Override
  default void close() {}
}
