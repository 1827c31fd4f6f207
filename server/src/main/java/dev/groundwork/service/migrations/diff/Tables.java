package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import java.util.ArrayList;
import java.util.List;

/** Statements about tables and views as a whole. */
final class Tables {
  private Tables() {}

  /**
   * A {@code create table}.
   *
   * @param lines columns and constraints
   */
  static String create(CatalogObject table, List<String> lines) {
    StringBuilder sql = new StringBuilder("create ");
    sql.append(table.required("persistence").equals("u") ? "unlogged " : "");
    sql.append("table ").append(table.name());
    table.text("partition_of").ifPresent(parent -> sql.append(" partition of ").append(parent));
    table.text("of_type").ifPresent(type -> sql.append(" of ").append(type));
    if (!lines.isEmpty()) {
      sql.append(" (\n  ").append(String.join(",\n  ", lines)).append("\n)");
    } else if (table.text("partition_of").isEmpty() && table.text("of_type").isEmpty()) {
      sql.append(" ()");
    }
    table.text("bound").ifPresent(bound -> sql.append(" ").append(bound));
    List<String> parents = table.list("inherits");
    if (!parents.isEmpty()) {
      sql.append(" inherits (").append(String.join(", ", parents)).append(")");
    }
    table.text("partition_by").ifPresent(key -> sql.append(" partition by ").append(key));
    table.text("method").ifPresent(method -> sql.append(" using ").append(method));
    return sql.append(options(table)).toString();
  }

  /** What follows the statement that makes a table. */
  static List<String> settings(CatalogObject table) {
    List<String> statements = new ArrayList<>();
    if (table.is("row_security")) {
      statements.add("alter table " + table.name() + " enable row level security");
    }
    if (table.is("force_row_security")) {
      statements.add("alter table " + table.name() + " force row level security");
    }
    String identity = table.required("replica_identity");
    if (!identity.equals("default") && !identity.startsWith("using")) {
      statements.add("alter table " + table.name() + " replica identity " + identity);
    }
    return statements;
  }

  private static String options(CatalogObject object) {
    List<String> options = object.list("options").stream().map(Tables::option).toList();
    return options.isEmpty() ? "" : " with (" + String.join(", ", options) + ")";
  }

  /** An option as statements take it: {@code name='value'}. */
  static String option(String option) {
    int equals = option.indexOf('=');
    return option.substring(0, equals + 1)
        + dev.groundwork.base.sql.Identifier.literal(option.substring(equals + 1));
  }

  /**
   * A statement that makes a view.
   *
   * @param verb such as {@code create or replace}
   */
  static String createView(CatalogObject view, String verb) {
    boolean materialized = view.kind() == Kind.MATERIALIZED_VIEW;
    return verb
        + view.address()
        + (materialized ? "" : columns(view))
        + options(view)
        + " as\n"
        + view.required("definition")
        + (materialized && !view.is("populated") ? "\nwith no data" : "");
  }

  private static String columns(CatalogObject view) {
    List<String> names = new ArrayList<>();
    view.node("columns").forEach(column -> names.add(column.get(0).asText()));
    return " (" + String.join(", ", names) + ")";
  }
}
