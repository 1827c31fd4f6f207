package dev.groundwork.service.rest.parse;

import java.util.Optional;

/** One term of {@code order}. */
public sealed interface OrderTerm {

  Optional<Direction> direction();

  Optional<Nulls> nulls();

  /** By a field of the resource itself. */
  record ByField(Field field, Optional<Direction> direction, Optional<Nulls> nulls)
      implements OrderTerm {}

  /** By a field of an embedded resource. */
  record ByRelated(String embed, Field field, Optional<Direction> direction, Optional<Nulls> nulls)
      implements OrderTerm {}

  /** Up or down. */
  enum Direction {
    ASC,
    DESC
  }

  /** Where nulls go. */
  enum Nulls {
    FIRST,
    LAST
  }
}
