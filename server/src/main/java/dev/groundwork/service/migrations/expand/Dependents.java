package dev.groundwork.service.migrations.expand;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import dev.groundwork.service.migrations.diff.SchemaDiff;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands on a column and has to be away for the moment in which another takes its place:
 * views, policies, triggers, foreign keys that refer to it.
 *
 * @param reasons why that cannot be
 * @param drops statements before that moment
 * @param makes statements after it, in the same transaction
 * @param later statements for the time when that is committed, which hinder nobody; each may be
 *     repeated
 */
record Dependents(
    List<String> reasons, List<String> drops, List<String> makes, List<String> later) {

  static Dependents of(Snapshot snapshot, Column column) {
    return new Search(snapshot, column).dependents();
  }

  private record Search(Snapshot snapshot, Column column) {
    Dependents dependents() {
      Set<String> standing = standing();
      List<String> reasons =
          standing.stream()
              .map(snapshot::object)
              .filter(each -> !canBeAway(each))
              .map(each -> each.address() + " depends on it")
              .toList();
      if (!reasons.isEmpty()) {
        return new Dependents(reasons, List.of(), List.of(), List.of());
      }
      Snapshot away = snapshot.without(standing);
      SchemaDiff.Change made = SchemaDiff.between(away, snapshot, SchemaDiff.Use.LIVE);
      return new Dependents(
          reasons,
          SchemaDiff.between(snapshot, away, SchemaDiff.Use.NONE).statements(),
          made.statements(),
          made.after());
    }

    /** All that would go with the column, but for what its second version has a copy of. */
    private Set<String> standing() {
      Set<String> found = new TreeSet<>();
      Set<String> seen = new TreeSet<>();
      Deque<String> open = new ArrayDeque<>(List.of("column " + column.address()));
      while (!open.isEmpty()) {
        String id = open.pop();
        for (CatalogObject each : snapshot.objects().values()) {
          if (snapshot.needsOf(each.id()).contains(id) && seen.add(each.id())) {
            open.add(each.id());
            if (!isCopied(each)) {
              found.add(each.id());
            }
          }
        }
      }
      return found;
    }

    private boolean isCopied(CatalogObject object) {
      boolean own = object.parent().filter(("table " + table())::equals).isPresent();
      return own
          && switch (object.kind()) {
            case INDEX -> true;
            case CONSTRAINT -> !isForeignKey(object) || refersFromColumn(object);
            default -> false;
          };
    }

    private String table() {
      return column.address().substring(0, column.address().length() - name().length() - 1);
    }

    private String name() {
      return snapshot.object("column " + column.address()).required("name");
    }

    private boolean refersFromColumn(CatalogObject foreignKey) {
      String definition = foreignKey.required("definition");
      String from = definition.substring(0, definition.indexOf(") REFERENCES "));
      return List.of(from.substring(from.indexOf('(') + 1).split(", ")).contains(name());
    }

    private boolean canBeAway(CatalogObject object) {
      return switch (object.kind()) {
        case VIEW, VIEW_COLUMN, POLICY, TRIGGER, RULE, STATISTICS -> true;
        case CONSTRAINT ->
            isForeignKey(object)
                && snapshot.object("table " + object.table()).text("partition_by").isEmpty();
        default -> false;
      };
    }

    private static boolean isForeignKey(CatalogObject object) {
      return object.kind() == Kind.CONSTRAINT && object.required("type").equals("f");
    }
  }
}
