package dev.groundwork.service.rest.query;

import dev.groundwork.service.rest.parse.JsonPatch.Operation;
import dev.groundwork.service.rest.parse.JsonPatch.Place;
import dev.groundwork.service.rest.parse.MergePatch;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Mutation.Changes;
import dev.groundwork.service.rest.plan.PatchFailure;
import dev.groundwork.service.rest.plan.PatchFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what becomes of a row's values by a patch, as an expression of the row itself. PostgreSQL
 * evaluates it anew on the row as it is when the statement had to wait for somebody else's change,
 * so that two patches at once both hold.
 *
 * <p>An operation that cannot be done ends the statement by a cast that fails; {@link PatchFailure}
 * reads which it was.
 */
final class PatchSql {
  /** The row's values, each as {@code jsonb}, as the operation before has left them. */
  private static final String STATE = "patch_state";

  /** What an operation is given: a place and a value. */
  private static final String GIVEN = "patch_given";

  /** A value that is on its way from one place to another; no column of a table is called so. */
  private static final String CARRIED = "patch carried";

  private static final String PATH = GIVEN + ".path";
  private static final String PARENT_PATH = PATH + "[:cardinality(" + PATH + ") - 1]";
  private static final String LAST = PATH + "[cardinality(" + PATH + ")]";

  /** What counts elements, as the RFC has it; PostgreSQL takes {@code -1} and {@code 01}, too. */
  private static final String INDEX = "'^(0|[1-9][0-9]{0,8})$'";

  private final Sql sql;
  private final String row;

  /**
   * A writer.
   *
   * @param row the name by which the statement knows the row
   */
  PatchSql(Sql sql, String row) {
    this.sql = sql;
    this.row = row;
  }

  /** An object with the new values. */
  void values(Mutation.Patch patch) {
    switch (patch.changes()) {
      case Changes.Merge(List<MergePatch.Member> members) -> merge(members);
      case Changes.Steps steps -> steps(steps);
    }
  }

  /** All columns, since PostgreSQL does not test those of which nothing comes in the end. */
  private void steps(Changes.Steps steps) {
    sql.add("(select jsonb_build_object(");
    sql.each(steps.touched(), ", ", column -> sql.literal(column).add(", ").column(STATE, column));
    sql.add(") from ");
    stage(stages(steps.operations()), steps.touched());
    sql.add(")");
  }

  /**
   * What a stage does to the values. A move and a copy are two of them; each has the position of
   * the operation that it belongs to.
   */
  private sealed interface Stage {
    /** Carries a value on; takes it away with {@code gone}. */
    record Take(int index, Place from, boolean gone) implements Stage {}

    /** Puts a value somewhere: a given one, else the one that is carried. */
    record Put(int index, Place at, Optional<Integer> value) implements Stage {}

    /** A new value in the place of another. */
    record Change(int index, Place at, int value) implements Stage {}

    record Test(int index, Place at, int value) implements Stage {}
  }

  private static List<Stage> stages(List<Operation> operations) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      switch (operations.get(i)) {
        case Operation.Add(Place at, int value) ->
            stages.add(new Stage.Put(i, at, Optional.of(value)));
        case Operation.Replace(Place at, int value) -> stages.add(new Stage.Change(i, at, value));
        case Operation.Test(Place at, int value) -> stages.add(new Stage.Test(i, at, value));
        case Operation.Remove(Place at) -> stages.add(new Stage.Take(i, at, true));
        case Operation.Move(Place from, Place at) -> carry(stages, i, from, at, true);
        case Operation.Copy(Place from, Place at) -> carry(stages, i, from, at, false);
      }
    }
    return stages;
  }

  private static void carry(List<Stage> stages, int index, Place from, Place at, boolean gone) {
    stages.add(new Stage.Take(index, from, gone));
    stages.add(new Stage.Put(index, at, Optional.empty()));
  }

  /**
   * The values after the last of some stages, out of those before it. None is merged into the next
   * one by the planner: its text would be repeated there, and in the next twice as often.
   */
  private void stage(List<Stage> stages, List<String> columns) {
    if (stages.isEmpty()) {
      beginning(columns);
      return;
    }
    sql.add("(select ");
    switch (stages.getLast()) {
      case Stage.Take take -> {
        Place from = take.from();
        others(columns, from.column());
        column(from, () -> afterTaking(take));
        sql.add(", ");
        taken(take);
        given(from, Optional.empty());
      }
      case Stage.Put put -> alone(columns, put.at(), put.value(), () -> put(put));
      case Stage.Change change ->
          alone(columns, change.at(), Optional.of(change.value()), () -> change(change));
      case Stage.Test test ->
          alone(columns, test.at(), Optional.of(test.value()), () -> test(test));
    }
    stage(stages.subList(0, stages.size() - 1), columns);
    sql.add(" offset 0)").as(STATE);
  }

  /** A value that is null is JSON's null: a member that is there. */
  private void beginning(List<String> columns) {
    sql.add("(select ");
    for (String column : columns) {
      sql.add("coalesce(to_jsonb(").column(row, column).add("), 'null'::jsonb)").as(column);
      sql.add(", ");
    }
    sql.add("null::jsonb").as(CARRIED).add(" offset 0)").as(STATE);
  }

  private void others(List<String> columns, String changed) {
    for (String column : columns) {
      if (!column.equals(changed)) {
        sql.column(STATE, column).add(", ");
      }
    }
  }

  private void column(Place place, Runnable value) {
    value.run();
    sql.as(place.column());
  }

  /** A stage that carries nothing on. */
  private void alone(List<String> columns, Place place, Optional<Integer> given, Runnable value) {
    others(columns, place.column());
    column(place, value);
    sql.add(", null::jsonb").as(CARRIED);
    given(place, given);
  }

  /** What the stage is given, beside the values before it, which follow. */
  private void given(Place place, Optional<Integer> value) {
    sql.add(" from (select ");
    place.path().ifPresentOrElse(path -> sql.value(path).add("::text[]"), () -> sql.add("null"));
    sql.as("path").add(", ");
    value.ifPresentOrElse(slot -> sql.value(slot).add("::jsonb"), () -> sql.add("null"));
    sql.as("value").add(")").as(GIVEN).add(", ");
  }

  private Sql state(Place place) {
    return sql.column(STATE, place.column());
  }

  private Sql found(Place place) {
    return state(place).add(" #> " + PATH);
  }

  /** Whether a path counts elements in the way in which they may be counted. */
  private Sql counts(Place place, String path) {
    sql.add("not exists (select from generate_subscripts(" + path + ", 1) i where (" + path);
    sql.add(")[i] !~ " + INDEX + " and jsonb_typeof(");
    return state(place).add(" #> (" + path + ")[:i - 1]) = 'array')");
  }

  private void afterTaking(Stage.Take take) {
    Place from = take.from();
    if (!take.gone()) {
      state(from);
    } else if (from.path().isEmpty()) {
      sql.add("'null'::jsonb");
    } else {
      ifThere(take, () -> state(from).add(" #- " + PATH));
    }
  }

  private void ifThere(Stage.Take take, Runnable value) {
    sql.add("case when ");
    counts(take.from(), PATH).add(" and ");
    found(take.from()).add(" is not null then ");
    value.run();
    sql.add(" else ");
    failure(take.index(), Reason.MISSING, take.from());
    sql.add(" end");
  }

  private void taken(Stage.Take take) {
    if (take.from().path().isEmpty()) {
      state(take.from());
    } else {
      ifThere(take, () -> found(take.from()));
    }
    sql.as(CARRIED);
  }

  private void put(Stage.Put put) {
    String value = put.value().isPresent() ? GIVEN + ".value" : carried();
    Place at = put.at();
    if (at.path().isEmpty()) {
      sql.add(value);
      return;
    }
    sql.add("case when ");
    counts(at, PARENT_PATH).add(" then case jsonb_typeof(");
    state(at).add(" #> " + PARENT_PATH + ") when 'object' then jsonb_set(");
    state(at).add(", " + PATH + ", " + value + ") when 'array' then ");
    intoArray(put.index(), at, value);
    sql.add(" else ");
    failure(put.index(), Reason.NO_PARENT, at);
    sql.add(" end else ");
    failure(put.index(), Reason.NO_PARENT, at);
    sql.add(" end");
  }

  private void intoArray(int index, Place at, String value) {
    sql.add("case when " + LAST + " = '-' then jsonb_insert(");
    state(at).add(", " + PARENT_PATH + " || '-1'::text, " + value + ", true)");
    sql.add(" when " + LAST + " ~ " + INDEX + " then case when " + LAST);
    sql.add("::int <= jsonb_array_length(");
    state(at).add(" #> " + PARENT_PATH + ") then jsonb_insert(");
    state(at).add(", " + PATH + ", " + value + ") else ");
    failure(index, Reason.NO_PLACE, at);
    sql.add(" end else ");
    failure(index, Reason.NO_PLACE, at);
    sql.add(" end");
  }

  private static String carried() {
    return STATE + ".\"" + CARRIED + "\"";
  }

  private void change(Stage.Change change) {
    Place at = change.at();
    if (at.path().isEmpty()) {
      sql.add(GIVEN + ".value");
      return;
    }
    sql.add("case when ");
    counts(at, PATH).add(" and ");
    found(at).add(" is not null then jsonb_set(");
    state(at).add(", " + PATH + ", " + GIVEN + ".value) else ");
    failure(change.index(), Reason.MISSING, at);
    sql.add(" end");
  }

  private void test(Stage.Test test) {
    Place at = test.at();
    sql.add("case when ");
    if (at.path().isEmpty()) {
      state(at);
    } else {
      counts(at, PATH).add(" and ");
      found(at);
    }
    sql.add(" = " + GIVEN + ".value then ");
    state(at).add(" else ");
    failure(test.index(), Reason.TEST, at);
    sql.add(" end");
  }

  /** A cast of something that depends on the row, or it would be tried before there is one. */
  private void failure(int index, Reason reason, Place place) {
    sql.add("to_jsonb((").literal(new PatchFailure(index, reason).marker()).add(" || left(");
    state(place).add("::text, 0))::int)");
  }

  private void merge(List<MergePatch.Member> members) {
    sql.add("jsonb_build_object(");
    sql.each(members, ", ", this::member);
    sql.add(")");
  }

  private void member(MergePatch.Member member) {
    sql.literal(member.column()).add(", ");
    if (member.merge().isEmpty()) {
      sql.value(member.value()).add("::jsonb");
    } else {
      node(member.column(), member.merge().get());
    }
  }

  /** What is there, where that is an object, without what goes, with what comes. */
  private void node(String column, MergePatch.Node node) {
    sql.add("((case when jsonb_typeof(");
    at(column, node).add(") = 'object' then ");
    at(column, node).add(" else '{}'::jsonb end - ");
    sql.value(node.removed()).add("::text[]) || ").value(node.plain()).add("::jsonb");
    for (MergePatch.Nested nested : node.nested()) {
      sql.add(" || jsonb_build_object(").value(nested.name()).add("::text, ");
      node(column, nested.node());
      sql.add(")");
    }
    sql.add(")");
  }

  private Sql at(String column, MergePatch.Node node) {
    return sql.add("to_jsonb(").column(row, column).add(") #> ").value(node.path()).add("::text[]");
  }
}
