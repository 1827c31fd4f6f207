package dev.groundwork.service.rest.parse;

import java.util.List;

/** A tree of conditions. */
public sealed interface Logic {

  /** Conditions joined by {@code and} or {@code or}. */
  record Group(boolean negated, Connective connective, List<Logic> members) implements Logic {
    public Group {
      members = List.copyOf(members);
    }
  }

  /** A single condition. */
  record Leaf(Filter filter) implements Logic {}

  /** What joins the members of a group. */
  enum Connective {
    AND,
    OR
  }
}
