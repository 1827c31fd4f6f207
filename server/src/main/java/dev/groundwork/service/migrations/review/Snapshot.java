package dev.groundwork.service.migrations.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the catalogs of a database hold at one moment. */
public final class Snapshot {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Kind, Map<String, Thing>> things;

  private Snapshot(Map<Kind, Map<String, Thing>> things) {
    this.things = things;
  }

  /** Reads snapshots; what did not change from one to the next is read once. */
  static final class Reader {
    private final Map<List<@Nullable String>, Thing> known = new HashMap<>();

    Snapshot read(PlainSession session) {
      Map<Kind, Map<String, Thing>> things = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        things.put(kind, new LinkedHashMap<>());
      }
      for (List<@Nullable String> row : session.rows(SnapshotQuery.THINGS)) {
        Thing thing = known.computeIfAbsent(row, Reader::thing);
        Objects.requireNonNull(things.get(thing.kind())).put(thing.id(), thing);
      }
      return new Snapshot(things);
    }

    private static Thing thing(List<@Nullable String> row) {
      Map<String, String> facts = new HashMap<>();
      for (Map.Entry<String, JsonNode> each : json(row.get(2)).properties()) {
        if (!each.getValue().isNull()) {
          facts.put(each.getKey(), each.getValue().asText());
        }
      }
      Kind kind = Kind.valueOf(Objects.requireNonNull(row.get(0)));
      return new Thing(kind, Objects.requireNonNull(row.get(1)), facts);
    }

    private static JsonNode json(@Nullable String text) {
      try {
        return JSON.readTree(Objects.requireNonNull(text));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("PostgreSQL wrote no JSON", e);
      }
    }
  }

  public Stream<Thing> all(Kind kind) {
    return byId(kind).values().stream();
  }

  public Optional<Thing> find(Kind kind, String id) {
    return Optional.ofNullable(byId(kind).get(id));
  }

  public Optional<Thing> relation(String id) {
    return find(Kind.RELATION, id);
  }

  /** What of a kind belongs to a relation. */
  public Stream<Thing> of(String relation, Kind kind) {
    return all(kind).filter(each -> each.relation().equals(relation));
  }

  /** A column by its number, as constraints and indexes name it. */
  public Optional<Thing> column(String relation, String number) {
    return find(Kind.COLUMN, relation + "." + number);
  }

  /** How people call it: a relation and a function by schema and name, what is on one behind it. */
  public String name(Thing thing) {
    return switch (thing.kind()) {
      case RELATION, INDEX -> thing.fact("name");
      case ROUTINE -> thing.fact("name") + "(" + thing.fact("inputs") + ")";
      case COLUMN -> relationName(thing.relation()) + "." + thing.fact("name");
      case CONSTRAINT -> thing.fact("name") + on(thing);
      case POLICY -> "\"" + thing.fact("name") + "\"" + on(thing);
      case LABEL -> thing.fact("type") + " '" + thing.fact("label") + "'";
      case PRIVILEGE ->
          thing.fact("privilege").toLowerCase(java.util.Locale.ROOT)
              + on(thing)
              + " for "
              + thing.fact("role");
    };
  }

  private String on(Thing thing) {
    return thing.relation().isEmpty() ? "" : " on " + relationName(thing.relation());
  }

  /** The name of a relation, or of the one that an index belongs to. */
  public String relationName(String id) {
    return relation(id).map(each -> each.fact("name")).orElse("a relation");
  }

  /** What differs in a later snapshot. */
  List<Change> until(Snapshot later) {
    List<Change> changes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Map<String, Thing> old = byId(kind);
      Map<String, Thing> now = later.byId(kind);
      old.values().stream()
          .filter(each -> !now.containsKey(each.id()))
          .forEach(each -> changes.add(new Change(Optional.of(each), Optional.empty())));
      now.values().stream()
          .filter(each -> !each.equals(old.get(each.id())))
          .forEach(each ->
              changes.add(new Change(Optional.ofNullable(old.get(each.id())), Optional.of(each))));
    }
    return changes;
  }

  /** Names of columns by their numbers. */
  public String columnNames(String relation, List<String> numbers) {
    return numbers.stream()
        .map(number -> column(relation, number).map(each -> each.fact("name")).orElse("expression"))
        .collect(Collectors.joining(", "));
  }

  private Map<String, Thing> byId(Kind kind) {
    return Objects.requireNonNull(things.get(kind));
  }
}
