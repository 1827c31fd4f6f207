package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.service.rest.parse.Documents;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.NestedNode.Assigned;
import dev.groundwork.service.rest.plan.NestedNode.Form;
import dev.groundwork.service.rest.plan.NestedNode.Way;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans what is done with objects of one place, by their members.
 *
 * @param key what rows that are there are found by; empty when all are new
 * @param given columns that only the database gives a value
 */
record FormPlanner(
    Way way, List<Target> columns, List<NestedNode> members, List<String> key, Set<String> given) {

  Form form(Documents.Form form) {
    Map<String, String> own = own(form);
    Map<String, String> values = new LinkedHashMap<>(own);
    fromMembers(form, values);
    List<Assigned> enclosing = enclosing();
    List<Assigned> demands = new ArrayList<>();
    for (Assigned each : enclosing) {
      if (own.containsKey(each.column())) {
        demands.add(new Assigned(own.get(each.column()), each.value()));
      }
      values.put(each.column(), each.value());
    }
    List<Assigned> match = match(enclosing, values);
    List<Assigned> belongs = belongs(enclosing, match, values);
    Set<String> fixed = new HashSet<>();
    match.forEach(each -> fixed.add(each.column()));
    belongs.forEach(each -> fixed.add(each.column()));
    List<Assigned> insert =
        values.entrySet().stream().map(e -> new Assigned(e.getKey(), e.getValue())).toList();
    List<Assigned> update = insert.stream().filter(e -> !fixed.contains(e.column())).toList();
    boolean old = !match.isEmpty() && values.keySet().stream().anyMatch(given::contains);
    return new Form(insert, update, match, belongs, demands, old);
  }

  private Map<String, String> own(Documents.Form form) {
    Map<String, String> own = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (form.columns().contains(columns.get(i).name())) {
        own.put(columns.get(i).name(), "c" + i);
      }
    }
    return own;
  }

  /** What the row takes from rows that it refers to and that stand in it. */
  private void fromMembers(Documents.Form form, Map<String, String> values) {
    for (NestedNode member : members) {
      if (member.way() instanceof Way.Above(List<ColumnPair> pairs)
          && form.nested().contains(member.name())) {
        for (int i = 0; i < pairs.size(); i++) {
          String value = "m" + member.number() + "_" + i;
          String taken = values.putIfAbsent(pairs.get(i).source(), value);
          if (taken != null && taken.startsWith("c")) {
            throw new NestedProblem.GivenTwice(pairs.get(i).source(), member.name()).raise();
          }
        }
      }
    }
  }

  /** What the row takes from the one that it stands in. */
  private List<Assigned> enclosing() {
    List<Assigned> enclosing = new ArrayList<>();
    if (way instanceof Way.Below(List<ColumnPair> pairs, _)) {
      for (int i = 0; i < pairs.size(); i++) {
        enclosing.add(new Assigned(pairs.get(i).target(), "e" + i));
      }
    }
    return enclosing;
  }

  private List<Assigned> match(List<Assigned> enclosing, Map<String, String> values) {
    if (key.isEmpty()) {
      return List.of();
    }
    if (isSingle()) {
      return enclosing;
    }
    return values.keySet().containsAll(key) ? ofKey(values) : List.of();
  }

  /** The values of the key's columns, of those that there are. */
  private List<Assigned> ofKey(Map<String, String> values) {
    List<Assigned> found = new ArrayList<>();
    for (String column : key) {
      Optional.ofNullable(values.get(column))
          .ifPresent(value -> found.add(new Assigned(column, value)));
    }
    return found;
  }

  private boolean isSingle() {
    return way instanceof Way.Below(_, boolean single) && single;
  }

  private List<Assigned> belongs(
      List<Assigned> enclosing, List<Assigned> match, Map<String, String> values) {
    if (match.isEmpty()) {
      return List.of();
    }
    List<Assigned> rest = isSingle() ? ofKey(values) : enclosing;
    return rest.stream().filter(each -> !match.contains(each)).toList();
  }
}
