package dev.groundwork.base.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that went wrong, ready to be told to a client: a stable code, an HTTP status, a message
 * that names the thing and, where there is one, a hint how to mend it.
 *
 * <p>Each room and stage has one sealed family of records that implement this interface.
 */
public interface Problem {

  /** Stable identifier, such as {@code PGRST100} or an SQLSTATE. */
  String code();

  /** HTTP status, 400 to 599. */
  int status();

  /** Words beside the status in HTTP; empty for the usual ones. */
  default Optional<String> statusText() {
    return Optional.empty();
  }

  /** One sentence that names the thing that is wrong. */
  String message();

  /** More about the cause, as text or as JSON. */
  default Optional<Details> details() {
    return Optional.empty();
  }

  /** How to mend it. */
  default Optional<String> hint() {
    return Optional.empty();
  }

  /**
   * Response headers that belong to this problem, such as {@code WWW-Authenticate}; order is kept.
   */
  default List<Map.Entry<String, String>> headers() {
    return List.of();
  }

  /**
   * More members of the error body, each with its value as JSON, such as which part of several
   * failed; order is kept.
   */
  default List<Map.Entry<String, String>> members() {
    return List.of();
  }

  /** Shorthand for {@code throw problem.raise()}. */
  default ProblemException raise() {
    return new ProblemException(this);
  }
}
