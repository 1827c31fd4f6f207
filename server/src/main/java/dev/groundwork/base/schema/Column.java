package dev.groundwork.base.schema;

import java.util.List;
import java.util.Optional;

/**
 * A column of a relation.
 *
 * @param type its type as {@code format_type} writes it with the modifier, such as {@code character
 *     varying(10)} or {@code integer[]}
 * @param nominalType its type without the modifier, schema-qualified where the search path does not
 *     cover it; safe in a cast
 * @param baseType the type behind any domains, without a modifier where it is PostgreSQL's own; a
 *     domain over another type stays
 * @param defaultValue the SQL expression of its default; an identity column that may be written has
 *     one that gives its next value
 * @param generated always given by the database ({@code generated always as}), an identity too;
 *     never written
 * @param maxLength of {@code varchar(n)}, {@code char(n)}, {@code bit(n)} and domains over them
 * @param enumValues the labels of an enum type or of a domain over one, in order; empty for other
 *     types
 */
public record Column(
    String name,
    String type,
    String nominalType,
    String baseType,
    boolean nullable,
    boolean generated,
    Optional<String> defaultValue,
    Optional<Integer> maxLength,
    List<String> enumValues,
    Optional<String> description) {

  public Column {
    enumValues = List.copyOf(enumValues);
  }
}
