package dev.groundwork.service.rest.plan;

import java.util.Set;

/** How PostgreSQL's JSON functions read a member for a column. */
public enum Intake {
  /** Its text, a string's without quotes, is what the type reads. */
  TEXT,
  /** As it stands, but a string becomes a JSON string. */
  JSON,
  /** By more than that: arrays, composite types, domains, and what nobody has looked at. */
  OTHER;

  private static final Set<String> TEXTS =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "real",
          "double precision",
          "numeric",
          "money",
          "boolean",
          "text",
          "character varying",
          "bytea",
          "bit varying",
          "uuid",
          "date",
          "time without time zone",
          "time with time zone",
          "timestamp without time zone",
          "timestamp with time zone",
          "interval",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange",
          "tsvector",
          "point");

  /**
   * Of a type.
   *
   * @param type as it is written in a cast
   * @param enumeration whether the type is an enumeration
   */
  static Intake of(String type, boolean enumeration) {
    if (type.equals("json") || type.equals("jsonb")) {
      return JSON;
    }
    return TEXTS.contains(type) || (enumeration && !type.endsWith("[]")) ? TEXT : OTHER;
  }
}
