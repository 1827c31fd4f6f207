package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits what would hold up a table that is in use: a short step that makes a promise for new rows,
 * and a long one, in a later transaction, that nobody waits for.
 */
final class Careful {
  private static final Pattern UNIQUE =
      Pattern.compile("(UNIQUE|PRIMARY KEY)( NULLS NOT DISTINCT)? (\\(.*?\\))( DEFERRABLE.*)?");

  /** From here on not null may be promised without a check of its own. */
  private static final int NOT_NULL_CONSTRAINTS = 180_000;

  private final Snapshot from;
  private final Snapshot to;
  private final Changes changes;

  Careful(Snapshot from, Snapshot to, Changes changes) {
    this.from = from;
    this.to = to;
    this.changes = changes;
  }

  /** What is done in the transaction of everything else, and what after it. */
  record Steps(List<String> now, List<String> later) {}

  /** How an object is made on a table that is in use; empty when there is nothing to split. */
  Optional<Steps> making(String id) {
    CatalogObject object = to.object(id);
    if (!isInUse(object)) {
      return Optional.empty();
    }
    return switch (object.kind()) {
      case INDEX -> index(object);
      case CONSTRAINT -> constraint(object);
      default -> Optional.empty();
    };
  }

  /** How a column that is in use becomes not null. */
  Optional<Steps> notNull(CatalogObject now, CatalogObject then) {
    boolean becomes =
        !now.is("not_null")
            && then.is("not_null")
            && !then.is("not_null_invalid")
            && then.text("identity").isEmpty();
    return becomes && isInUse(then) ? Optional.of(notNull(then)) : Optional.empty();
  }

  /** How an index goes that nothing else takes with it. */
  Optional<String> drop(String id) {
    CatalogObject object = from.object(id);
    boolean alone =
        object.kind() == Kind.INDEX
            && changes.removed.contains(id)
            && from.needsOf(id).stream().noneMatch(this::isTouched);
    return alone && from.has(object.parent().orElse("")) && isOrdinary(from, object)
        ? Optional.of("drop index concurrently " + object.name())
        : Optional.empty();
  }

  private boolean isTouched(String id) {
    return changes.isDropped(id) || changes.retyped.contains(id) || changes.swapped.contains(id);
  }

  private boolean isInUse(CatalogObject object) {
    String table = object.parent().orElse("");
    return from.has(table) && to.has(table) && !changes.isMade(table) && isOrdinary(to, object);
  }

  /** Partitioned tables take none of the longer ways. */
  private static boolean isOrdinary(Snapshot schema, CatalogObject object) {
    CatalogObject table = schema.object(object.parent().orElseThrow());
    return table.text("partition_by").isEmpty() && table.text("partition_of").isEmpty();
  }

  private static Optional<Steps> index(CatalogObject object) {
    String sql =
        object
            .required("definition")
            .replaceFirst("^CREATE (UNIQUE )?INDEX ", "create $1index concurrently ");
    List<String> later = new ArrayList<>(List.of(sql));
    object.text("comment").ifPresent(_ -> later.add(Create.comment(object)));
    return Optional.of(new Steps(List.of(), later));
  }

  private Optional<Steps> constraint(CatalogObject object) {
    boolean checks =
        object.is("validated")
            && (object.required("type").equals("f") || object.required("type").equals("c"))
            && !object.required("definition").contains("NOT ENFORCED");
    return checks ? Optional.of(promised(object)) : unique(object);
  }

  private static Steps promised(CatalogObject object) {
    String table = "alter table " + object.table();
    List<String> now = new ArrayList<>();
    now.add(table + " add " + Columns.constraint(object) + " not valid");
    object.text("comment").ifPresent(_ -> now.add(Create.comment(object)));
    return new Steps(now, List.of(table + " validate constraint " + object.required("name")));
  }

  /** Through an index that is made first, unless something in the same transaction needs it. */
  private Optional<Steps> unique(CatalogObject object) {
    Matcher parts = UNIQUE.matcher(object.required("definition"));
    if (!parts.matches() || !object.list("options").isEmpty() || isNeeded(object.id())) {
      return Optional.empty();
    }
    String name = object.required("name");
    String nulls = Optional.ofNullable(parts.group(2)).orElse("");
    String deferrable = Optional.ofNullable(parts.group(4)).orElse("");
    List<String> later = new ArrayList<>();
    later.add(
        "create unique index concurrently "
            + name
            + " on "
            + object.table()
            + " "
            + parts.group(3)
            + nulls);
    later.add(
        "alter table "
            + object.table()
            + " add constraint "
            + name
            + " "
            + parts.group(1)
            + " using index "
            + name
            + deferrable);
    object.text("comment").ifPresent(_ -> later.add(Create.comment(object)));
    return Optional.of(new Steps(List.of(), later));
  }

  private boolean isNeeded(String id) {
    return to.objects().keySet().stream()
        .anyMatch(each -> changes.isMade(each) && to.needsOf(each).contains(id));
  }

  private Steps notNull(CatalogObject column) {
    String table = "alter table " + column.table();
    String name = column.required("name");
    String constraint =
        dev.groundwork.base.sql.Identifier.quote(
            plain(column.table()) + "_" + plain(name) + "_not_null");
    if (to.version() >= NOT_NULL_CONSTRAINTS) {
      return new Steps(
          List.of(table + " add constraint " + constraint + " not null " + name + " not valid"),
          List.of(table + " validate constraint " + constraint));
    }
    return new Steps(
        List.of(
            table
                + " add constraint "
                + constraint
                + " check ("
                + name
                + " is not null) not valid"),
        List.of(
            table + " validate constraint " + constraint,
            table + " alter column " + name + " set not null",
            table + " drop constraint " + constraint));
  }

  private static String plain(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replace("\"", "");
  }
}
