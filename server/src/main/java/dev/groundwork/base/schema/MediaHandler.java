package dev.groundwork.base.schema;

/**
 * A way to produce a media type that the database itself defines: a domain named like the media
 * type, and an aggregate over the relation's rows or a function that returns the domain.
 *
 * @param mediaType such as {@code application/vnd.geo+json}; {@code *}{@code /*} for any
 * @param target the relation or routine whose rows it takes, or {@code anyelement} for any
 * @param function the aggregate or function
 * @param resolvedType the domain
 */
public record MediaHandler(
    String mediaType, Name target, Kind kind, Name function, Name resolvedType) {

  /** What produces the body. */
  public enum Kind {
    AGGREGATE,
    ROUTINE
  }
}
