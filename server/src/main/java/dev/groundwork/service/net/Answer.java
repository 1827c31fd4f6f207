package dev.groundwork.service.net;

import java.util.Optional;

/**
 * What came of a request.
 *
 * @param headers JSON
 * @param error why there is no answer
 */
record Answer(
    String id,
    Optional<Integer> status,
    Optional<String> type,
    Optional<String> headers,
    Optional<String> content,
    boolean timedOut,
    Optional<String> error) {

  static Answer failed(String id, boolean timedOut, String error) {
    return new Answer(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        timedOut,
        Optional.of(error));
  }
}
