package dev.groundwork.service.migrations.write;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Statements that give things other names, which costs nothing and loses nothing. */
final class Renames {
  private Renames() {}

  /** From one name to another, in another schema if need be. */
  static List<String> statements(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    if (now.kind() == Kind.COLUMN) {
      return List.of(
          "alter table "
              + now.table()
              + " rename column "
              + now.required("name")
              + " to "
              + then.required("name"));
    }
    String address = now.address();
    if (now.differs(then, "schema") && now.kind() != Kind.SCHEMA) {
      statements.add("create schema if not exists " + then.required("schema"));
      statements.add("alter " + address + " set schema " + then.required("schema"));
      address = address.replace(now.required("schema") + ".", then.required("schema") + ".");
    }
    String before = last(now);
    String after = last(then);
    if (!before.equals(after)) {
      statements.add("alter " + address + " rename to " + after);
    }
    return statements;
  }

  private static String last(CatalogObject object) {
    if (object.kind() == Kind.SCHEMA) {
      return object.name();
    }
    return object
        .text("name")
        .orElseGet(() -> object.name().substring(object.required("schema").length() + 1));
  }

  /** Constraints, indexes and sequences that are the same but for their names hold no meaning. */
  static List<String> ofParts(Snapshot now, Snapshot desired) {
    List<String> statements = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (CatalogObject object : now.objects().values()) {
      if (!desired.has(object.id())) {
        twin(object, now, desired, taken)
            .ifPresent(twin -> {
              taken.add(twin.id());
              statements.add(statement(object, twin));
            });
      }
    }
    return statements.stream().sorted().toList();
  }

  private static String statement(CatalogObject object, CatalogObject twin) {
    return switch (object.kind()) {
      case CONSTRAINT ->
          "alter table "
              + object.table()
              + " rename constraint "
              + object.required("name")
              + " to "
              + twin.required("name");
      case SEQUENCE -> "alter " + object.address() + " rename to " + last(twin);
      default -> "alter " + object.address() + " rename to " + twin.required("name");
    };
  }

  private static Optional<CatalogObject> twin(
      CatalogObject object, Snapshot now, Snapshot desired, Set<String> taken) {
    return switch (object.kind()) {
      case CONSTRAINT, INDEX, SEQUENCE ->
          desired.all(object.kind()).stream()
              .filter(each -> !now.has(each.id()) && !taken.contains(each.id()))
              .filter(each -> isTwin(object, each))
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static boolean isTwin(CatalogObject one, CatalogObject other) {
    if (!one.parent().equals(other.parent())) {
      return false;
    }
    if (one.kind() == Kind.SEQUENCE) {
      return one.text("owned_by").isPresent()
          && !one.differs(other, "owned_by")
          && !one.differs(other, "schema");
    }
    return Objects.equals(definition(one), definition(other))
        && !one.differsInAny(other, "type", "validated", "options", "valid");
  }

  private static String definition(CatalogObject object) {
    return object.required("definition").replaceFirst("INDEX \\S+ ON", "INDEX ON");
  }
}
