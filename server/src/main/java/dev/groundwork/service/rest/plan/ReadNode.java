package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Name;
import dev.groundwork.service.rest.parse.DatePart;
import dev.groundwork.service.rest.parse.Field.JsonStep;
import dev.groundwork.service.rest.parse.Logic.Connective;
import dev.groundwork.service.rest.parse.Operation;
import dev.groundwork.service.rest.parse.Operation.Operator;
import dev.groundwork.service.rest.parse.OrderTerm.Direction;
import dev.groundwork.service.rest.parse.OrderTerm.Nulls;
import dev.groundwork.service.rest.parse.SelectItem.Aggregate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A resource to read, and the resources embedded in it.
 *
 * @param alias the name of its rows in SQL
 * @param outputs what is selected, in order
 * @param having what groups of rows must satisfy
 * @param distinct what makes rows equal, of which one is given
 * @param embeds related resources; outputs, conditions and orderings refer to them by their alias
 */
public record ReadNode(
    Source source,
    String alias,
    List<Output> outputs,
    List<Condition> conditions,
    List<Ordering> orderings,
    List<Condition> having,
    Optional<Distinct> distinct,
    Window window,
    List<Embed> embeds) {

  public ReadNode {
    outputs = List.copyOf(outputs);
    conditions = List.copyOf(conditions);
    orderings = List.copyOf(orderings);
    having = List.copyOf(having);
    embeds = List.copyOf(embeds);
  }

  /** Whether rows are put together in groups. */
  public boolean grouped() {
    return !having.isEmpty()
        || outputs.stream().anyMatch(output -> output.fold().isPresent())
        || orderings.stream().anyMatch(ordering -> ordering.key().folds());
  }

  /** Whether there may be fewer rows than the conditions let through. */
  public boolean condensed() {
    return !having.isEmpty() || distinct.isPresent();
  }

  /** The columns that make rows equal; none for all that is selected. */
  public record Distinct(List<ColumnRef> on) {
    public Distinct {
      on = List.copyOf(on);
    }
  }

  /** Whether the rows must have one given value in each of some columns, of which there are any. */
  boolean fixes(List<String> columns) {
    return !columns.isEmpty()
        && columns.stream()
            .allMatch(column -> conditions.stream().anyMatch(each -> each.fixes(column)));
  }

  /** Slots of limit and offset, and the most rows that are given whatever is asked for. */
  public record Window(Optional<Integer> limit, Optional<Integer> offset, OptionalLong max) {
    public static final Window ALL =
        new Window(Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** Where rows come from. */
  public sealed interface Source {
    /** A table or view. */
    record Table(Name name) implements Source {}

    /** The rows that a change or a call gave. */
    record Result() implements Source {}

    /** The rows that were written at a place of the body. */
    record Written(int place) implements Source {}

    /** A function of a row of the parent. */
    record Computed(Name function, String parentAlias, Name argumentType) implements Source {}

    /** A table through a junction table. */
    record Through(Name name, Name junction, String junctionAlias) implements Source {}
  }

  /**
   * A related resource.
   *
   * @param alias the name of its rows in SQL, seen from the parent
   * @param name the name that clients see
   * @param oldName the name of the resource, where the request has used that although the embed has
   *     an alias
   */
  public record Embed(
      ReadNode node,
      String alias,
      String name,
      Optional<String> oldName,
      boolean toOne,
      boolean inner,
      Use use,
      List<Link> links) {
    public Embed {
      links = List.copyOf(links);
    }
  }

  /** What becomes of a related resource. */
  public enum Use {
    /** A JSON value under a name. */
    NEST,
    /** Columns among the parent's. */
    SPREAD,
    /** Nothing: it only filters. */
    HIDE
  }

  /** Two columns that must be equal. */
  public record Link(String leftAlias, String leftColumn, String rightAlias, String rightColumn) {}

  /**
   * A column of the node's rows.
   *
   * @param json whether it holds JSON already, so that steps into it need no conversion
   * @param function converts the value, by the domain's representation
   * @param part the part of it that counts
   * @param fold the aggregate over it, in conditions and orderings; without a name, over rows
   */
  public record ColumnRef(
      String name,
      List<JsonStep> path,
      boolean json,
      Optional<Name> function,
      Optional<Part> part,
      Optional<Aggregate> fold) {
    public ColumnRef {
      path = List.copyOf(path);
    }

    /** The value itself. */
    public ColumnRef(String name, List<JsonStep> path, boolean json, Optional<Name> function) {
      this(name, path, json, function, Optional.empty(), Optional.empty());
    }

    /** Whether it is the column and nothing of it. */
    public boolean isPlain() {
      return path.isEmpty() && part.isEmpty() && fold.isEmpty();
    }

    /** The same without a function. */
    public ColumnRef bare() {
      return new ColumnRef(name, path, json, Optional.empty(), part, fold);
    }

    /** The aggregate over it. */
    ColumnRef folded(Optional<Aggregate> aggregate) {
      return new ColumnRef(name, path, json, function, part, aggregate);
    }
  }

  /**
   * A part of a date or time.
   *
   * @param ofDate whether it is of a date without a time
   */
  public record Part(DatePart what, boolean ofDate) {}

  /** Something that is selected. */
  public sealed interface Output {

    /** The name under which clients see it. */
    String shownName();

    /** The aggregate that it applies. */
    default Optional<Fold> fold() {
      return Optional.empty();
    }

    /**
     * The name within a spread node's rows; a column that the parent aggregates has one of its own.
     */
    default String innerName() {
      return shownName();
    }

    /** All columns of the rows. */
    record All() implements Output {
      @Override
      public String shownName() {
        return "*";
      }
    }

    /** A column, perhaps cast, aggregated and renamed. */
    record Value(
        ColumnRef column, Optional<String> cast, Optional<Fold> fold, Optional<String> name)
        implements Output {
      @Override
      public String shownName() {
        return name.or(() -> fold.map(f -> f.function().sql())).orElse(column.name());
      }

      @Override
      public String innerName() {
        String part = column.part().map(p -> "." + p.what().word()).orElse("");
        return name.orElse(
            column.name() + part + fold.map(f -> "." + f.function().sql()).orElse(""));
      }
    }

    /** The number of rows. */
    record Rows(Optional<String> cast, Optional<String> name) implements Output {
      @Override
      public String shownName() {
        return name.orElse("count");
      }

      @Override
      public Optional<Fold> fold() {
        return Optional.of(new Fold(Aggregate.COUNT, cast));
      }
    }

    /** An embedded resource as JSON. */
    record Nested(String embed, boolean toOne, String name) implements Output {
      @Override
      public String shownName() {
        return name;
      }
    }

    /** A column of a spread resource. */
    record SpreadColumn(
        String embed, boolean toOne, String column, Optional<Fold> fold, String shownName)
        implements Output {}
  }

  /** An aggregate function and the type its result is cast to. */
  public record Fold(Aggregate function, Optional<String> cast) {}

  /** Something that rows must satisfy. */
  public sealed interface Condition {

    /** Whether it lets only one value of a column through. */
    default boolean fixes(String column) {
      return false;
    }

    /** Whether it asks for the value of an aggregate. */
    default boolean folds() {
      return false;
    }

    /** Conditions joined by {@code and} or {@code or}. */
    record Group(boolean negated, Connective connective, List<Condition> members)
        implements Condition {
      public Group {
        members = List.copyOf(members);
      }

      @Override
      public boolean folds() {
        return members.stream().anyMatch(Condition::folds);
      }
    }

    /**
     * A test of a column. The column's function, if any, converts the operand.
     *
     * @param vectorize whether the column becomes a text search vector first
     */
    record Test(ColumnRef column, boolean negated, Operation operation, boolean vectorize)
        implements Condition {
      @Override
      public boolean fixes(String name) {
        return !negated
            && column.name().equals(name)
            && column.isPlain()
            && operation instanceof Operation.Compare(Operator operator, _)
            && operator == Operator.EQ;
      }

      @Override
      public boolean folds() {
        return column.fold().isPresent();
      }
    }

    /**
     * That the row has one of some versions.
     *
     * @param versions slot of an array of texts
     */
    record HasVersion(RowVersion version, int versions) implements Condition {}

    /** That an embedded resource has rows, or has none. */
    record Exists(String embed, boolean exists) implements Condition {}
  }

  /** A term to sort by. */
  public record Ordering(Key key, Optional<Direction> direction, Optional<Nulls> nulls) {

    /** What is compared. */
    public sealed interface Key {
      /** Whether it is an aggregate. */
      default boolean folds() {
        return false;
      }

      /** A column of the node. */
      record Own(ColumnRef column) implements Key {
        @Override
        public boolean folds() {
          return column.fold().isPresent();
        }
      }

      /** A column of an embedded resource. */
      record Related(String embed, ColumnRef column) implements Key {}
    }
  }
}
