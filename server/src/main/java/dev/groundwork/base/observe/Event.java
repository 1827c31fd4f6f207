package dev.groundwork.base.observe;

import java.time.Duration;
import java.util.Optional;

/** Something that happened and that an operator may want to see, count or time. */
public sealed interface Event {

  /** A step of starting or stopping, in words for a person. */
  record Lifecycle(String message) implements Event {}

  /**
   * How far long work is; told about once a second, and outdated by the next.
   *
   * @param message in words for a person
   */
  record Progress(String message) implements Event {}

  /**
   * Something is wrong but the program goes on; the message says what to do. Never holds a secret.
   */
  record Warning(String message, Optional<Throwable> cause) implements Event {}

  /**
   * A request was answered.
   *
   * @param route the template of the path, with few distinct values, such as {@code
   *     /rest/v1/{table}}
   * @param bytes of the response body
   * @param statement the SQL that answered it, without its values; empty when there is none
   */
  record RequestServed(
      String requestId,
      String method,
      String route,
      String path,
      int status,
      Duration took,
      long bytes,
      String role,
      String remoteAddress,
      String statement)
      implements Event {}

  /**
   * A request was refused because there was too much to do. There may be very many of them.
   *
   * @param request what is known of it
   */
  record RequestRefused(RequestServed request) implements Event {}

  /** A request failed in a way that nobody foresaw; its client was told no cause. */
  record RequestFailed(String requestId, Throwable cause) implements Event {}

  /** The schema cache was loaded. */
  record SchemaLoaded(long version, int relations, int relationships, int routines, Duration took)
      implements Event {}

  /** The schema cache could not be loaded; the old one stays. */
  record SchemaLoadFailed(Throwable cause) implements Event {}

  /** The database cannot be reached, or can be again. */
  record DatabaseReachable(boolean reachable, String message) implements Event {}
}
