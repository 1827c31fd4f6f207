package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relationship;
import dev.groundwork.service.rest.plan.Mutation.Target;
import java.util.List;
import java.util.Optional;

/**
 * A table that rows are written to, and those that are written with it.
 *
 * <p>Values of its rows have names: {@code c0} is the first of its own columns, {@code e0} what the
 * first pair of columns takes from the row that it stands in, {@code m3_0} what the row takes from
 * that of the member with number 3.
 *
 * @param number of the place of its rows in the body
 * @param name the member that the rows stand under
 * @param relationship the way from the row that they stand in; empty at the top
 * @param columns that the body fills
 * @param forms what is done with objects, by the combination of their members
 * @param replaces whether related rows that the body does not have are removed
 * @param merges whether rows that are there may be meant
 * @param ignores whether rows that are there are passed over
 */
public record NestedNode(
    int number,
    String name,
    Name table,
    Optional<Relationship> relationship,
    Way way,
    List<Target> columns,
    List<Form> forms,
    boolean replaces,
    boolean merges,
    boolean ignores,
    List<NestedNode> members) {
  public NestedNode {
    columns = List.copyOf(columns);
    forms = List.copyOf(forms);
    members = List.copyOf(members);
  }

  /** The position of a row among those of its place, in what was written. */
  public static final String ROW = "pgrst_row";

  /** The position of the row that it stands in. */
  public static final String WITHIN = "pgrst_within";

  /** How rows are tied to those that they stand in. */
  public sealed interface Way {
    /** They stand in none and are new, or merged. */
    record Top() implements Way {}

    /** They stand in none; one that is there is changed. */
    record Changed(List<ReadNode.Condition> conditions) implements Way {
      public Changed {
        conditions = List.copyOf(conditions);
      }
    }

    /** The row that they stand in refers to them. */
    record Above(List<ColumnPair> columns) implements Way {
      public Above {
        columns = List.copyOf(columns);
      }
    }

    /**
     * They refer to the row that they stand in.
     *
     * @param single whether only one can
     */
    record Below(List<ColumnPair> columns, boolean single) implements Way {
      public Below {
        columns = List.copyOf(columns);
      }
    }

    /** A third table refers to both. */
    record Across(Junction junction) implements Way {}
  }

  /**
   * What is done with objects of one combination of members.
   *
   * @param insert values of a new row
   * @param update values of a row that is there
   * @param match what a row that is there is found by; empty when there can be none
   * @param belongs what else such a row must have, or it belongs to somebody else
   * @param demands values that must be equal, as both stand for one
   * @param old whether only a row that is there can be meant, as its key is always given by the
   *     database
   */
  public record Form(
      List<Assigned> insert,
      List<Assigned> update,
      List<Assigned> match,
      List<Assigned> belongs,
      List<Assigned> demands,
      boolean old) {
    public Form {
      insert = List.copyOf(insert);
      update = List.copyOf(update);
      match = List.copyOf(match);
      belongs = List.copyOf(belongs);
      demands = List.copyOf(demands);
    }

    /** Whether a row that is there stays as it is. */
    public boolean keeps() {
      return !match.isEmpty() && update.isEmpty();
    }
  }

  /** A column and the name of its value. */
  public record Assigned(String column, String value) {}

  /** Whether rows may turn out to belong elsewhere, or not to be there. */
  public boolean mayMisfit() {
    boolean tied =
        way instanceof Way.Below
            && forms.stream()
                .anyMatch(form -> !form.match().isEmpty() || !form.demands().isEmpty());
    boolean changesAbove =
        way instanceof Way.Changed
            && members.stream().anyMatch(m -> m.way() instanceof Way.Above && !m.forms().isEmpty());
    return tied || changesAbove || forms.stream().anyMatch(Form::old);
  }

  /** Whether that is so of this or of what is written with it. */
  public boolean anyMayMisfit() {
    return mayMisfit() || members.stream().anyMatch(NestedNode::anyMayMisfit);
  }

  /** Whether rows that are there may be meant here or within. */
  public boolean anyMerges() {
    return merges || members.stream().anyMatch(NestedNode::anyMerges);
  }

  /** The node of a place, if it is this or stands within. */
  Optional<NestedNode> at(int place) {
    return place == number
        ? Optional.of(this)
        : members.stream().flatMap(member -> member.at(place).stream()).findFirst();
  }

  /** The member that a part of a select means: by its name, else by the relationship. */
  Optional<NestedNode> member(String shown, Relationship meant) {
    List<NestedNode> same =
        members.stream().filter(m -> m.relationship().equals(Optional.of(meant))).toList();
    return same.stream()
        .filter(m -> m.name().equals(shown))
        .findFirst()
        .or(() -> same.stream().findFirst());
  }
}
