package dev.groundwork.service.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.pg.PlainSession;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queue and the answers in the database. */
final class NetQueries {
  private static final JsonMapper MAPPER = new JsonMapper();

  private NetQueries() {}

  /** Where the original is installed, its own worker sends the requests. */
  static boolean isOurs(PlainSession session) {
    String sql =
        "select to_regprocedure('net.enqueue(text, text, jsonb, bytea, integer)') is not null";
    return "t".equals(session.rows(sql).getFirst().getFirst());
  }

  /** Takes requests out of the queue, the oldest first: no other node gets them. */
  static List<QueuedRequest> take(PlainSession session, int most) {
    String sql =
        """
        with next as (
          select id from net.http_request_queue order by id limit ?::integer
          for update skip locked)
        delete from net.http_request_queue as q using next where q.id = next.id
        returning q.id, q.method, q.url, q.headers, encode(q.body, 'base64'), q.timeout_milliseconds
        """;
    return session.rows(sql, Integer.toString(most)).stream().map(NetQueries::request).toList();
  }

  private static QueuedRequest request(List<@Nullable String> row) {
    String body = Optional.ofNullable(row.get(4)).orElse("");
    return new QueuedRequest(
        Objects.requireNonNull(row.get(0)),
        Objects.requireNonNull(row.get(1)),
        Objects.requireNonNull(row.get(2)),
        headers(Objects.requireNonNull(row.get(3))),
        Base64.getMimeDecoder().decode(body),
        Long.parseLong(Objects.requireNonNull(row.get(5))));
  }

  private static Map<String, String> headers(String json) {
    Map<String, String> headers = new HashMap<>();
    try {
      for (Map.Entry<String, JsonNode> header : MAPPER.readTree(json).properties()) {
        headers.put(header.getKey(), header.getValue().asText());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("jsonb that is no JSON", e);
    }
    return headers;
  }

  static void store(PlainSession session, Answer answer) {
    String sql =
        """
        insert into net._http_response
          (id, status_code, content_type, headers, content, timed_out, error_msg)
        values (?::bigint, ?::integer, ?, ?::jsonb, ?, ?::boolean, ?)
        on conflict (id) do nothing returning id
        """;
    session.rows(
        sql,
        answer.id(),
        answer.status().map(Object::toString).orElse(null),
        answer.type().orElse(null),
        answer.headers().orElse(null),
        answer.content().orElse(null),
        Boolean.toString(answer.timedOut()),
        answer.error().orElse(null));
  }

  /** Answers are kept for six hours, as by the original. */
  static void forgetOld(PlainSession session) {
    session.execute("delete from net._http_response where created < now() - interval '6 hours'");
  }
}
