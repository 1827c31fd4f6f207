package dev.groundwork.service.migrations.review;

import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What clients of the API count on, by names, as they know nothing else. The key of an item says
 * what it is: {@code column public.orders.total}.
 *
 * @param byKey the items
 */
record Contract(Map<String, Item> byKey) {

  /** What clients count on. */
  enum Type {
    RELATION,
    COLUMN,
    FUNCTION,
    KEY,
    RELATIONSHIP,
    PRIVILEGE,
    VALUE
  }

  /**
   * Something that clients count on.
   *
   * @param subject as people call it
   * @param owner the key of what it is a part of; gone with it, it is not told
   */
  record Item(Type type, String subject, String owner, Thing thing) {
    boolean same(Item other) {
      return thing.facts().equals(other.thing.facts());
    }
  }

  static Contract of(Snapshot snapshot, Set<String> schemas) {
    Map<String, Item> items = new LinkedHashMap<>();
    Set<String> exposed =
        snapshot
            .all(Kind.RELATION)
            .filter(each -> schemas.contains(each.fact("schema")) && !each.is("partition"))
            .map(Thing::id)
            .collect(Collectors.toSet());
    Set<String> types = new HashSet<>();
    for (Kind kind : Kind.values()) {
      snapshot
          .all(kind)
          .filter(each -> counts(each, schemas, exposed, types))
          .forEach(each -> put(items, item(snapshot, each)));
      if (kind == Kind.COLUMN) {
        snapshot
            .all(kind)
            .filter(each -> exposed.contains(each.relation()))
            .forEach(each -> types.add(each.fact("typeId")));
      }
    }
    return new Contract(items);
  }

  private static boolean counts(
      Thing thing, Set<String> schemas, Set<String> exposed, Set<String> types) {
    return switch (thing.kind()) {
      case RELATION, COLUMN, PRIVILEGE -> exposed.contains(thing.relation());
      case CONSTRAINT ->
          exposed.contains(thing.relation())
              && Set.of("p", "u", "f").contains(thing.fact("type"))
              && (!thing.has("type", "f") || exposed.contains(thing.fact("target")));
      case ROUTINE -> schemas.contains(thing.fact("schema")) && !thing.is("trigger");
      case LABEL -> types.contains(thing.fact("typeId"));
      case INDEX, POLICY -> false;
    };
  }

  private static void put(Map<String, Item> items, Item item) {
    items.put(key(item.type(), item.subject()), item);
  }

  static String key(Type type, String subject) {
    return type + " " + subject;
  }

  private static Item item(Snapshot snapshot, Thing thing) {
    String relation = snapshot.relationName(thing.relation());
    String owner = key(Type.RELATION, relation);
    return switch (thing.kind()) {
      case RELATION -> new Item(Type.RELATION, relation, "", thing);
      case COLUMN -> new Item(Type.COLUMN, snapshot.name(thing), owner, thing);
      case CONSTRAINT -> constraint(snapshot, thing, relation, owner);
      case ROUTINE -> new Item(Type.FUNCTION, routine(thing), "", thing);
      case LABEL -> new Item(Type.VALUE, snapshot.name(thing), "", thing);
      case PRIVILEGE -> new Item(Type.PRIVILEGE, snapshot.name(thing), owner, thing);
      case INDEX, POLICY -> throw new IllegalArgumentException(thing.kind().name());
    };
  }

  private static Item constraint(Snapshot snapshot, Thing thing, String relation, String owner) {
    String columns = snapshot.columnNames(thing.relation(), thing.list("columns"));
    String from = relation + "(" + columns + ")";
    return thing.has("type", "f")
        ? new Item(
            Type.RELATIONSHIP,
            from + " to " + snapshot.relationName(thing.fact("target")),
            owner,
            thing)
        : new Item(Type.KEY, from, owner, thing);
  }

  /** Callers know a function by the names of its arguments. */
  private static String routine(Thing routine) {
    return routine.fact("name") + "(" + String.join(", ", inputNames(routine)) + ")";
  }

  /** The names of the arguments that callers give. */
  static List<String> inputNames(Thing routine) {
    List<String> names = routine.list("names");
    List<String> modes = routine.list("modes");
    return java.util.stream.IntStream.range(0, names.size())
        .filter(i -> modes.isEmpty() || "ibv".contains(modes.get(i)))
        .mapToObj(names::get)
        .toList();
  }
}
