package dev.groundwork.service.migrations.review;

import dev.groundwork.service.migrations.review.Contract.Item;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what clients count on before and after files are applied. */
public final class ContractDiff {
  private final Review review;
  private final Contract before;
  private final Contract after;
  private final Map<String, Step> authors = new HashMap<>();
  private final List<ContractChange> changes = new ArrayList<>();

  private ContractDiff(Review review, Set<String> schemas) {
    this.review = review;
    this.before = Contract.of(review.start(), schemas);
    this.after = Contract.of(review.end(), schemas);
    Contract last = before;
    for (Step step : review.steps()) {
      if (!step.changes().isEmpty()) {
        Contract now = Contract.of(step.after(), schemas);
        differing(last, now).forEach(key -> authors.put(key, step));
        last = now;
      }
    }
  }

  /** The differences, what breaks first. */
  public static List<ContractChange> of(Review review, Set<String> schemas) {
    ContractDiff diff = new ContractDiff(review, schemas);
    differing(diff.before, diff.after).forEach(diff::look);
    diff.changes.sort(
        Comparator.comparing((ContractChange change) -> !change.breaking())
            .thenComparing(ContractChange::subject));
    return diff.changes;
  }

  private static Set<String> differing(Contract left, Contract right) {
    Set<String> keys = new LinkedHashSet<>(left.byKey().keySet());
    keys.addAll(right.byKey().keySet());
    keys.removeIf(key -> {
      Item one = left.byKey().get(key);
      Item other = right.byKey().get(key);
      return one != null && other != null && one.same(other);
    });
    return keys;
  }

  private void look(String key) {
    Optional<Item> old = Optional.ofNullable(before.byKey().get(key));
    Optional<Item> now = Optional.ofNullable(after.byKey().get(key));
    if (old.isPresent() && now.isPresent()) {
      altered(key, old.get(), now.get());
    } else if (old.isPresent()) {
      removed(key, old.get());
    } else {
      now.ifPresent(item -> added(key, item));
    }
  }

  private void removed(String key, Item item) {
    if (!item.owner().isEmpty() && !after.byKey().containsKey(item.owner())) {
      return;
    }
    String renamed =
        review
            .end()
            .find(item.thing().kind(), item.thing().id())
            .filter(now -> now.kind() != Kind.ROUTINE && now.kind() != Kind.CONSTRAINT)
            .map(now -> ": it is called " + review.end().name(now) + " now")
            .orElse("");
    switch (item.type()) {
      case RELATION -> breaks("relation-removed", key, "requests for it fail" + renamed);
      case COLUMN ->
          breaks("column-removed", key, "requests that name it fail, others lack it" + renamed);
      case FUNCTION -> removedFunction(key, item);
      case KEY -> breaks("key-removed", key, "upserts by on_conflict on it fail");
      case RELATIONSHIP -> breaks("relationship-removed", key, "embedding by it fails");
      case PRIVILEGE -> breaks("privilege-removed", key, "such requests of the role are refused");
      case VALUE -> breaks("value-removed", key, "requests that send it fail" + renamed);
    }
  }

  /** A call still works when a function of this name takes the same arguments and needs no more. */
  private void removedFunction(String key, Item item) {
    Set<String> names = new HashSet<>(Contract.inputNames(item.thing()));
    boolean replaced =
        after.byKey().values().stream()
            .filter(each -> each.type() == Contract.Type.FUNCTION)
            .map(Item::thing)
            .filter(each -> each.fact("name").equals(item.thing().fact("name")))
            .anyMatch(each -> takes(each, names));
    if (!replaced) {
      breaks("function-removed", key, "calls with these arguments fail");
    }
  }

  private static boolean takes(Thing routine, Set<String> names) {
    List<String> inputs = Contract.inputNames(routine);
    int needed =
        Integer.parseInt(routine.fact("arguments")) - Integer.parseInt(routine.fact("optional"));
    return inputs.containsAll(names)
        && names.containsAll(inputs.subList(0, Math.min(needed, inputs.size())));
  }

  private void added(String key, Item item) {
    if (!item.owner().isEmpty() && !before.byKey().containsKey(item.owner())) {
      return;
    }
    switch (item.type()) {
      case RELATION -> adds("relation-added", key, "new");
      case COLUMN -> addedColumn(key, item);
      case FUNCTION -> adds("function-added", key, "new");
      case RELATIONSHIP -> addedRelationship(key, item);
      case VALUE -> adds("value-added", key, "clients may read a value that they do not know");
      case KEY -> adds("key-added", key, "writes that break it are refused");
      case PRIVILEGE -> adds("privilege-added", key, "new");
    }
  }

  /** One that was renamed is told under its old name. */
  private void addedColumn(String key, Item item) {
    if (review.start().find(Kind.COLUMN, item.thing().id()).isPresent()) {
      return;
    }
    if (isNeeded(item.thing())) {
      breaks("column-required", key, "inserts without it fail");
    } else {
      adds("column-added", key, "new");
    }
  }

  private static boolean isNeeded(Thing column) {
    return column.is("required") && !column.is("default") && column.fact("generated").isEmpty();
  }

  /** With two ways from one table to another the API asks which one is meant. */
  private void addedRelationship(String key, Item item) {
    boolean ambiguous =
        before.byKey().values().stream()
            .filter(each -> each.type() == Contract.Type.RELATIONSHIP)
            .map(Item::thing)
            .filter(each -> each.relation().equals(item.thing().relation()))
            .anyMatch(each -> each.fact("target").equals(item.thing().fact("target")));
    if (ambiguous) {
      String hint = "there are two ways now: embedding that names only the table fails";
      breaks("relationship-ambiguous", key, hint);
    } else {
      adds("relationship-added", key, "new");
    }
  }

  private void altered(String key, Item old, Item now) {
    switch (now.type()) {
      case RELATION -> alteredRelation(key, old.thing(), now.thing());
      case COLUMN -> alteredColumn(key, old.thing(), now.thing());
      case FUNCTION -> alteredFunction(key, old.thing(), now.thing());
      case KEY, RELATIONSHIP, PRIVILEGE, VALUE -> {}
    }
  }

  private void alteredRelation(String key, Thing old, Thing now) {
    int writable = Integer.parseInt(old.fact("updatable"));
    if ((writable & ~Integer.parseInt(now.fact("updatable"))) != 0) {
      breaks("relation-read-only", key, "writes that worked are refused");
    }
    if (!old.is("rls") && now.is("rls")) {
      boolean empty = review.end().of(now.id(), Kind.POLICY).findAny().isEmpty();
      if (empty) {
        breaks("rows-hidden", key, "row-level security without a policy shows no row");
      } else {
        adds("rows-filtered", key, "its policies decide which rows are seen");
      }
    }
  }

  private void alteredColumn(String key, Thing old, Thing now) {
    String from = old.fact("type");
    String to = now.fact("type");
    if (!from.equals(to)) {
      String text = "from " + from + " to " + to;
      if (TypeChange.isWider(from, to)) {
        adds("type-widened", key, text);
      } else {
        breaks("type-changed", key, text + ": values look or are checked differently");
      }
    }
    if (!old.is("required") && now.is("required")) {
      String text = isNeeded(now) ? "inserts without it fail" : "null is refused";
      breaks("column-required", key, text);
    } else if (!isNeeded(old) && isNeeded(now)) {
      breaks("default-removed", key, "inserts without it fail");
    } else if (old.is("required") && !now.is("required")) {
      adds("column-nullable", key, "clients may read null");
    }
  }

  private void alteredFunction(String key, Thing old, Thing now) {
    if (!takes(now, new HashSet<>(needed(old)))) {
      breaks("argument-required", key, "calls that left out an argument fail");
    }
    if (!old.fact("returns").equals(now.fact("returns"))) {
      String text = "from " + old.fact("returns") + " to " + now.fact("returns");
      breaks("result-changed", key, text);
    }
  }

  private static List<String> needed(Thing routine) {
    List<String> inputs = Contract.inputNames(routine);
    int needed =
        Integer.parseInt(routine.fact("arguments")) - Integer.parseInt(routine.fact("optional"));
    return inputs.subList(0, Math.min(needed, inputs.size()));
  }

  private void breaks(String code, String key, String text) {
    add(code, key, true, text);
  }

  private void adds(String code, String key, String text) {
    add(code, key, false, text);
  }

  private void add(String code, String key, boolean breaking, String text) {
    Item item =
        Optional.ofNullable(after.byKey().get(key))
            .or(() -> Optional.ofNullable(before.byKey().get(key)))
            .orElseThrow();
    Optional<Step> step = Optional.ofNullable(authors.get(key));
    changes.add(new ContractChange(code, item.subject(), breaking, text, step));
  }
}
