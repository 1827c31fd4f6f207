package dev.groundwork.service.rest.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.rest.world.World.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Something selected of a row.
 *
 * @param words as it stands in {@code select}
 * @param name in the answer
 */
record Output(String words, String name, Function<Row, @Nullable Object> value) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Some outputs, at least one; those of a spread have names that no other has. */
  static List<Output> random(Table table, String prefix, Ask.Form form, RandomGenerator random) {
    List<String> columns = new ArrayList<>(table.numbers());
    columns.addAll(table.texts());
    List<Output> outputs = new ArrayList<>();
    for (String column : columns) {
      if (random.nextInt(3) == 0) {
        boolean renamed = form == Ask.Form.SPREAD || random.nextInt(3) == 0;
        outputs.add(column(column, renamed ? prefix + "_" + column : "", random));
      }
    }
    if (table == Table.PEOPLE && random.nextInt(3) == 0) {
      outputs.add(json(prefix + "_k", random.nextBoolean()));
    }
    return outputs.isEmpty()
        ? List.of(column(columns.getFirst(), prefix + "_key", random))
        : outputs;
  }

  private static Output column(String column, String alias, RandomGenerator random) {
    boolean cast = random.nextInt(4) == 0;
    String words = (alias.isEmpty() ? "" : alias + ":") + column + (cast ? "::text" : "");
    Function<Row, @Nullable Object> value =
        row -> cast && row.get(column) != null ? String.valueOf(row.get(column)) : row.get(column);
    return new Output(words, alias.isEmpty() ? column : alias, value);
  }

  private static Output json(String alias, boolean text) {
    Function<Row, @Nullable Object> value =
        row -> {
          Object member = row.get("info") instanceof Map<?, ?> info ? info.get("k") : null;
          return text && member != null ? member.toString() : member;
        };
    return new Output(alias + ":info" + (text ? "->>" : "->") + "k", alias, value);
  }

  /** Adds the value of a row, or null where there is no row. */
  void add(ObjectNode shaped, Optional<Row> row) {
    shaped.set(name, json(row.map(value).orElse(null)));
  }

  private static JsonNode json(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case Integer number -> JSON.numberNode(number);
      case Boolean truth -> JSON.booleanNode(truth);
      case Object text -> JSON.textNode(text.toString());
    };
  }
}
