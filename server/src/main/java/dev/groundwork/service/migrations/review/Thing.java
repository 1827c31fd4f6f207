package dev.groundwork.service.migrations.review;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that the catalogs of a database hold.
 *
 * @param id stays the same when it is renamed
 * @param facts what is known about it, by the names that {@link SnapshotQuery} gives
 */
public record Thing(Kind kind, String id, Map<String, String> facts) {

  /** What kind of thing it is. */
  public enum Kind {
    /** A table, view, materialised view or foreign table. */
    RELATION,
    COLUMN,
    CONSTRAINT,
    INDEX,
    ROUTINE,
    POLICY,
    /** A value of an enum type. */
    LABEL,
    /** What a role other than the owner may do with a relation. */
    PRIVILEGE
  }

  public Thing {
    facts = Map.copyOf(facts);
  }

  /** A fact as text; empty when there is none. */
  public String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /** Whether a fact is true. */
  public boolean is(String name) {
    return fact(name).equals("true");
  }

  /** Whether a fact has this value. */
  public boolean has(String name, String value) {
    return fact(name).equals(value);
  }

  /** A fact that is a list, such as the numbers of columns. */
  public List<String> list(String name) {
    return fact(name).isEmpty() ? List.of() : Arrays.asList(fact(name).split(",", -1));
  }

  /** The relation that it belongs to, or is. */
  public String relation() {
    return kind == Kind.RELATION ? id : fact("relation");
  }

  /** Whether it is a relation with rows of its own. */
  public boolean isTable() {
    return kind == Kind.RELATION && (has("kind", "r") || has("kind", "p"));
  }

  public boolean isView() {
    return kind == Kind.RELATION && has("kind", "v");
  }
}
