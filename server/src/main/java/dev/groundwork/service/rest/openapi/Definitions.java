package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.schema.Cardinality;
import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Relationship;
import dev.groundwork.base.schema.Relationship.ForeignKey;
import dev.groundwork.base.schema.SchemaCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code definitions}: an object for each relation, a property for each column. */
final class Definitions {
  private final JsonWriter json;
  private final SchemaCache cache;

  Definitions(JsonWriter json, SchemaCache cache) {
    this.json = json;
    this.cache = cache;
  }

  void write(List<Relation> relations) throws IOException {
    for (Relation relation : relations) {
      json.object(relation.name().name(), () -> definition(relation));
    }
  }

  private void definition(Relation relation) throws IOException {
    json.text("description", relation.description());
    json.text("type", "object");
    if (!relation.columns().isEmpty()) {
      json.object("properties", () -> properties(relation));
    }
    json.texts(
        "required",
        relation.columns().values().stream()
            .filter(column -> !column.nullable())
            .map(Column::name)
            .toList());
  }

  private void properties(Relation relation) throws IOException {
    Map<String, Target> targets = targets(relation);
    for (Column column : relation.columns().values()) {
      List<String> notes = new ArrayList<>();
      if (relation.primaryKey().contains(column.name())) {
        notes.add("This is a Primary Key.<pk/>");
      }
      if (targets.containsKey(column.name())) {
        notes.add(targets.get(column.name()).note());
      }
      json.object(column.name(), () -> property(column, notes));
    }
  }

  private void property(Column column, List<String> notes) throws IOException {
    String type = column.baseType();
    json.value(
        "default",
        column.defaultValue().flatMap(expression -> JsonType.defaultValue(type, expression)));
    json.text("description", description(column, notes));
    json.texts("enum", column.enumValues());
    json.text("format", JsonType.format(type));
    json.number("maxLength", column.maxLength());
    type(json, type);
  }

  /** The type of a property and of its elements. */
  static void type(JsonWriter json, String type) throws IOException {
    JsonType jsonType = JsonType.of(type);
    json.text("type", jsonType.label());
    if (jsonType == JsonType.ARRAY) {
      Optional<String> element = JsonType.of(JsonType.element(type)).label();
      json.object("items", () -> json.text("type", element));
    }
  }

  /** The column's comment, and what tools that read the document expect about keys. */
  private static Optional<String> description(Column column, List<String> notes) {
    if (notes.isEmpty()) {
      return column.description();
    }
    String note = "Note:\n" + String.join("\n", notes);
    return Optional.of(column.description().map(text -> text + "\n\n" + note).orElse(note));
  }

  /** The column that a foreign key of one column refers to. */
  private record Target(String table, String column) {
    String note() {
      return "This is a Foreign Key to `%1$s.%2$s`.<fk table='%1$s' column='%2$s'/>"
          .formatted(table, column);
    }
  }

  /** What the relation's columns refer to, in the same schema; tables go before views. */
  private Map<String, Target> targets(Relation relation) {
    Map<String, Target> tables = new HashMap<>();
    Map<String, Target> views = new HashMap<>();
    for (Relationship way : cache.relationshipsFrom(relation.name())) {
      if (way instanceof ForeignKey key
          && key.target().schema().equals(relation.name().schema())
          && heldBySource(key.cardinality()).size() == 1) {
        ColumnPair pair = heldBySource(key.cardinality()).getFirst();
        (key.targetIsView() ? views : tables)
            .putIfAbsent(pair.source(), new Target(key.target().name(), pair.target()));
      }
    }
    views.forEach(tables::putIfAbsent);
    return tables;
  }

  /** The columns of a foreign key that stands in the source; none of others. */
  private static List<ColumnPair> heldBySource(Cardinality cardinality) {
    return switch (cardinality) {
      case ManyToOne(_, List<ColumnPair> columns) -> columns;
      case OneToOne(_, List<ColumnPair> columns, boolean sourceHoldsKey) ->
          sourceHoldsKey ? columns : List.of();
      case OneToMany _, ManyToMany _ -> List.of();
    };
  }
}
