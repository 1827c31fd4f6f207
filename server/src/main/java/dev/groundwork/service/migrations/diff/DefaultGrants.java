package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rights that an object has from the moment it is made. */
final class DefaultGrants {
  private static final String PUBLIC_RUNS = "public|EXECUTE|f";
  private static final String PUBLIC_USES = "public|USAGE|f";

  private final Snapshot schema;

  /**
   * The rights of new objects.
   *
   * @param schema whose default privileges hold when they are made
   */
  DefaultGrants(Snapshot schema) {
    this.schema = schema;
  }

  /** Those of all schemas stand in the place of PostgreSQL's own; those of one come on top. */
  Set<String> of(CatalogObject object) {
    String type = letter(object.kind());
    Set<String> grants =
        new TreeSet<>(
            entry(type, Optional.empty()).map(CatalogObject::grants).orElse(builtIn(type)));
    Optional<String> in = object.kind() == Kind.SCHEMA ? Optional.empty() : object.text("schema");
    in.flatMap(name -> entry(type, Optional.of(name)))
        .ifPresent(entry -> grants.addAll(entry.grants()));
    return grants;
  }

  /** What we give on objects of a type, in one schema or in all. */
  private Optional<CatalogObject> entry(String type, Optional<String> in) {
    return schema.all(Kind.DEFAULT_PRIVILEGES).stream()
        .filter(each -> each.text("role").isEmpty() && each.required("type").equals(type))
        .filter(each -> each.text("schema").equals(in))
        .findFirst();
  }

  private static String letter(Kind kind) {
    return switch (kind) {
      case TABLE, VIEW, MATERIALIZED_VIEW -> "r";
      case SEQUENCE -> "S";
      case FUNCTION, AGGREGATE -> "f";
      case ENUM, DOMAIN, COMPOSITE, RANGE -> "T";
      case SCHEMA -> "n";
      default -> "";
    };
  }

  private static Set<String> builtIn(String type) {
    return switch (type) {
      case "f" -> Set.of(PUBLIC_RUNS);
      case "T" -> Set.of(PUBLIC_USES);
      default -> Set.of();
    };
  }

  /** What an entry that is not there stands for. */
  private static Set<String> without(CatalogObject entry) {
    return entry.text("schema").isPresent() ? Set.of() : builtIn(entry.required("type"));
  }

  static List<String> given(CatalogObject entry) {
    return statements(entry, without(entry), entry.grants());
  }

  static List<String> taken(CatalogObject entry) {
    return statements(entry, entry.grants(), without(entry));
  }

  static List<String> changed(CatalogObject now, CatalogObject then) {
    return statements(then, now.grants(), then.grants());
  }

  private static List<String> statements(CatalogObject entry, Set<String> have, Set<String> want) {
    String start =
        "alter default privileges"
            + entry.text("role").map(role -> " for role " + role).orElse("")
            + entry.text("schema").map(schema -> " in schema " + schema).orElse("");
    String things = things(entry.required("type"));
    List<String> statements = new ArrayList<>();
    for (String grant : have) {
      if (!want.contains(grant)) {
        String[] parts = grant.split("\\|", -1);
        statements.add(
            start
                + " revoke "
                + parts[1].toLowerCase(Locale.ROOT)
                + " on "
                + things
                + " from "
                + parts[0]);
      }
    }
    for (String grant : want) {
      if (!have.contains(grant)) {
        String[] parts = grant.split("\\|", -1);
        statements.add(
            start
                + " grant "
                + parts[1].toLowerCase(Locale.ROOT)
                + " on "
                + things
                + " to "
                + parts[0]
                + (parts[2].startsWith("t") ? " with grant option" : ""));
      }
    }
    return statements;
  }

  private static String things(String type) {
    return switch (type) {
      case "r" -> "tables";
      case "S" -> "sequences";
      case "f" -> "routines";
      case "T" -> "types";
      case "n" -> "schemas";
      default -> "large objects";
    };
  }
}
