package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;

/** Statements that drop. */
final class Drop {
  private Drop() {}

  static String statement(CatalogObject object) {
    return switch (object.kind()) {
      case COLUMN -> "alter table " + object.table() + " drop column " + object.required("name");
      case CONSTRAINT ->
          "alter table " + object.table() + " drop constraint " + object.required("name");
      case DEFAULT_PRIVILEGES -> String.join(";\n", DefaultGrants.taken(object));
      case SCHEMA,
          EXTENSION,
          COLLATION,
          ENUM,
          DOMAIN,
          COMPOSITE,
          RANGE,
          SEQUENCE,
          TABLE,
          FUNCTION,
          AGGREGATE,
          VIEW,
          MATERIALIZED_VIEW,
          VIEW_COLUMN,
          INDEX,
          STATISTICS,
          RULE,
          TRIGGER,
          POLICY,
          PUBLICATION,
          EVENT_TRIGGER ->
          "drop " + object.address();
    };
  }
}
