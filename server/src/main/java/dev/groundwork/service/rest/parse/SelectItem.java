package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One item of {@code select}. */
public sealed interface SelectItem {

  /** All columns: {@code *}. */
  record Star() implements SelectItem {}

  /**
   * A column.
   *
   * @param cast type that the value is cast to, before aggregation
   */
  record Column(
      Field field, Optional<String> cast, Optional<Aggregated> aggregate, Optional<String> alias)
      implements SelectItem {}

  /** The number of rows: {@code count()}. */
  record Count(Optional<String> cast, Optional<String> alias) implements SelectItem {}

  /** A related resource as a JSON object or array. */
  record Embed(
      String target,
      Optional<String> hint,
      Optional<Join> join,
      Optional<String> alias,
      List<SelectItem> select)
      implements SelectItem {
    public Embed {
      select = List.copyOf(select);
    }
  }

  /** A related resource whose columns become columns here: {@code ...target(a,b)}. */
  record Spread(String target, Optional<String> hint, Optional<Join> join, List<SelectItem> select)
      implements SelectItem {
    public Spread {
      select = List.copyOf(select);
    }
  }

  /** An aggregate over a column and the type its result is cast to. */
  record Aggregated(Aggregate function, Optional<String> cast) {}

  /** Aggregate functions. */
  enum Aggregate {
    SUM,
    AVG,
    COUNT,
    MAX,
    MIN;

    /** As in SQL and in the API. */
    public String sql() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether rows without a related row stay. */
  enum Join {
    INNER,
    LEFT
  }
}
