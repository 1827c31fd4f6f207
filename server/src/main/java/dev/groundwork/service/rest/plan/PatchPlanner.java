package dev.groundwork.service.rest.plan;

import dev.groundwork.service.rest.parse.JsonPatch;
import dev.groundwork.service.rest.parse.JsonPatch.Operation;
import dev.groundwork.service.rest.parse.MergePatch;
import dev.groundwork.service.rest.plan.Mutation.Changes;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans changes of parts of values of JSON. */
final class PatchPlanner {
  private final Fields fields;

  PatchPlanner(Fields fields) {
    this.fields = fields;
  }

  Mutation plan(JsonPatch patch, List<Condition> conditions, List<String> returning) {
    Set<String> touched = new LinkedHashSet<>();
    Set<String> changed = new LinkedHashSet<>();
    for (Operation operation : patch.operations()) {
      requireJson(operation.at());
      touched.add(operation.at().column());
      from(operation)
          .ifPresent(from -> {
            requireJson(from);
            touched.add(from.column());
          });
      changed.addAll(changed(operation));
    }
    if (changed.isEmpty()) {
      touched.stream().limit(1).forEach(changed::add); // an update writes something
    }
    Changes changes = new Changes.Steps(patch.operations(), List.copyOf(touched));
    return new Mutation.Patch(changes, targets(changed), conditions, returning);
  }

  private static Optional<JsonPatch.Place> from(Operation operation) {
    return switch (operation) {
      case Operation.Move(JsonPatch.Place from, _) -> Optional.of(from);
      case Operation.Copy(JsonPatch.Place from, _) -> Optional.of(from);
      case Operation.Add _, Operation.Replace _, Operation.Remove _, Operation.Test _ ->
          Optional.empty();
    };
  }

  private static List<String> changed(Operation operation) {
    return switch (operation) {
      case Operation.Test _ -> List.of();
      case Operation.Move(JsonPatch.Place from, JsonPatch.Place at) ->
          List.of(from.column(), at.column());
      case Operation.Add _, Operation.Replace _, Operation.Remove _, Operation.Copy _ ->
          List.of(operation.at().column());
    };
  }

  /** What is inside a value can be changed where it is JSON; whole values can be of any column. */
  private void requireJson(JsonPatch.Place place) {
    if (place.path().isPresent() && !fields.holdsJson(fields.target(place.column()).name())) {
      throw new PlanProblem.NoJson(place.column()).raise();
    }
  }

  Mutation plan(MergePatch patch, List<Condition> conditions, List<String> returning) {
    List<MergePatch.Member> members = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    for (MergePatch.Member member : patch.members()) {
      columns.add(member.column());
      members.add(
          new MergePatch.Member(
              member.column(),
              member.value(),
              member.merge().filter(_ -> fields.holdsJson(member.column()))));
    }
    return new Mutation.Patch(new Changes.Merge(members), targets(columns), conditions, returning);
  }

  private List<Target> targets(Set<String> names) {
    return names.stream().map(fields::target).toList();
  }
}
