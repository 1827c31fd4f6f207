package dev.groundwork.service.migrations.diff;

import dev.groundwork.base.sql.Identifier;
import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Statements that make objects, each with its owner, comment and rights. */
final class Create {
  private final Snapshot to;
  private final DefaultGrants defaults;
  private final Changes changes;
  private final Map<String, Boolean> rings = new HashMap<>();

  Create(Snapshot to, DefaultGrants defaults, Changes changes) {
    this.to = to;
    this.defaults = defaults;
    this.changes = changes;
  }

  /**
   * The object whose statement makes this one: a column stands in its table, unless it needs what
   * needs the table.
   */
  String carrier(String id) {
    CatalogObject object = to.object(id);
    Optional<String> table = object.parent().filter(changes::isMade);
    boolean carried =
        changes.isMade(id)
            && table.isPresent()
            && switch (object.kind()) {
              case COLUMN -> !needsItself(id, table.get());
              case CONSTRAINT ->
                  !object.required("type").equals("f")
                      && object.is("validated")
                      && object.text("comment").isEmpty()
                      && !needsItself(id, table.get());
              case VIEW_COLUMN -> true;
              default -> false;
            };
    return carried ? table.orElseThrow() : id;
  }

  /** Whether something other than the table's own parts, which this needs, needs the table. */
  private boolean needsItself(String id, String table) {
    return rings.computeIfAbsent(id, _ -> findRing(id, table));
  }

  private boolean findRing(String id, String table) {
    Deque<String> open = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    to.needsOf(id).stream().filter(each -> !isPartOf(each, table)).forEach(open::add);
    while (!open.isEmpty()) {
      String next = open.pop();
      if (isPartOf(next, table)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(to.needsOf(next));
      }
    }
    return false;
  }

  private boolean isPartOf(String id, String table) {
    return id.equals(table) || to.object(id).parent().filter(table::equals).isPresent();
  }

  List<String> statements(String id) {
    CatalogObject object = to.object(id);
    List<String> statements = new ArrayList<>(make(object));
    statements.addAll(attributes(object));
    return statements;
  }

  /** Owner, comment and rights. */
  private List<String> attributes(CatalogObject object) {
    List<String> statements = new ArrayList<>();
    object
        .text("owner")
        .ifPresent(owner -> statements.add("alter " + object.address() + " owner to " + owner));
    if (object.kind() != Kind.EXTENSION) {
      object.text("comment").ifPresent(_ -> statements.add(comment(object)));
    }
    if (object.kind() != Kind.DEFAULT_PRIVILEGES) {
      statements.addAll(Grants.statements(object, defaults.of(object)));
    }
    return statements;
  }

  static String comment(CatalogObject object) {
    return "comment on "
        + object.address()
        + " is "
        + object.text("comment").map(Identifier::literal).orElse("null");
  }

  private List<String> make(CatalogObject object) {
    return switch (object.kind()) {
      case SCHEMA -> List.of("create schema " + object.name());
      case EXTENSION -> List.of(extension(object));
      case COLLATION, RANGE, AGGREGATE, INDEX, RULE, TRIGGER, EVENT_TRIGGER -> definition(object);
      case FUNCTION ->
          List.of(object.required("definition").replaceFirst("CREATE OR REPLACE", "create"));
      case DEFAULT_PRIVILEGES -> DefaultGrants.given(object);
      case ENUM -> List.of(Types.createEnum(object));
      case DOMAIN -> List.of(Types.createDomain(object));
      case COMPOSITE -> List.of(Types.createComposite(object));
      case SEQUENCE -> sequence(object);
      case TABLE -> table(object);
      case COLUMN -> column(object);
      case CONSTRAINT -> List.of(constraint(object));
      case VIEW, MATERIALIZED_VIEW -> view(object);
      case VIEW_COLUMN -> List.of();
      case STATISTICS -> statistics(object);
      case POLICY -> List.of(policy(object));
      case PUBLICATION -> List.of(publication(object));
    };
  }

  private static List<String> definition(CatalogObject object) {
    List<String> statements = new ArrayList<>(List.of(lower(object.required("definition"))));
    object
        .text("enabled")
        .filter(state -> !state.equals("O"))
        .ifPresent(_ -> statements.add(Alter.firing(object)));
    return statements;
  }

  /** PostgreSQL writes its own words large; the first one small is enough for the eye. */
  private static String lower(String definition) {
    int space = definition.indexOf(' ');
    return definition.substring(0, space).toLowerCase(java.util.Locale.ROOT)
        + definition.substring(space);
  }

  private static String extension(CatalogObject object) {
    return "create extension if not exists "
        + object.required("name")
        + " with schema "
        + object.required("schema");
  }

  private List<String> sequence(CatalogObject object) {
    List<String> statements = new ArrayList<>();
    String unlogged = object.required("persistence").equals("u") ? "unlogged " : "";
    statements.add(
        "create "
            + unlogged
            + "sequence "
            + object.name()
            + " as "
            + object.required("type")
            + " "
            + Columns.sequence(object.properties()));
    return statements;
  }

  private List<String> table(CatalogObject table) {
    List<CatalogObject> parts =
        to.childrenOf(table.id()).stream()
            .filter(each -> carrier(each.id()).equals(table.id()))
            .sorted(Comparator.comparingInt(CatalogObject::number).thenComparing(CatalogObject::id))
            .toList();
    List<CatalogObject> columns =
        parts.stream().filter(each -> each.kind() == Kind.COLUMN).toList();
    List<String> lines = new ArrayList<>();
    columns.stream()
        .filter(each -> each.is("local"))
        .forEach(each -> lines.add(Columns.definition(each, to.version())));
    parts.stream()
        .filter(each -> each.kind() == Kind.CONSTRAINT)
        .forEach(each -> lines.add(Columns.constraint(each)));
    List<String> statements = new ArrayList<>(List.of(Tables.create(table, lines)));
    statements.addAll(Tables.settings(table));
    for (CatalogObject column : columns) {
      statements.addAll(
          column.is("local")
              ? Columns.settings(column, to.version())
              : Columns.overrides(column, inherited(column)));
      statements.addAll(attributes(column));
    }
    return statements;
  }

  /** The column of the parent that a column was inherited from. */
  Optional<CatalogObject> inherited(CatalogObject column) {
    if (column.kind() != Kind.COLUMN || column.is("local")) {
      return Optional.empty();
    }
    CatalogObject table = to.object(column.parent().orElseThrow());
    List<String> parents = new ArrayList<>(table.list("inherits"));
    table.text("partition_of").ifPresent(parents::add);
    return parents.stream()
        .flatMap(parent -> to.find("column " + parent + "." + column.required("name")).stream())
        .findFirst();
  }

  private List<String> column(CatalogObject column) {
    if (!column.is("local")) {
      return Columns.overrides(column, inherited(column));
    }
    List<String> statements = new ArrayList<>();
    statements.add(
        "alter table "
            + column.table()
            + " add column "
            + Columns.definition(column, to.version()));
    statements.addAll(Columns.settings(column, to.version()));
    return statements;
  }

  private static String constraint(CatalogObject object) {
    return "alter table " + object.table() + " add " + Columns.constraint(object);
  }

  private static List<String> statistics(CatalogObject object) {
    List<String> statements = new ArrayList<>(List.of(lower(object.required("definition"))));
    object
        .text("target")
        .ifPresent(target -> statements.add(Alter.statisticsTarget(object, target)));
    return statements;
  }

  /** The columns' own comments and defaults come with the view. */
  private List<String> view(CatalogObject view) {
    List<String> statements = new ArrayList<>(List.of(Tables.createView(view, "create ")));
    Map<String, CatalogObject> columns = new TreeMap<>();
    to.childrenOf(view.id()).stream()
        .filter(each -> each.kind() == Kind.VIEW_COLUMN)
        .forEach(each -> columns.put(each.id(), each));
    for (CatalogObject column : columns.values()) {
      column
          .text("default")
          .ifPresent(value -> statements.add(Alter.viewDefault(column, Optional.of(value))));
      statements.addAll(attributes(column));
    }
    return statements;
  }

  private static String policy(CatalogObject object) {
    return "create "
        + object.address()
        + (object.is("permissive") ? "" : " as restrictive")
        + " for "
        + object.required("command")
        + " to "
        + object.required("roles")
        + object.text("using").map(test -> " using (" + test + ")").orElse("")
        + object.text("check").map(test -> " with check (" + test + ")").orElse("");
  }

  private static String publication(CatalogObject object) {
    List<String> members = object.list("members");
    return "create publication "
        + object.required("name")
        + (object.is("all") ? " for all tables" : "")
        + (members.isEmpty() ? "" : " for " + String.join(", ", members))
        + " with ("
        + Alter.publicationOptions(object)
        + ")";
  }
}
