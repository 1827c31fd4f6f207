package dev.groundwork.base.schema;

import dev.groundwork.base.sql.Identifier;

/** A schema-qualified name of a relation, function or type. */
public record Name(String schema, String name) implements Comparable<Name> {

  /** For SQL text: {@code "schema"."name"}. */
  public String quoted() {
    return Identifier.quote(schema, name);
  }

  @Override
  public int compareTo(Name other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }
}
