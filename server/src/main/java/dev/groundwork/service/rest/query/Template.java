package dev.groundwork.service.rest.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The SQL of a request shape.
 *
 * @param layout what the main statement gives
 * @param byColumns the main statement for a body that is taken apart by columns, when it can be
 * @param estimate explains how many rows there are, when that is asked for
 * @param before statements that the main one goes on from
 */
public record Template(
    Layout layout,
    Piece main,
    Optional<Piece> byColumns,
    Optional<Piece> estimate,
    List<Piece> before) {
  public Template {
    before = List.copyOf(before);
  }

  static Template of(Layout layout, Piece main) {
    return new Template(layout, main, Optional.empty(), Optional.empty(), List.of());
  }

  /** What a main statement gives. */
  public enum Layout {
    /** One row with the columns that {@link Columns} names, or the lines of an execution plan. */
    ONE_ROW,
    /** The rows of a list; what SQL set for the response comes after, see {@link Trailer}. */
    ROWS,
    /** As {@link #ROWS}, each as one JSON value. */
    JSON_ROWS
  }

  /** What comes after the rows of a list: what SQL has set for the response. */
  public static final class Trailer {
    public static final int HEADERS = 0;
    public static final int STATUS = 1;

    static final String SQL =
        "select nullif(current_setting('response.headers', true), '') as headers,"
            + " nullif(current_setting('response.status', true), '') as status";

    private Trailer() {}
  }

  /** Positions of the main statement's columns. */
  public static final class Columns {
    /** All rows there are without limit; null when not counted. */
    public static final int TOTAL = 0;

    /** Rows in this answer. */
    public static final int PAGE = 1;

    public static final int BODY = 2;

    /** Headers that SQL set for the response. */
    public static final int HEADERS = 3;

    /** Status that SQL set for the response. */
    public static final int STATUS = 4;

    /** Key values of a new row as a JSON array of strings; only of writes. */
    public static final int LOCATION = 5;

    /** Rows that were new; only of writes. The version of the row follows where it is asked for. */
    public static final int INSERTED = 6;

    /** A nested row that belongs elsewhere; only of writes with nested rows. */
    public static final int MISFIT = 7;

    private Columns() {}
  }

  /** Positions within the JSON array in which a row is kept, its body apart. */
  public static final class Kept {
    public static final int TOTAL = 0;
    public static final int PAGE = 1;
    public static final int HEADERS = 2;
    public static final int STATUS = 3;
    public static final int LOCATION = 4;
    public static final int INSERTED = 5;

    /** The next one says of what kind the body is. */
    public static final int VERSION = 7;

    private Kept() {}
  }

  /** One statement with a question mark for each slot. */
  public record Piece(String sql, List<Slot> slots) {
    public Piece {
      slots = List.copyOf(slots);
    }
  }

  /** Where a value comes from. */
  public sealed interface Slot {
    /** One of the request's values. */
    record Value(int index) implements Slot {}

    /** A number of rows among the request's values, bounded. */
    record Limit(int index, OptionalLong max) implements Slot {}

    /** One of the values that a cursor holds. */
    record Position(int index) implements Slot {}

    /** One row more than a page has, which shows whether there is another page. */
    record PageAndOne(OptionalLong max) implements Slot {}

    /** The body. */
    record Body() implements Slot {}

    /** The objects at a place of a body with nested rows. */
    record Documents(int place) implements Slot {}

    /** The objects that those of a place stand in. */
    record Parents(int place) implements Slot {}

    /** Which members the objects of a place have. */
    record Forms(int place) implements Slot {}

    /** The objects that have the place. */
    record Within(int place) implements Slot {}

    /**
     * A column of the body.
     *
     * @param json whether strings must be written as JSON
     */
    record Column(String name, boolean json) implements Slot {}
  }
}
