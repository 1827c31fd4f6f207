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
 * @param baseType what {@code nominalType} is after resolving domains
 * @param defaultValue the SQL expression of its default; an identity column has one that gives its
 *     next value
 * @param generated always computed by the database ({@code generated always as}), never written
 * @param maxLength of {@code varchar(n)} and {@code char(n)}
 * @param enumValues the labels of an enum type, in order; empty for other types
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
