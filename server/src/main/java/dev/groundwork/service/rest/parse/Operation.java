package dev.groundwork.service.rest.parse;

import java.util.Optional;

/** The operator of a filter with the slots of its operands. */
public sealed interface Operation {

  /** A comparison with one value. */
  record Compare(Operator operator, int value) implements Operation {}

  /** A comparison with every element of an array value. */
  record CompareEach(Operator operator, Quantifier quantifier, int value) implements Operation {}

  /** Equal to one of a list; the slot holds a PostgreSQL array literal. */
  record In(int values) implements Operation {}

  /** {@code is}. */
  record Is(Truth truth) implements Operation {}

  /** Different, counting null as a value. */
  record IsDistinct(int value) implements Operation {}

  /**
   * Full-text match.
   *
   * @param language slot of the text search configuration
   */
  record FullText(Query query, Optional<Integer> language, int value) implements Operation {}

  /** Comparison operators. */
  enum Operator {
    EQ("="),
    GTE(">="),
    GT(">"),
    LTE("<="),
    LT("<"),
    NEQ("<>"),
    LIKE("like"),
    ILIKE("ilike"),
    MATCH("~"),
    IMATCH("~*"),
    CS("@>"),
    CD("<@"),
    OV("&&"),
    SL("<<"),
    SR(">>"),
    NXR("&<"),
    NXL("&>"),
    ADJ("-|-");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }

    /** Whether {@code any} and {@code all} may follow. */
    boolean quantifiable() {
      return switch (this) {
        case EQ, GTE, GT, LTE, LT, LIKE, ILIKE, MATCH, IMATCH -> true;
        case NEQ, CS, CD, OV, SL, SR, NXR, NXL, ADJ -> false;
      };
    }

    /** Whether {@code *} stands for {@code %}. */
    public boolean pattern() {
      return this == LIKE || this == ILIKE;
    }
  }

  /** Which elements must satisfy a comparison. */
  enum Quantifier {
    ANY,
    ALL
  }

  /** What {@code is} compares with. */
  enum Truth {
    NULL("null"),
    NOT_NULL("not null"),
    TRUE("true"),
    FALSE("false"),
    UNKNOWN("unknown");

    private final String sql;

    Truth(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }
  }

  /** How the text of a full-text search is understood. */
  enum Query {
    FTS("to_tsquery"),
    PLFTS("plainto_tsquery"),
    PHFTS("phraseto_tsquery"),
    WFTS("websearch_to_tsquery");

    private final String function;

    Query(String function) {
      this.function = function;
    }

    public String function() {
      return function;
    }
  }
}
