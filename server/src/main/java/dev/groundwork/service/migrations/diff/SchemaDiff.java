package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import dev.groundwork.service.migrations.diff.Difference.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The statements that lead from one schema to another. First goes what is not wanted, then comes
 * what is new or different, each after what it needs; types and schemas go last, when nothing has
 * them any more.
 */
public final class SchemaDiff {
  private final Snapshot from;
  private final Snapshot to;
  private final Changes changes;
  private final Create create;
  private final Alter alter;
  private final Careful careful;
  private final Use use;
  private final List<String> statements = new ArrayList<>();
  private final List<String> last = new ArrayList<>();
  private final List<String> after = new ArrayList<>();

  private SchemaDiff(Snapshot from, Snapshot to, Use use) {
    this.use = use;
    this.from = from;
    this.to = to;
    this.changes = Changes.between(from, to);
    DefaultGrants defaults = new DefaultGrants(to);
    this.create = new Create(to, defaults, changes);
    this.careful = new Careful(from, to, changes);
    this.alter = new Alter(from, to, changes, create);
  }

  /**
   * A change of a schema.
   *
   * @param before statements whose effect the others may only use once it is committed: new labels
   *     of enums
   * @param statements without semicolons, in order, for one transaction
   * @param after statements for the time when that is committed, those that stand in no transaction
   *     among them
   */
  public record Change(List<String> before, List<String> statements, List<String> after) {
    public Change {
      before = List.copyOf(before);
      statements = List.copyOf(statements);
      after = List.copyOf(after);
    }

    public boolean isEmpty() {
      return before.isEmpty() && statements.isEmpty() && after.isEmpty();
    }
  }

  /** Whether somebody uses the tables meanwhile. */
  public enum Use {
    /** Nobody: the shortest statements will do. */
    NONE,
    /** Somebody, who is not to wait longer than for a lock. */
    LIVE
  }

  /**
   * What leads from one schema to another.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link DiffProblem} when a change
   *     cannot be made without a loss that nobody asked for
   */
  public static Change between(Snapshot from, Snapshot to, Use use) {
    return new SchemaDiff(from, to, use).change();
  }

  /** In what two schemas differ. What goes with a table that only one has is not named. */
  public static List<Difference> differences(Snapshot first, Snapshot second) {
    List<Difference> found = new ArrayList<>(only(Side.FIRST, first, second));
    found.addAll(only(Side.SECOND, second, first));
    for (CatalogObject one : first.objects().values()) {
      second
          .find(one.id())
          .filter(other -> !one.sameAs(other))
          .ifPresent(other -> found.add(new Difference(Side.BOTH, one.id(), one.differing(other))));
    }
    found.sort(Comparator.comparing(Difference::id));
    return found;
  }

  private static List<Difference> only(Side side, Snapshot has, Snapshot lacks) {
    return has.objects().values().stream()
        .filter(
            each -> !lacks.has(each.id()) && each.parent().filter(id -> !lacks.has(id)).isEmpty())
        .map(each -> new Difference(side, each.id(), List.of()))
        .toList();
  }

  private Change change() {
    statements.addAll(releases());
    statements.addAll(detachments(true));
    dropOrder().forEach(this::drop);
    statements.addAll(detachments(false));
    makingOrder().forEach(this::make);
    statements.addAll(ownerships());
    statements.addAll(last);
    return new Change(newLabels(), statements, ordered(after));
  }

  private List<String> newLabels() {
    List<String> labels = new ArrayList<>();
    for (String id : changes.changed) {
      CatalogObject now = from.object(id);
      if (now.kind() == Kind.ENUM && !changes.swapped.contains(id)) {
        labels.addAll(
            EnumLabels.additions(now.address(), now.list("labels"), to.object(id).list("labels")));
      }
    }
    return labels;
  }

  private void drop(String id) {
    CatalogObject object = from.object(id);
    Optional<String> apart = use == Use.LIVE ? careful.drop(id) : Optional.empty();
    if (apart.isPresent()) {
      after.add(apart.get());
    } else {
      (goesLast(object) ? last : statements).add(Drop.statement(object));
    }
  }

  private void make(String id) {
    Optional<Careful.Steps> steps = use == Use.LIVE ? careful(id) : Optional.empty();
    if (changes.isMade(id)) {
      statements.addAll(steps.map(Careful.Steps::now).orElseGet(() -> create.statements(id)));
    } else {
      statements.addAll(alter.statements(id, steps.map(Careful.Steps::now)));
    }
    steps.ifPresent(each -> after.addAll(each.later()));
  }

  private Optional<Careful.Steps> careful(String id) {
    if (changes.isMade(id)) {
      return careful.making(id);
    }
    return to.object(id).kind() == Kind.COLUMN
        ? careful.notNull(from.object(id), to.object(id))
        : Optional.empty();
  }

  /** Long ones first, so that what takes a strong lock for a moment does not wait with it. */
  private static List<String> ordered(List<String> statements) {
    return statements.stream()
        .sorted(Comparator.comparing((String sql) -> !sql.contains(" concurrently ")))
        .toList();
  }

  /** What ties something that stays to something that goes. */
  private List<String> releases() {
    List<String> statements = new ArrayList<>();
    for (String id : changes.defaultsLost) {
      statements.add(Alter.column(from.object(id)) + "drop default");
    }
    for (String id : changes.changed) {
      CatalogObject now = from.object(id);
      CatalogObject then = to.object(id);
      if (now.kind() == Kind.SEQUENCE
          && now.differs(then, "owned_by")
          && now.text("owned_by").isPresent()) {
        statements.add("alter " + now.address() + " owned by none");
      }
      boolean identity = now.text("identity").isPresent() && then.text("identity").isEmpty();
      if (now.kind() == Kind.COLUMN && identity) {
        statements.add(Alter.column(now) + "drop identity");
      }
    }
    return statements;
  }

  /**
   * Tables leave their parents: before a parent goes, else after indexes and constraints of the
   * parent went, which a table that is free would keep.
   */
  private List<String> detachments(boolean parentGoes) {
    List<String> statements = new ArrayList<>();
    for (String id : changes.changed) {
      CatalogObject now = from.object(id);
      boolean goes =
          now.text("partition_of")
                  .filter(parent -> changes.isDropped("table " + parent))
                  .isPresent()
              || now.list("inherits").stream()
                  .anyMatch(parent -> changes.isDropped("table " + parent));
      if (now.kind() == Kind.TABLE && goes == parentGoes) {
        statements.addAll(Alter.detachments(now, to.object(id)));
      }
    }
    return statements;
  }

  /** Sequences are told their columns when both are there. */
  private List<String> ownerships() {
    List<String> statements = new ArrayList<>();
    for (CatalogObject then : to.all(Kind.SEQUENCE)) {
      boolean differs =
          from.find(then.id()).map(now -> now.differs(then, "owned_by")).orElse(true)
              || changes.rebuilt.contains(then.id());
      if (differs) {
        then.text("owned_by")
            .ifPresent(column -> statements.add("alter " + then.address() + " owned by " + column));
      }
    }
    return statements.stream().sorted().toList();
  }

  private boolean goesLast(CatalogObject object) {
    boolean kind =
        switch (object.kind()) {
          case ENUM, DOMAIN, COMPOSITE, RANGE, SCHEMA, EXTENSION, COLLATION -> true;
          default -> false;
        };
    return kind && changes.removed.contains(object.id()) && !isNameTaken(object);
  }

  /** Whether something else comes in the place of an object that goes. */
  private boolean isNameTaken(CatalogObject object) {
    return changes.added.stream()
        .map(to::object)
        .anyMatch(each -> each.name().equals(object.name()) && each.kind() != Kind.FUNCTION);
  }

  /** Dependents before what they stand on. What goes with its table is not named. */
  private List<String> dropOrder() {
    Order order = new Order(preference(from).reversed());
    Set<String> dropped = new HashSet<>(changes.removed);
    dropped.addAll(changes.rebuilt);
    dropped.removeIf(id -> from.object(id).kind() == Kind.VIEW_COLUMN);
    for (String id : dropped) {
      order.add(carrier(id, dropped));
    }
    for (String id : dropped) {
      for (String needed : from.needsOf(id)) {
        if (dropped.contains(needed)) {
          order.need(carrier(needed, dropped), carrier(id, dropped));
        }
      }
    }
    return order.sorted();
  }

  /** What an object is dropped with. A foreign key goes by itself: tables may refer in a ring. */
  private String carrier(String id, Set<String> dropped) {
    CatalogObject object = from.object(id);
    boolean foreignKey = object.kind() == Kind.CONSTRAINT && object.required("type").equals("f");
    Optional<String> holder = foreignKey ? Optional.empty() : holder(object);
    return holder.filter(dropped::contains).map(each -> carrier(each, dropped)).orElse(id);
  }

  /** What takes an object with it when it goes. */
  private static Optional<String> holder(CatalogObject object) {
    return object.kind() == Kind.SEQUENCE
        ? object.text("owned_by").map(column -> "column " + column)
        : object.parent();
  }

  private List<String> makingOrder() {
    Order order = new Order(preference(to));
    Set<String> nodes = new HashSet<>(changes.added);
    nodes.addAll(changes.rebuilt);
    nodes.addAll(changes.changed);
    for (String id : nodes) {
      order.add(create.carrier(id));
    }
    for (String id : nodes) {
      for (String needed : to.needsOf(id)) {
        if (nodes.contains(needed)) {
          order.need(create.carrier(id), create.carrier(needed));
        }
      }
    }
    for (String id : nodes) {
      create
          .inherited(to.object(id))
          .filter(parent -> nodes.contains(parent.id()))
          .ifPresent(parent -> order.need(create.carrier(id), create.carrier(parent.id())));
    }
    return order.sorted();
  }

  /** By kind; what is of one table stays together, and columns as they stand in it. */
  private static Comparator<String> preference(Snapshot snapshot) {
    return Comparator.comparing((String id) -> snapshot.object(id).kind())
        .thenComparing(id -> snapshot.object(id).parent().orElse(""))
        .thenComparingInt(id -> snapshot.object(id).number())
        .thenComparing(Comparator.naturalOrder());
  }
}
