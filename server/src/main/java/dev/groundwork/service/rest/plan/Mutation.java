package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Name;
import dev.groundwork.service.rest.parse.JsonPatch;
import dev.groundwork.service.rest.parse.MergePatch;
import dev.groundwork.service.rest.parse.Preferences.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of a table's rows. */
public sealed interface Mutation {

  /**
   * Names of the columns and computed columns that the statement returns; empty when only rows are
   * counted.
   */
  List<String> returning();

  /**
   * New rows out of the body.
   *
   * @param columns that the body fills
   * @param array whether the body is an array
   * @param defaults whether missing members get the column's default instead of null
   * @param conflict what happens to rows that exist already
   * @param conditions on the new rows (PUT)
   * @param location primary key columns to point at the new row with
   */
  record Insert(
      List<Target> columns,
      boolean array,
      boolean defaults,
      Optional<Conflict> conflict,
      List<ReadNode.Condition> conditions,
      List<String> location,
      List<String> returning,
      boolean put)
      implements Mutation {
    public Insert {
      columns = List.copyOf(columns);
      conditions = List.copyOf(conditions);
      location = List.copyOf(location);
      returning = List.copyOf(returning);
    }
  }

  /** New values for the rows that satisfy the conditions. */
  record Update(
      List<Target> columns,
      boolean array,
      boolean defaults,
      List<ReadNode.Condition> conditions,
      List<String> returning)
      implements Mutation {
    public Update {
      columns = List.copyOf(columns);
      conditions = List.copyOf(conditions);
      returning = List.copyOf(returning);
    }
  }

  /**
   * New values for parts of values of JSON in the rows that satisfy the conditions.
   *
   * @param columns that are changed
   */
  record Patch(
      Changes changes,
      List<Target> columns,
      List<ReadNode.Condition> conditions,
      List<String> returning)
      implements Mutation {
    public Patch {
      columns = List.copyOf(columns);
      conditions = List.copyOf(conditions);
      returning = List.copyOf(returning);
    }
  }

  /** How a row is patched. */
  sealed interface Changes {

    /**
     * One operation after the other.
     *
     * @param touched names of the columns that are changed or looked at
     */
    record Steps(List<JsonPatch.Operation> operations, List<String> touched) implements Changes {
      public Steps {
        operations = List.copyOf(operations);
        touched = List.copyOf(touched);
      }
    }

    /**
     * All at once.
     *
     * @param members with the parts to merge where the column holds JSON, and only there
     */
    record Merge(List<MergePatch.Member> members) implements Changes {
      public Merge {
        members = List.copyOf(members);
      }
    }
  }

  /** The end of the rows that satisfy the conditions. */
  record Delete(List<ReadNode.Condition> conditions, List<String> returning) implements Mutation {
    public Delete {
      conditions = List.copyOf(conditions);
      returning = List.copyOf(returning);
    }
  }

  /**
   * New or changed rows with related ones in them.
   *
   * @param returned what each place returns, by its number
   * @param array whether the body is an array
   * @param merges whether rows may have been there already
   * @param location primary key columns to point at the new row with
   */
  record Nest(
      NestedNode top,
      Map<Integer, List<Returned>> returned,
      boolean array,
      boolean merges,
      List<String> location)
      implements Mutation {
    public Nest {
      returned = Map.copyOf(returned);
      location = List.copyOf(location);
    }

    @Override
    public List<String> returning() {
      return of(top).stream().map(Returned::name).toList();
    }

    /** What a place returns. */
    public List<Returned> of(NestedNode node) {
      return returned.getOrDefault(node.number(), List.of());
    }

    /** Whether one row is changed. */
    public boolean isChange() {
      return top.way() instanceof NestedNode.Way.Changed;
    }
  }

  /** A column that is returned as text, and its type. */
  record Returned(String name, String type) {}

  /**
   * A column that is written: its type, its default, and the function that reads its value out of
   * JSON.
   *
   * @param intake how its values are read when a body is taken apart by columns
   */
  record Target(
      String name,
      String type,
      Optional<String> defaultValue,
      Optional<Name> parse,
      Intake intake) {}

  /**
   * Columns that must be unique and what is done when they are not.
   *
   * @param match on the row that is there
   */
  record Conflict(Resolution resolution, List<String> columns, Optional<ReadNode.Condition> match) {
    public Conflict {
      columns = List.copyOf(columns);
    }
  }
}
