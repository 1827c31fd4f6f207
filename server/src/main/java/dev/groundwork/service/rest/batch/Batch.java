package dev.groundwork.service.rest.batch;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import java.util.List;
import java.util.Optional;

/**
 * Requests that have one outcome.
 *
 * @param isolation the transaction's isolation level, in PostgreSQL's words
 * @param deferred whether deferrable constraints are checked at the end only
 * @param retries how often all of it is done anew when others were in its way
 */
public record Batch(List<Part> parts, Optional<String> isolation, boolean deferred, int retries) {

  /** Says of a request that it is a batch. A table may have the name that its path has. */
  public static final String MEDIA_TYPE = "application/vnd.groundwork.batch+json";

  /** Where batches go. */
  public static final String PATH = "/batch";

  /** More retries are not granted. */
  public static final int MOST_RETRIES = 10;

  /** Isolation levels, from the weakest on. */
  public static final List<String> LEVELS =
      List.of("read committed", "repeatable read", "serializable");

  public Batch {
    parts = List.copyOf(parts);
  }

  /** One of the requests. */
  public record Part(String method, PathTemplate path, Headers headers, BodyTemplate body) {}

  /** Whether a request is a batch. */
  public static boolean isAsked(RawRequest raw) {
    return raw.method().equals("POST")
        && raw.path().equals(PATH)
        && raw.headers().first("Content-Type").filter(Batch::isType).isPresent();
  }

  private static boolean isType(String contentType) {
    int end = contentType.indexOf(';');
    String name = end < 0 ? contentType : contentType.substring(0, end);
    return name.strip().equalsIgnoreCase(MEDIA_TYPE);
  }
}
