package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;

/**
 * What a request asks for, without its values: requests of equal shape have equal plans and equal
 * SQL.
 *
 * @param profile the schema asked for by {@code Accept-Profile} or {@code Content-Profile}
 * @param accepts media types in the order of preference; never empty
 * @param select what to give of each row
 * @param filters conditions, each at a path of embeds
 * @param logic {@code and}/{@code or} trees, each at a path
 * @param orders sort terms, each at a path
 * @param windows limits and offsets of embeds and of the top level, each at a path
 * @param columns the {@code columns} parameter
 * @param onConflict the {@code on_conflict} parameter
 * @param arguments named arguments of a function call in the query string; a repeated name stands
 *     once for each value
 * @param tagging what the answer's tag is wanted for
 * @param refinement what is asked for beyond PostgREST's protocol
 */
public record Shape(
    Method method,
    Target target,
    Optional<String> profile,
    List<MediaType> accepts,
    Preferences preferences,
    Payload payload,
    List<SelectItem> select,
    List<Located<Filter>> filters,
    List<Located<Logic>> logic,
    List<Located<List<OrderTerm>>> orders,
    List<Located<WindowSlots>> windows,
    Optional<List<String>> columns,
    Optional<List<String>> onConflict,
    List<Argument> arguments,
    Tagging tagging,
    Refinement refinement) {

  public Shape {
    accepts = List.copyOf(accepts);
    select = List.copyOf(select);
    filters = List.copyOf(filters);
    logic = List.copyOf(logic);
    orders = List.copyOf(orders);
    windows = List.copyOf(windows);
    columns = columns.map(List::copyOf);
    onConflict = onConflict.map(List::copyOf);
    arguments = List.copyOf(arguments);
  }

  /**
   * What is asked for beyond PostgREST's protocol.
   *
   * @param paged whether rows are read in pages, each with cursors to the next and the one before
   * @param distincts which of equal rows are given, each at a path
   * @param nested what the body is like, when rows are written with related ones in them
   */
  public record Refinement(
      boolean paged, List<Located<Distinct>> distincts, Optional<Documents> nested) {
    static final Refinement NONE = new Refinement(false, List.of(), Optional.empty());

    public Refinement {
      distincts = List.copyOf(distincts);
    }
  }

  /** Something that belongs to the embed at a path of names; an empty path is the top level. */
  public record Located<T>(List<String> path, T what) {
    public Located {
      path = List.copyOf(path);
    }
  }

  /** An argument of a function call: its name and the slot of its value. */
  public record Argument(String name, int value) {}

  /**
   * What the tag of an answer is wanted for.
   *
   * @param wanted whether the answer has one
   * @param match what a change depends on
   */
  public record Tagging(boolean wanted, Optional<Match> match) {
    static final Tagging NONE = new Tagging(false, Optional.empty());
  }

  /**
   * What must be there for a change to be made.
   *
   * @param versions slot of the versions that the row may have; empty for any
   */
  public record Match(Optional<Integer> versions) {}

  /** Slots of a limit and an offset, where there is one. */
  public record WindowSlots(Optional<Integer> limit, Optional<Integer> offset) {}
}
