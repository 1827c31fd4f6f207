package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Statements that give and take rights. */
final class Grants {
  private Grants() {}

  /** Some rights of one role. */
  private record Holder(String role, boolean passes) {
    static Holder of(String grant) {
      String[] parts = grant.split("\\|", -1);
      return new Holder(parts[0], parts[2].startsWith("t"));
    }
  }

  /** From the rights that there are on an object to those that it says. */
  static List<String> statements(CatalogObject object, Set<String> have) {
    Set<String> want = object.grants();
    List<String> statements = new ArrayList<>();
    byHolder(have, want)
        .forEach((holder, rights) ->
            statements.add(
                "revoke "
                    + rights(object, rights)
                    + " on "
                    + target(object)
                    + " from "
                    + holder.role()));
    byHolder(want, have)
        .forEach((holder, rights) ->
            statements.add(
                "grant "
                    + rights(object, rights)
                    + " on "
                    + target(object)
                    + " to "
                    + holder.role()
                    + (holder.passes() ? " with grant option" : "")));
    return statements;
  }

  /** The rights in one set that are not in the other. */
  private static Map<Holder, Set<String>> byHolder(Set<String> in, Set<String> notIn) {
    Map<Holder, Set<String>> rights =
        new TreeMap<>(java.util.Comparator.comparing(Holder::role).thenComparing(Holder::passes));
    for (String grant : in) {
      if (!notIn.contains(grant)) {
        rights
            .computeIfAbsent(Holder.of(grant), _ -> new TreeSet<>())
            .add(grant.split("\\|", -1)[1].toLowerCase(Locale.ROOT));
      }
    }
    return rights;
  }

  private static String rights(CatalogObject object, Set<String> rights) {
    boolean column = object.kind() == Kind.COLUMN || object.kind() == Kind.VIEW_COLUMN;
    String suffix = column ? " (" + object.required("name") + ")" : "";
    return String.join(", ", rights.stream().map(right -> right + suffix).toList());
  }

  private static String target(CatalogObject object) {
    return switch (object.kind()) {
      case COLUMN, VIEW_COLUMN -> object.table();
      case TABLE, VIEW, MATERIALIZED_VIEW -> object.name();
      case AGGREGATE -> "function " + aggregate(object);
      case ENUM, DOMAIN, COMPOSITE, RANGE -> "type " + object.name();
      default -> object.address();
    };
  }

  private static String aggregate(CatalogObject object) {
    return object.address().substring("aggregate ".length()).replace("(*)", "()");
  }
}
