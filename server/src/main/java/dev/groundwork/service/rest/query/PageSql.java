package dev.groundwork.service.rest.query;

import dev.groundwork.service.rest.plan.Keyset;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.plan.Position.Stance;
import dev.groundwork.service.rest.plan.ReadNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the statements of a page: the rows behind a position, in the order of their keys.
 *
 * <p>An index finds the place where the page begins as long as one range of the first key is asked
 * for. Nulls are no part of the range of the other values, so that they are a zone of their own.
 */
final class PageSql {
  /** Of the value itself; a row with nulls in it {@code is null}, or is not, as all of them are. */
  private static final String NULL = " is not distinct from null";

  private static final String NOT_NULL = " is distinct from null";
  private static final String KEY = "pgrst_key_";

  private final Plan.Read plan;
  private final ReadNode node;
  private final List<Keyset.Key> keys;
  private final Stance stance;
  private final boolean json;
  private Sql sql = new Sql();

  /**
   * A writer.
   *
   * @param json whether PostgreSQL writes each row as JSON
   */
  PageSql(Plan.Read plan, Keyset keyset, Stance stance, boolean json) {
    this.plan = plan;
    this.node = plan.read();
    this.keys = keyset.towards(stance.backward());
    this.stance = stance;
    this.json = json;
  }

  /** The statements, of which there is one at least. */
  List<Template.Piece> zones() {
    List<Template.Piece> zones = new ArrayList<>();
    if (stance.nulls().isEmpty()) {
      zones.add(zone(() -> {}));
    } else if (stance.nulls().getFirst()) {
      zones.add(zone(this::amongNulls));
      if (keys.getFirst().nullsFirst()) {
        zones.add(zone(() -> beginning(NOT_NULL)));
      }
    } else {
      zones.add(zone(this::amongValues));
      if (keys.getFirst().nullable() && !keys.getFirst().nullsFirst()) {
        zones.add(zone(() -> beginning(NULL)));
      }
    }
    return zones;
  }

  private Template.Piece zone(Runnable condition) {
    sql = new Sql();
    ReadSql read = new ReadSql(sql);
    sql.add("select ");
    outputs(read);
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 && isBare() ? "" : ", ");
      expression(i);
      sql.as(KEY + i);
    }
    read.rows(node);
    if (!stance.nulls().isEmpty()) {
      sql.add(node.conditions().isEmpty() ? " where (" : " and (");
      condition.run();
      sql.add(")");
    }
    sql.add(" order by ");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      expression(i);
      sql.add(keys.get(i).descending() ? " desc" : " asc");
      sql.add(keys.get(i).nullsFirst() ? " nulls first" : " nulls last");
    }
    sql.add(" limit ").slot(new Template.Slot.PageAndOne(plan.maxRows()));
    return sql.piece();
  }

  /** Whether rows have no columns of their own. */
  private boolean isBare() {
    return !json && node.outputs().isEmpty() && !node.embeds().isEmpty();
  }

  private void outputs(ReadSql read) {
    if (!json) {
      read.outputs(node);
      return;
    }
    boolean stripped = plan.body() instanceof BodyForm.Json(boolean nullsStripped) && nullsStripped;
    sql.add("(select ").add(stripped ? "json_strip_nulls(row_to_json(" : "row_to_json(");
    sql.add(BodySql.ROWS).add(stripped ? "))" : ")").add(" from (select ");
    read.outputs(node);
    sql.add(") ").add(BodySql.ROWS).add(")");
  }

  private void expression(int key) {
    new ReadSql(sql).key(node.alias(), keys.get(key).what());
  }

  private void beginning(String test) {
    expression(0);
    sql.add(test);
  }

  private void amongNulls() {
    beginning(NULL + " and ");
    behind(1);
  }

  /** Rows whose first key is a value from the position's on. */
  private void amongValues() {
    if (isOneRange()) {
      range();
      return;
    }
    expression(0);
    sql.add(keys.getFirst().descending() ? " <= " : " >= ");
    value(0);
    sql.add(" and (");
    behind(0);
    sql.add(")");
  }

  /** Whether a comparison of whole rows says it all: PostgreSQL compares them key by key. */
  private boolean isOneRange() {
    boolean descending = keys.getFirst().descending();
    boolean range = true;
    for (int i = 0; i < keys.size(); i++) {
      Keyset.Key key = keys.get(i);
      boolean mayBeNull = i > 0 && key.nullable();
      range &= key.descending() == descending && !mayBeNull && !stance.nulls().get(i);
    }
    return range;
  }

  private void range() {
    sql.add(keys.size() == 1 ? "" : "(");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      expression(i);
    }
    sql.add(keys.size() == 1 ? "" : ")");
    sql.add(keys.getFirst().descending() ? " <" : " >").add(stance.inclusive() ? "= " : " ");
    sql.add(keys.size() == 1 ? "" : "(");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      value(i);
    }
    sql.add(keys.size() == 1 ? "" : ")");
  }

  /** Rows behind the position, where all keys before this one are equal to those of it. */
  private void behind(int key) {
    if (key == keys.size()) {
      sql.add(stance.inclusive() ? "true" : "false");
      return;
    }
    sql.add("(");
    further(key);
    sql.add(" or (");
    expression(key);
    if (stance.nulls().get(key)) {
      sql.add(NULL);
    } else {
      sql.add(" = ");
      value(key);
    }
    sql.add(" and ");
    behind(key + 1);
    sql.add("))");
  }

  private void further(int index) {
    Keyset.Key key = keys.get(index);
    if (stance.nulls().get(index)) {
      if (key.nullsFirst()) {
        expression(index);
      }
      sql.add(key.nullsFirst() ? NOT_NULL : "false");
      return;
    }
    expression(index);
    sql.add(key.descending() ? " < " : " > ");
    value(index);
    if (key.nullable() && !key.nullsFirst()) {
      sql.add(" or ");
      expression(index);
      sql.add(NULL);
    }
  }

  private void value(int index) {
    sql.slot(new Template.Slot.Position(index));
    keys.get(index).type().ifPresent(type -> sql.add("::").add(type));
  }
}
