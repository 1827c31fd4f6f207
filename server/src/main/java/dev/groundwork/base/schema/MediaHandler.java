package dev.groundwork.base.schema;

/**
 * A way to produce a media type that the database itself defines: a domain named like the media
 * type, and an aggregate over the relation's rows or a function that returns the domain.
 *
 * @param mediaType in lower case, such as {@code application/vnd.geo+json}; {@code *}{@code /*} for
 *     any
 * @param target the relation whose rows an aggregate takes, or {@code pg_catalog.anyelement} for
 *     any; of a routine the routine itself
 * @param function the aggregate or function
 * @param resolvedType the domain that it returns
 */
public record MediaHandler(
    String mediaType, Name target, Kind kind, Name function, Name resolvedType) {

  /** What produces the body. */
  public enum Kind {
    AGGREGATE,
    ROUTINE
  }
}
