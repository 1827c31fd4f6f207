package dev.groundwork.service.migrations.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.service.migrations.catalog.CatalogObject;

/** Which changes PostgreSQL has no statement for, so that the object is dropped and made again. */
final class Rebuild {
  private static final int SETS_EXPRESSIONS = 170_000;

  private Rebuild() {}

  /** Whether what an object is now cannot be altered to what it shall be. */
  static boolean isNeeded(CatalogObject now, CatalogObject then, int version) {
    return switch (now.kind()) {
      case SCHEMA, EXTENSION, DEFAULT_PRIVILEGES, ENUM, DOMAIN, COMPOSITE, SEQUENCE, VIEW_COLUMN ->
          false;
      case COLLATION, RANGE, AGGREGATE, STATISTICS, RULE, TRIGGER, EVENT_TRIGGER ->
          now.differs(then, "definition");
      case TABLE -> now.differsInAny(then, "partition_by", "of_type");
      case COLUMN -> column(now, then, version);
      case CONSTRAINT ->
          now.differsInAny(then, "definition", "options", "type")
              || (now.is("validated") && !then.is("validated"));
      case FUNCTION ->
          now.differsInAny(then, "result", "arguments", "kind", "set", "all_types")
              || now.node("defaults").asInt() > then.node("defaults").asInt();
      case VIEW -> !isPrefix(now.node("columns"), then.node("columns"));
      case MATERIALIZED_VIEW -> now.differsInAny(then, "definition", "columns");
      case INDEX -> now.differsInAny(then, "definition", "valid");
      case POLICY ->
          now.differsInAny(then, "command", "permissive")
              || isGone(now, then, "using")
              || isGone(now, then, "check");
      case PUBLICATION -> now.differs(then, "all");
    };
  }

  private static boolean isGone(CatalogObject now, CatalogObject then, String property) {
    return now.text(property).isPresent() && then.text(property).isEmpty();
  }

  /** A generated column holds nothing of its own, and can be made again without a loss. */
  private static boolean column(CatalogObject now, CatalogObject then, int version) {
    String before = now.text("generated").orElse("");
    String after = then.text("generated").orElse("");
    if (before.equals(after)) {
      boolean expression = now.differs(then, "expression");
      return !after.isEmpty()
          && (now.differsInAny(then, "type", "collation")
              || (expression && version < SETS_EXPRESSIONS));
    }
    return !(before.equals("s") && after.isEmpty());
  }

  /** A view may be replaced by one with more columns at its end. */
  private static boolean isPrefix(JsonNode now, JsonNode then) {
    if (then.size() < now.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).equals(then.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a type's place is taken by a new one, to which the columns that have it are changed.
   */
  static boolean isSwapped(CatalogObject now, CatalogObject then) {
    return switch (now.kind()) {
      case ENUM -> !EnumLabels.canBeAdded(now.list("labels"), then.list("labels"));
      case DOMAIN -> now.differsInAny(then, "type", "collation");
      default -> false;
    };
  }
}
