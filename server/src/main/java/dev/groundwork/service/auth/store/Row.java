package dev.groundwork.service.auth.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Rows;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A row of a table, as the JSON object that PostgreSQL makes of it. */
public record Row(ObjectNode json) {

  /** The rows of a statement whose only column is such an object. */
  public static List<Row> all(Rows rows) {
    List<Row> all = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      all.add(new Row((ObjectNode) Json.trusted(rows.text(i, 0).orElseThrow())));
    }
    return all;
  }

  /** The first of them. */
  public static Optional<Row> first(Rows rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(all(rows).getFirst());
  }

  /** A text, or what a value of another kind is as text; empty when it is null. */
  public String text(String column) {
    JsonNode value = json.path(column);
    return value.isNull() ? "" : value.asText("");
  }

  /** A text that is neither null nor empty. */
  public Optional<String> find(String column) {
    return Optional.of(text(column)).filter(text -> !text.isEmpty());
  }

  /** A time; those without a zone are in UTC. */
  public Optional<Instant> time(String column) {
    return find(column)
        .map(text ->
            text.length() > 19 && text.substring(19).matches(".*[+Z-].*")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
  }

  public boolean flag(String column) {
    return json.path(column).asBoolean();
  }

  public long number(String column) {
    return json.path(column).asLong();
  }

  /** An object; an empty one when there is none. */
  public ObjectNode object(String column) {
    JsonNode value = json.path(column);
    return value instanceof ObjectNode object ? object : Json.object();
  }
}
