package dev.groundwork.service.migrations.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.service.migrations.catalog.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns and constraints as they stand in statements. */
final class Columns {
  private Columns() {}

  /** A column as in {@code create table}. */
  static String definition(CatalogObject column, int version) {
    StringBuilder sql = new StringBuilder(column.required("name"));
    sql.append(' ').append(column.required("type"));
    column.text("compression").ifPresent(method -> sql.append(" compression ").append(method));
    column.text("collation").ifPresent(collation -> sql.append(" collate ").append(collation));
    column.text("default").ifPresent(value -> sql.append(" default ").append(value));
    column
        .text("generated")
        .ifPresent(kind ->
            sql.append(" generated always as (")
                .append(column.required("expression"))
                .append(kind.equals("s") ? ") stored" : ") virtual"));
    column.text("identity").ifPresent(kind -> sql.append(identity(column, kind)));
    boolean notNull = column.is("not_null") && !column.is("not_null_invalid");
    return sql.append(notNull ? " not null" : "").toString();
  }

  static String identity(CatalogObject column, String kind) {
    String options = nonStandard(column);
    return " generated "
        + (kind.equals("a") ? "always" : "by default")
        + " as identity"
        + (options.isEmpty() ? "" : " (" + options + ")");
  }

  /** The options of an identity column's sequence that are not what they are by themselves. */
  private static String nonStandard(CatalogObject column) {
    JsonNode sequence = column.node("sequence");
    String max =
        switch (column.required("type")) {
          case "smallint" -> "32767";
          case "integer" -> "2147483647";
          default -> "9223372036854775807";
        };
    boolean standard =
        sequence.path("start").asText().equals("1")
            && sequence.path("increment").asText().equals("1")
            && sequence.path("min").asText().equals("1")
            && sequence.path("max").asText().equals(max)
            && sequence.path("cache").asText().equals("1")
            && !sequence.path("cycle").asBoolean();
    return standard ? "" : sequence(sequence);
  }

  /** The options of a sequence. */
  static String sequence(JsonNode sequence) {
    return "increment by %s minvalue %s maxvalue %s start with %s cache %s %s"
        .formatted(
            sequence.path("increment").asText(),
            sequence.path("min").asText(),
            sequence.path("max").asText(),
            sequence.path("start").asText(),
            sequence.path("cache").asText(),
            sequence.path("cycle").asBoolean() ? "cycle" : "no cycle");
  }

  /** What {@code create table} has no words for, in all versions. */
  static List<String> settings(CatalogObject column, int version) {
    List<String> statements = new ArrayList<>();
    String start = Alter.column(column);
    column.text("storage").ifPresent(value -> statements.add(start + "set storage " + value));
    column.text("statistics").ifPresent(value -> statements.add(start + "set statistics " + value));
    List<String> options = column.list("options").stream().map(Tables::option).toList();
    if (!options.isEmpty()) {
      statements.add(start + "set (" + String.join(", ", options) + ")");
    }
    if (column.is("not_null_invalid")) {
      statements.add(
          "alter table "
              + column.table()
              + " add not null "
              + column.required("name")
              + " not valid");
    }
    return statements;
  }

  /** In what an inherited column differs from its parent's. */
  static List<String> overrides(CatalogObject column, Optional<CatalogObject> parent) {
    List<String> statements = new ArrayList<>();
    String start = Alter.column(column);
    if (!column.text("default").equals(parent.flatMap(each -> each.text("default")))) {
      statements.add(
          start
              + column.text("default").map(value -> "set default " + value).orElse("drop default"));
    }
    if (column.is("not_null") && !parent.map(each -> each.is("not_null")).orElse(false)) {
      statements.add(start + "set not null");
    }
    return statements;
  }

  /** A constraint as in {@code create table}. */
  static String constraint(CatalogObject object) {
    String definition = object.required("definition");
    List<String> options = object.list("options").stream().map(Tables::option).toList();
    String with = options.isEmpty() ? "" : " with (" + String.join(", ", options) + ")";
    int deferrable = definition.indexOf(" DEFERRABLE");
    String whole =
        deferrable < 0
            ? definition + with
            : definition.substring(0, deferrable) + with + definition.substring(deferrable);
    boolean valid = object.is("validated") || definition.contains("NOT ENFORCED");
    return "constraint " + object.required("name") + " " + whole + (valid ? "" : " not valid");
  }
}
