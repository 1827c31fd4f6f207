package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How two schemas differ, object by object, and what else has to be touched for it: what stands on
 * something that goes must go before and come again after.
 */
final class Changes {
  private final Snapshot from;
  private final Snapshot to;
  private final Map<String, Set<String>> dependents = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * In no more than one of {@link #added}, {@link #removed}, {@link #changed}, {@link #rebuilt}.
   */
  final Set<String> added = new TreeSet<>();

  final Set<String> removed = new TreeSet<>();
  final Set<String> changed = new TreeSet<>();

  /** Dropped and made again. */
  final Set<String> rebuilt = new TreeSet<>();

  /** Columns whose type changes, by their own definition or with their type. */
  final Set<String> retyped = new TreeSet<>();

  /** Types whose place a new one takes. */
  final Set<String> swapped = new TreeSet<>();

  /** Columns whose default has to go before what it uses goes. */
  final Set<String> defaultsLost = new TreeSet<>();

  private Changes(Snapshot from, Snapshot to) {
    this.from = from;
    this.to = to;
  }

  static Changes between(Snapshot from, Snapshot to) {
    Changes changes = new Changes(from, to);
    changes.compare();
    changes.spread();
    return changes;
  }

  /** Whether an object is made, be it for the first time or again. */
  boolean isMade(String id) {
    return added.contains(id) || rebuilt.contains(id);
  }

  boolean isDropped(String id) {
    return removed.contains(id) || rebuilt.contains(id);
  }

  private void compare() {
    from.needs().forEach(this::addDependents);
    for (CatalogObject then : to.objects().values()) {
      from.find(then.id()).ifPresentOrElse(now -> compare(now, then), () -> added.add(then.id()));
    }
    for (String id : from.objects().keySet()) {
      if (!to.has(id)) {
        removed.add(id);
        open.add(id);
      }
    }
  }

  private void addDependents(String who, Set<String> whom) {
    whom.forEach(each -> dependents.computeIfAbsent(each, _ -> new HashSet<>()).add(who));
  }

  private void compare(CatalogObject now, CatalogObject then) {
    if (now.kind() != then.kind()) {
      rebuild(now.id());
      return;
    }
    if (now.sameAs(then)) {
      return;
    }
    if (Rebuild.isNeeded(now, then, to.version())) {
      rebuild(now.id());
      return;
    }
    changed.add(now.id());
    if (Rebuild.isSwapped(now, then)) {
      swapped.add(now.id());
      open.add(now.id());
    } else if (now.kind() == Kind.COLUMN
        && now.differsInAny(then, "type", "collation", "expression")) {
      retype(now.id());
    }
  }

  private void rebuild(String id) {
    if (rebuilt.add(id)) {
      changed.remove(id);
      retyped.remove(id);
      open.add(id);
    }
  }

  private void retype(String id) {
    if (!rebuilt.contains(id) && retyped.add(id)) {
      changed.add(id);
      open.add(id);
    }
  }

  private void spread() {
    while (!open.isEmpty()) {
      String id = open.pop();
      for (String dependent : dependents.getOrDefault(id, Set.of())) {
        if (to.has(dependent) && !rebuilt.contains(dependent)) {
          spread(id, from.object(dependent));
        }
      }
    }
  }

  private void spread(String cause, CatalogObject dependent) {
    if (retyped.contains(cause)) {
      onRetyped(dependent);
    } else if (swapped.contains(cause)) {
      onSwapped(dependent);
    } else {
      onGone(from.object(cause), dependent);
    }
  }

  private void onRetyped(CatalogObject dependent) {
    boolean follows =
        switch (dependent.kind()) {
          case COLUMN -> dependent.text("generated").isPresent();
          case VIEW, MATERIALIZED_VIEW, RULE, POLICY, TRIGGER, FUNCTION, AGGREGATE -> true;
          default -> false;
        };
    if (follows) {
      rebuild(dependent.id());
    }
  }

  private void onSwapped(CatalogObject dependent) {
    switch (dependent.kind()) {
      case COLUMN -> retype(dependent.id());
      case TABLE, SEQUENCE, SCHEMA, VIEW_COLUMN -> {}
      case ENUM, DOMAIN, COMPOSITE, RANGE ->
          throw new DiffProblem.TypeInUse(
                  from.object(dependent.id()).name(), "another type is made of it")
              .raise();
      default -> rebuild(dependent.id());
    }
  }

  private void onGone(CatalogObject cause, CatalogObject dependent) {
    switch (dependent.kind()) {
      case COLUMN -> onGoneUnderColumn(cause, dependent);
      case TABLE -> {
        if (rebuilt.contains(cause.id()) && cause.kind() == Kind.TABLE) {
          rebuild(dependent.id());
        }
      }
      case SCHEMA, EXTENSION, COLLATION, SEQUENCE, PUBLICATION, DEFAULT_PRIVILEGES -> {}
      case ENUM, DOMAIN, COMPOSITE, RANGE -> {
        if (rebuilt.contains(cause.id())) {
          rebuild(dependent.id());
        }
      }
      default -> rebuild(dependent.id());
    }
  }

  private void onGoneUnderColumn(CatalogObject cause, CatalogObject column) {
    if (column.parent().filter(cause.id()::equals).isPresent()) {
      rebuild(column.id());
    } else if (cause.kind().isType()) {
      if (rebuilt.contains(cause.id()) && !retyped.contains(column.id())) {
        throw new DiffProblem.TypeInUse(cause.name(), column.name() + " has it").raise();
      }
    } else if (column.text("generated").isPresent()) {
      rebuild(column.id());
    } else if (column.text("default").isPresent()) {
      defaultsLost.add(column.id());
      changed.add(column.id());
    }
  }
}
