package dev.groundwork.service.migrations.diff;

import dev.groundwork.base.sql.Identifier;
import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Statements that change objects in place, and lose nothing that they hold. */
final class Alter {
  private final Snapshot from;
  private final Snapshot to;
  private final Changes changes;
  private final Create create;

  Alter(Snapshot from, Snapshot to, Changes changes, Create create) {
    this.create = create;
    this.from = from;
    this.to = to;
    this.changes = changes;
  }

  /**
   * The statements that change an object.
   *
   * @param notNull in the place of the one that makes a column not null, when that is done with
   *     care
   */
  List<String> statements(String id, Optional<List<String>> notNull) {
    CatalogObject now = from.object(id);
    CatalogObject then = to.object(id);
    List<String> statements =
        new ArrayList<>(
            now.kind() == Kind.COLUMN ? columnChange(now, then, notNull) : change(now, then));
    if (now.differs(then, "owner")) {
      String owner = then.text("owner").orElse("current_user");
      statements.add("alter " + then.address() + " owner to " + owner);
    }
    if (now.differs(then, "comment") && now.kind() != Kind.EXTENSION) {
      statements.add(Create.comment(then));
    }
    if (now.kind() != Kind.DEFAULT_PRIVILEGES) {
      statements.addAll(Grants.statements(then, now.grants()));
    }
    return statements;
  }

  private List<String> change(CatalogObject now, CatalogObject then) {
    return switch (now.kind()) {
      case SCHEMA, COLLATION, RANGE, AGGREGATE, COLUMN, INDEX -> List.of();
      case EXTENSION -> extension(now, then);
      case DEFAULT_PRIVILEGES -> DefaultGrants.changed(now, then);
      case ENUM -> changes.swapped.contains(now.id()) ? swap(now, then) : List.of();
      case DOMAIN ->
          changes.swapped.contains(now.id()) ? swap(now, then) : Types.alterDomain(now, then);
      case COMPOSITE ->
          now.differs(then, "attributes") ? Types.alterComposite(now, then) : List.of();
      case SEQUENCE -> sequence(now, then);
      case TABLE -> table(now, then);
      case CONSTRAINT ->
          now.differs(then, "validated")
              ? List.of(
                  "alter table " + then.table() + " validate constraint " + then.required("name"))
              : List.of();
      case FUNCTION ->
          now.differs(then, "definition")
              ? List.of(
                  then.required("definition")
                      .replaceFirst("CREATE OR REPLACE", "create or replace"))
              : List.of();
      case VIEW -> view(now, then);
      case MATERIALIZED_VIEW -> materializedView(now, then);
      case VIEW_COLUMN ->
          now.differs(then, "default")
              ? List.of(viewDefault(then, then.text("default")))
              : List.of();
      case STATISTICS ->
          now.differs(then, "target")
              ? List.of(statisticsTarget(then, then.text("target").orElse("-1")))
              : List.of();
      case RULE, TRIGGER, EVENT_TRIGGER ->
          now.differs(then, "enabled") ? List.of(firing(then)) : List.of();
      case POLICY -> policy(now, then);
      case PUBLICATION -> publication(now, then);
    };
  }

  private static List<String> extension(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    if (now.differs(then, "schema")) {
      statements.add("alter " + then.address() + " set schema " + then.required("schema"));
    }
    if (now.differs(then, "version")) {
      statements.add(
          "alter " + then.address() + " update to " + Identifier.literal(then.required("version")));
    }
    return statements;
  }

  private List<String> swap(CatalogObject now, CatalogObject then) {
    List<Types.Use> uses = new ArrayList<>();
    for (CatalogObject column : from.all(Kind.COLUMN)) {
      boolean has = from.needsOf(column.id()).contains(now.id()) && isOf(column, now);
      if (has && to.has(column.id()) && !changes.rebuilt.contains(column.id())) {
        uses.add(new Types.Use(column, to.object(column.id())));
      }
    }
    Set<String> taken =
        from.objects().values().stream()
            .map(each -> each.text("name").orElse(""))
            .collect(Collectors.toSet());
    return Types.swap(now, then, uses, taken);
  }

  private static boolean isOf(CatalogObject column, CatalogObject type) {
    String has = column.required("type");
    return column.is("local") && (has.equals(type.name()) || has.equals(type.name() + "[]"));
  }

  private static List<String> sequence(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    String start = "alter sequence " + then.name() + " ";
    if (now.differs(then, "type")) {
      statements.add(start + "as " + then.required("type"));
    }
    if (now.differsInAny(then, "increment", "min", "max", "start", "cache", "cycle", "type")) {
      statements.add(start + Columns.sequence(then.properties()));
    }
    if (now.differs(then, "persistence")) {
      statements.add(
          start + (then.required("persistence").equals("u") ? "set unlogged" : "set logged"));
    }
    return statements;
  }

  /** What ties a table to its parents and shall not any more. */
  static List<String> detachments(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    if (now.differsInAny(then, "partition_of", "bound")) {
      now.text("partition_of")
          .ifPresent(parent ->
              statements.add("alter table " + parent + " detach partition " + now.name()));
    }
    List<String> parents = then.list("inherits");
    for (String parent : now.list("inherits")) {
      if (!parents.contains(parent)) {
        statements.add("alter table " + now.name() + " no inherit " + parent);
      }
    }
    return statements;
  }

  private static List<String> table(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    String start = "alter table " + then.name() + " ";
    if (now.differs(then, "persistence")) {
      statements.add(
          start + (then.required("persistence").equals("u") ? "set unlogged" : "set logged"));
    }
    if (now.differs(then, "method")) {
      statements.add(start + "set access method " + then.text("method").orElse("heap"));
    }
    statements.addAll(options(start, now, then));
    if (now.differs(then, "row_security")) {
      statements.add(
          start + (then.is("row_security") ? "enable" : "disable") + " row level security");
    }
    if (now.differs(then, "force_row_security")) {
      statements.add(
          start + (then.is("force_row_security") ? "force" : "no force") + " row level security");
    }
    if (now.differs(then, "replica_identity")) {
      statements.add(start + "replica identity " + then.required("replica_identity"));
    }
    if (now.differsInAny(then, "partition_of", "bound")) {
      then.text("partition_of")
          .ifPresent(parent ->
              statements.add(
                  "alter table "
                      + parent
                      + " attach partition "
                      + then.name()
                      + " "
                      + then.required("bound")));
    }
    List<String> parents = now.list("inherits");
    for (String parent : then.list("inherits")) {
      if (!parents.contains(parent)) {
        statements.add(start + "inherit " + parent);
      }
    }
    return statements;
  }

  private static List<String> options(String start, CatalogObject now, CatalogObject then) {
    Map<String, String> before = optionsByName(now);
    Map<String, String> after = optionsByName(then);
    List<String> set = new ArrayList<>();
    after.forEach((name, option) -> {
      if (!option.equals(before.get(name))) {
        set.add(Tables.option(option));
      }
    });
    List<String> reset = before.keySet().stream().filter(name -> !after.containsKey(name)).toList();
    List<String> statements = new ArrayList<>();
    if (!set.isEmpty()) {
      statements.add(start + "set (" + String.join(", ", set) + ")");
    }
    if (!reset.isEmpty()) {
      statements.add(start + "reset (" + String.join(", ", reset) + ")");
    }
    return statements;
  }

  private static Map<String, String> optionsByName(CatalogObject object) {
    Map<String, String> options = new LinkedHashMap<>();
    object
        .list("options")
        .forEach(option -> options.put(option.substring(0, option.indexOf('=')), option));
    return options;
  }

  /** The start of statements about a column. */
  static String column(CatalogObject column) {
    return "alter table " + column.table() + " alter column " + column.required("name") + " ";
  }

  private List<String> columnChange(
      CatalogObject now, CatalogObject then, Optional<List<String>> notNull) {
    List<String> statements = new ArrayList<>();
    String start = column(then);
    if (now.text("generated").isPresent() && then.text("generated").isEmpty()) {
      statements.add(start + "drop expression");
    } else if (now.differs(then, "expression")) {
      statements.add(start + "set expression as (" + then.required("expression") + ")");
    }
    if (!follows(then, "default")) {
      statements.addAll(typeAndDefault(now, then));
    }
    if (!follows(then, "not_null")) {
      statements.addAll(notNull.orElseGet(() -> nullness(now, then)));
    }
    statements.addAll(identity(now, then));
    if (now.differs(then, "storage")) {
      statements.add(
          start + "set storage " + then.text("storage").orElse(then.required("usual_storage")));
    }
    if (now.differs(then, "compression")) {
      statements.add(start + "set compression " + then.text("compression").orElse("default"));
    }
    if (now.differs(then, "statistics")) {
      statements.add(start + "set statistics " + then.text("statistics").orElse("-1"));
    }
    statements.addAll(options(start, now, then));
    return statements;
  }

  /** Whether a change of the parent's column does the same to this one. */
  private boolean follows(CatalogObject column, String property) {
    return create
        .inherited(column)
        .filter(parent -> changes.changed.contains(parent.id()))
        .filter(parent -> from.object(parent.id()).differs(parent, property))
        .filter(parent -> !parent.differs(column, property))
        .isPresent();
  }

  /** A default would have to be cast with its column; it is taken away and set again. */
  private List<String> typeAndDefault(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    String start = column(then);
    boolean retyped = now.differsInAny(then, "type", "collation") && then.is("local");
    boolean swapped = changes.retyped.contains(now.id()) && !retyped;
    boolean lost = changes.defaultsLost.contains(now.id()) || swapped;
    boolean had = now.text("default").isPresent() && !lost;
    if (retyped) {
      if (had) {
        statements.add(start + "drop default");
      }
      statements.add(
          start
              + "type "
              + then.required("type")
              + then.text("collation").map(collation -> " collate " + collation).orElse("")
              + (now.differs(then, "type")
                  ? " using " + then.required("name") + "::" + then.required("type")
                  : ""));
    }
    boolean again = retyped || lost;
    Optional<String> wanted = then.text("default");
    if (wanted.isPresent() && (again || now.differs(then, "default"))) {
      statements.add(start + "set default " + wanted.get());
    } else if (wanted.isEmpty() && had && !retyped && now.differs(then, "default")) {
      statements.add(start + "drop default");
    }
    return statements;
  }

  private static List<String> nullness(CatalogObject now, CatalogObject then) {
    String start = column(then);
    boolean identity = now.text("identity").isEmpty() && then.text("identity").isPresent();
    if (now.differs(then, "not_null")) {
      if (then.is("not_null_invalid")) {
        return List.of(
            "alter table "
                + then.table()
                + " add not null "
                + then.required("name")
                + " not valid");
      }
      return List.of(start + (then.is("not_null") ? "set not null" : "drop not null"));
    }
    boolean validated = now.is("not_null_invalid") && !then.is("not_null_invalid");
    return validated && !identity ? List.of(start + "set not null") : List.of();
  }

  private static List<String> identity(CatalogObject now, CatalogObject then) {
    if (then.text("identity").isEmpty()) {
      return List.of();
    }
    String start = column(then);
    String kind = then.required("identity");
    if (now.text("identity").isEmpty()) {
      return List.of(start + "add" + Columns.identity(then, kind));
    }
    List<String> statements = new ArrayList<>();
    if (now.differs(then, "identity")) {
      statements.add(start + "set generated " + (kind.equals("a") ? "always" : "by default"));
    }
    if (now.differs(then, "sequence")) {
      String options = Columns.sequence(then.node("sequence"));
      statements.add(
          start
              + options
                  .replaceAll("(increment|minvalue|maxvalue|start|cache|no cycle|cycle)", "set $1")
                  .replace("set no set cycle", "set no cycle"));
    }
    return statements;
  }

  private static List<String> view(CatalogObject now, CatalogObject then) {
    return now.differsInAny(then, "definition", "options", "columns")
        ? List.of(Tables.createView(then, "create or replace "))
        : List.of();
  }

  private static List<String> materializedView(CatalogObject now, CatalogObject then) {
    List<String> statements =
        new ArrayList<>(options("alter materialized view " + then.name() + " ", now, then));
    if (now.differs(then, "populated")) {
      statements.add(
          "refresh materialized view "
              + then.name()
              + (then.is("populated") ? "" : " with no data"));
    }
    return statements;
  }

  static String viewDefault(CatalogObject column, Optional<String> value) {
    return "alter view "
        + column.table()
        + " alter column "
        + column.required("name")
        + value.map(text -> " set default " + text).orElse(" drop default");
  }

  static String statisticsTarget(CatalogObject object, String target) {
    return "alter " + object.address() + " set statistics " + target;
  }

  /** When a trigger or rule fires. */
  static String firing(CatalogObject object) {
    String state =
        switch (object.required("enabled")) {
          case "D" -> "disable";
          case "R" -> "enable replica";
          case "A" -> "enable always";
          default -> "enable";
        };
    return object.kind() == Kind.EVENT_TRIGGER
        ? "alter " + object.address() + " " + state
        : "alter table "
            + object.table()
            + " "
            + state
            + " "
            + object.kind().label()
            + " "
            + object.required("name");
  }

  private static List<String> policy(CatalogObject now, CatalogObject then) {
    if (!now.differsInAny(then, "roles", "using", "check")) {
      return List.of();
    }
    return List.of(
        "alter "
            + then.address()
            + " to "
            + then.required("roles")
            + then.text("using").map(test -> " using (" + test + ")").orElse("")
            + then.text("check").map(test -> " with check (" + test + ")").orElse(""));
  }

  static String publicationOptions(CatalogObject object) {
    return "publish = "
        + Identifier.literal(object.required("publish"))
        + ", publish_via_partition_root = "
        + object.is("via_root");
  }

  private static List<String> publication(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    String start = "alter " + then.address() + " ";
    if (now.differsInAny(then, "publish", "via_root")) {
      statements.add(start + "set (" + publicationOptions(then) + ")");
    }
    Set<String> before = new HashSet<>(now.list("members"));
    List<String> after = then.list("members");
    if (!before.equals(new HashSet<>(after))) {
      if (after.isEmpty()) {
        before.stream()
            .sorted()
            .forEach(
                each -> statements.add(start + "drop " + each.replaceAll(" [(].*| where .*", "")));
      } else {
        statements.add(start + "set " + String.join(", ", after));
      }
    }
    return statements;
  }
}
