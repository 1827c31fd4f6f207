package dev.groundwork.service.net;

import java.util.Map;

/** A request that waits to be sent. */
record QueuedRequest(
    String id, String method, String url, Map<String, String> headers, byte[] body, long millis) {
  QueuedRequest {
    headers = Map.copyOf(headers);
  }
}
