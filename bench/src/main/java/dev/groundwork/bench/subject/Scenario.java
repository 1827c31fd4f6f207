package dev.groundwork.bench.subject;

import dev.groundwork.bench.load.Call;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A request that is sent again and again, with another key each time.
 *
 * @param path the request's path and query below the API's prefix, with {@code KEY} where the key
 *     goes
 * @param body empty when there is none
 * @param status of the answer
 * @param keys keys go from 1 to this
 * @param caller whether each key has an owner who asks for it
 */
public record Scenario(
    String name, String method, String path, String body, int status, int keys, Caller caller) {
  static final String KEY = "KEY";

  /** So many people own the private rows in turn. */
  static final int USERS = 100;

  private static final String PREFIX = "/rest/v1";

  /** Who asks. */
  public enum Caller {
    ANYBODY,
    OWNER
  }

  /** A read by anybody. */
  public static Scenario read(String name, String path, int keys) {
    return new Scenario(name, "GET", path, "", 200, keys, Caller.ANYBODY);
  }

  /** A write of JSON by anybody that returns the rows. */
  public static Scenario write(
      String name, String method, String path, String body, int status, int keys) {
    return new Scenario(name, method, path, body, status, keys, Caller.ANYBODY);
  }

  /** The same by the owners of what is asked for, who send tokens. */
  public Scenario byOwners() {
    return new Scenario(name, method, path, body, status, keys, Caller.OWNER);
  }

  /** The headers, without those about the length of the body and the caller. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "localhost");
    headers.put("Accept", "application/json");
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
      headers.put("Prefer", "return=representation");
    }
    return headers;
  }

  /** A call for each key; many scenarios have no key and one call. */
  public List<Call> calls(Tokens tokens) {
    return IntStream.rangeClosed(1, keys)
        .mapToObj(
            key -> caller == Caller.OWNER ? call(key, token(key, tokens)) : call(key, Map.of()))
        .toList();
  }

  /** A call for each key, by anybody, with further headers. */
  public List<Call> calls(Map<String, String> headers) {
    return IntStream.rangeClosed(1, keys).mapToObj(key -> call(key, headers)).toList();
  }

  /** The call of a scenario that has no key, by anybody. */
  public Call call() {
    return call(1, Map.of());
  }

  /** The same with further headers. */
  public Call call(Map<String, String> headers) {
    return call(1, headers);
  }

  private static Map<String, String> token(int key, Tokens tokens) {
    return Map.of("Authorization", "Bearer " + tokens.of(1 + (key - 1) % USERS));
  }

  private Call call(int key, Map<String, String> more) {
    Map<String, String> headers = headers();
    headers.putAll(more);
    String number = Integer.toString(key);
    return Call.of(
        method,
        PREFIX + path.replace(KEY, number),
        headers,
        body.replace(KEY, number).getBytes(StandardCharsets.UTF_8),
        status);
  }
}
