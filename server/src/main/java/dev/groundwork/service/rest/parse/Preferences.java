package dev.groundwork.service.rest.parse;

import java.util.Optional;

/**
 * What the client prefers (RFC 7240), apart from values.
 *
 * @param timezone whether a time zone is asked for
 * @param maxAffected whether a bound on changed rows is given
 */
public record Preferences(
    Optional<Resolution> resolution,
    Optional<Return> returned,
    Optional<Count> count,
    Optional<Transaction> transaction,
    Optional<Missing> missing,
    Optional<Handling> handling,
    boolean timezone,
    boolean maxAffected) {

  public static final Preferences NONE =
      new Preferences(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false);

  public boolean strict() {
    return handling.equals(Optional.of(Handling.STRICT));
  }

  public boolean representation() {
    return returned.equals(Optional.of(Return.REPRESENTATION));
  }

  /** A value of a preference, with its spelling in the header. */
  public sealed interface Spelled {
    String spelling();
  }

  /** What happens to rows that exist already. */
  public enum Resolution implements Spelled {
    MERGE_DUPLICATES("resolution=merge-duplicates"),
    IGNORE_DUPLICATES("resolution=ignore-duplicates");

    private final String spelling;

    Resolution(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  /** What a change gives back. */
  public enum Return implements Spelled {
    REPRESENTATION("return=representation"),
    MINIMAL("return=minimal"),
    HEADERS_ONLY("return=headers-only");

    private final String spelling;

    Return(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  /** How rows are counted. */
  public enum Count implements Spelled {
    EXACT("count=exact"),
    PLANNED("count=planned"),
    ESTIMATED("count=estimated");

    private final String spelling;

    Count(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  /** How the transaction ends. */
  public enum Transaction implements Spelled {
    COMMIT("tx=commit"),
    ROLLBACK("tx=rollback");

    private final String spelling;

    Transaction(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  /** What a column gets that an object does not mention. */
  public enum Missing implements Spelled {
    DEFAULT("missing=default"),
    NULL("missing=null");

    private final String spelling;

    Missing(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  /** What happens to preferences that cannot be met. */
  public enum Handling implements Spelled {
    STRICT("handling=strict"),
    LENIENT("handling=lenient");

    private final String spelling;

    Handling(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }
}
