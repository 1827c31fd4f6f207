package dev.groundwork.base.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function that can be called by clients. Overloads are separate routines of the same name.
 *
 * @param oid its identifier in the catalog, which tells overloads apart
 * @param returns what a call gives
 * @param settings the function's {@code set x = y} clauses that are hoisted, by name: they apply to
 *     the whole transaction of a call
 * @param isolation the transaction isolation level that the function's settings ask for
 */
public record Routine(
    long oid,
    Name name,
    List<Parameter> parameters,
    Returns returns,
    Volatility volatility,
    boolean variadic,
    Optional<String> isolation,
    Map<String, String> settings,
    Optional<String> description) {

  public Routine {
    parameters = List.copyOf(parameters);
    settings = Map.copyOf(settings);
  }

  /** Whether a call may change data; only others are called by GET. */
  public enum Volatility {
    IMMUTABLE,
    STABLE,
    VOLATILE
  }

  /**
   * An IN, INOUT or VARIADIC parameter.
   *
   * @param name empty for an unnamed one
   * @param type as {@code format_type} writes it, schema-qualified where needed; safe in a cast
   * @param typeWithLength the same, but for the types that would cut a value to one character or
   *     bit the type of any length: {@code character varying}, {@code bit varying}; for arguments
   *     that are read out of JSON
   */
  public record Parameter(
      String name, String type, String typeWithLength, boolean required, boolean variadic) {}

  /** What a call gives. */
  public sealed interface Returns {
    /** Whether the function returns a set. */
    boolean set();

    /** A scalar, or a set of scalars; {@code void} is one of them. */
    record Scalar(Name type, boolean set) implements Returns {}

    /**
     * Rows: of a relation, a composite type, a {@code TABLE(...)}, OUT parameters, or {@code
     * record}.
     *
     * @param type the type; that of a relation allows embedding
     * @param alias whether the function is declared to return a domain over the type
     */
    record Composite(Name type, boolean set, boolean alias) implements Returns {}
  }

  /** Whether the function returns {@code void}. */
  public boolean returnsVoid() {
    return returns instanceof Returns.Scalar(Name type, _)
        && type.equals(new Name("pg_catalog", "void"));
  }
}
