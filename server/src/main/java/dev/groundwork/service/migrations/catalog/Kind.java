package dev.groundwork.service.migrations.catalog;

import java.util.Arrays;
import java.util.Locale;

/**
 * What an object of a schema is. In the order in which objects are written where dependencies leave
 * it open.
 */
public enum Kind {
  SCHEMA,
  EXTENSION,
  COLLATION,
  DEFAULT_PRIVILEGES,
  ENUM,
  DOMAIN,
  COMPOSITE,
  RANGE,
  SEQUENCE,
  TABLE,
  COLUMN,
  CONSTRAINT,
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
  EVENT_TRIGGER;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');

  /** As people call it, such as {@code materialized view}. */
  public String label() {
    return label;
  }

  static Kind of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label));
  }

  /** Whether dropping one loses what cannot be made again from the schema. */
  public boolean holdsData() {
    return switch (this) {
      case TABLE, COLUMN, SEQUENCE, MATERIALIZED_VIEW -> true;
      default -> false;
    };
  }

  /** A type that columns may have. */
  public boolean isType() {
    return switch (this) {
      case ENUM, DOMAIN, COMPOSITE, RANGE -> true;
      default -> false;
    };
  }
}
