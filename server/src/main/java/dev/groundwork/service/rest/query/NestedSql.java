package dev.groundwork.service.rest.query;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Mutation.Returned;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.NestedNode;
import dev.groundwork.service.rest.plan.NestedNode.Assigned;
import dev.groundwork.service.rest.plan.NestedNode.Form;
import dev.groundwork.service.rest.plan.NestedNode.Way;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes rows with related ones in them: a statement for each place, so that policies and triggers
 * see what was written before, all in one round trip. What a place has written is kept as JSON in a
 * setting of the transaction, where the statements after it find its keys and the answer finds its
 * rows. {@code merge} tells which object a row came from, however its key was made.
 */
final class NestedSql {
  private static final String ACTION = "pgrst_action";
  private static final String TABLE = "pgrst_t";
  private static final String GIVEN = "pgrst_s";
  private static final String ENCLOSING = "pgrst_e";
  private static final String MISFITS = "groundwork.nested_misfit";

  private static final String POSITIONS = NestedNode.ROW + ", " + NestedNode.WITHIN + ", " + ACTION;

  /** The place and position of a row that belongs elsewhere, if there is one. */
  static final String MISFIT = "nullif(current_setting('" + MISFITS + "', true), '')";

  private final Mutation.Nest nest;
  private final List<Template.Piece> pieces = new ArrayList<>();
  private Sql sql = new Sql();
  private String separator = "with ";

  NestedSql(Mutation.Nest nest) {
    this.nest = nest;
  }

  /** The statements that write, in their order. */
  List<Template.Piece> pieces() {
    place(nest.top(), nest.top());
    return pieces;
  }

  /** What was written, as common table expressions: {@link ReadSql#RESULT} has the top. */
  void written(Sql into) {
    sql = into;
    separator = "";
    everything(nest.top());
  }

  private void everything(NestedNode node) {
    before(node);
    node.members().forEach(this::everything);
  }

  /** How many rows at the top are new. */
  static String inserted(Mutation.Nest nest) {
    return "(select count(*) from " + written(nest.top()) + " where " + ACTION + " = 'INSERT')";
  }

  /** The name of the rows of a place that were written. */
  static String written(int place) {
    return place == 0 ? ReadSql.RESULT : "pgrst_w" + place;
  }

  private static String written(NestedNode node) {
    return written(node.number());
  }

  private static String given(NestedNode node) {
    return "pgrst_u" + node.number();
  }

  private static String gone(NestedNode node) {
    return "pgrst_d" + node.number();
  }

  private static String setting(NestedNode node) {
    return "groundwork.nested_" + node.number();
  }

  private void with(String name, Runnable query) {
    sql.add(separator).add(name).add(" as (");
    query.run();
    sql.add(")");
    separator = ", ";
  }

  private void end() {
    pieces.add(sql.piece());
    sql = new Sql();
    separator = "with ";
  }

  /** First what the rows refer to, then they, then what refers to them. */
  private void place(NestedNode node, NestedNode enclosing) {
    for (NestedNode member : node.members()) {
      if (member.way() instanceof Way.Above) {
        place(member, node);
      }
    }
    rows(node, enclosing);
    if (node.way() instanceof Way.Across(Junction junction)) {
      across(node, enclosing, junction);
    }
    for (NestedNode member : node.members()) {
      if (!(member.way() instanceof Way.Above)) {
        place(member, node);
      }
    }
  }

  private void rows(NestedNode node, NestedNode enclosing) {
    if (node.way() instanceof Way.Below || node.way() instanceof Way.Across) {
      before(enclosing);
    }
    for (NestedNode member : node.members()) {
      if (member.way() instanceof Way.Above) {
        before(member);
      }
    }
    with(given(node), () -> given(node, enclosing));
    if (node.replaces() && node.way() instanceof Way.Below(List<ColumnPair> pairs, _)) {
      with(gone(node), () -> remove(node, enclosing, pairs));
    }
    boolean keeps = !node.ignores() && node.forms().stream().anyMatch(Form::keeps);
    boolean merged = keeps && !(node.way() instanceof Way.Changed);
    String made = merged ? "pgrst_m" + node.number() : written(node);
    with(made, () -> write(node));
    if (merged) {
      with(written(node), () -> writtenAndKept(node, made));
    }
    keep(node);
    end();
  }

  /** Leaves what was written where the statements after this one find it. */
  private void keep(NestedNode node) {
    sql.add(" select set_config(").literal(setting(node)).add(", coalesce((select json_agg(w)");
    sql.add("::text from ").add(written(node)).add(" w), '[]'), true) is null");
    if (node.mayMisfit()) {
      sql.add(", set_config(").literal(MISFITS).add(", coalesce(").add(MISFIT).add(", (");
      misfit(node);
      sql.add("), ''), true) is null");
    }
  }

  private void misfit(NestedNode node) {
    sql.add("select json_build_array(").literal(node.name()).add(", ").literal(node.table().name());
    sql.add(", s.o)::text from ").add(given(node)).add(" s where not exists (select 1");
    sql.add(" from ").add(written(node)).add(" w where w.").add(NestedNode.ROW).add(" = s.o)");
    sql.add(" limit 1");
  }

  /** What an earlier statement has written. */
  private void before(NestedNode node) {
    with(written(node), () -> earlier(node, nest.of(node)));
  }

  private void earlier(NestedNode node, List<Returned> columns) {
    sql.add("select ").add(POSITIONS);
    columns.forEach(
        c -> sql.add(", ").name(c.name()).add("::").add(c.type()).add(" as ").name(c.name()));
    sql.add(" from json_to_recordset(current_setting(").literal(setting(node));
    sql.add(")::json) as w(").add(NestedNode.ROW).add(" int, ").add(NestedNode.WITHIN);
    sql.add(" int, ").add(ACTION).add(" text");
    columns.forEach(c -> sql.add(", ").name(c.name()).add(" text"));
    sql.add(")");
  }

  /** The objects of a place, with the keys that they take from other rows. */
  private void given(NestedNode node, NestedNode enclosing) {
    sql.add("select s.f, s.o, s.p");
    for (int i = 0; i < node.columns().size(); i++) {
      own(node.columns().get(i), i);
    }
    if (node.way() instanceof Way.Below(List<ColumnPair> pairs, _)) {
      for (int i = 0; i < pairs.size(); i++) {
        sql.add(", ").column(ENCLOSING, pairs.get(i).source()).add(" as e" + i);
      }
    }
    for (NestedNode member : node.members()) {
      if (member.way() instanceof Way.Above(List<ColumnPair> pairs)) {
        String alias = "pgrst_m" + member.number();
        for (int i = 0; i < pairs.size(); i++) {
          sql.add(", ").column(alias, pairs.get(i).target());
          sql.add(" as m" + member.number() + "_" + i);
        }
      }
    }
    sql.add(" from ");
    rows(node);
    if (node.way() instanceof Way.Below || node.way() instanceof Way.Across) {
      sql.add(" join ").add(written(enclosing)).as(ENCLOSING);
      sql.add(" on ").column(ENCLOSING, NestedNode.ROW).add(" = s.p");
    }
    for (NestedNode member : node.members()) {
      if (member.way() instanceof Way.Above) {
        String alias = "pgrst_m" + member.number();
        sql.add(" left join ").add(written(member)).as(alias);
        sql.add(" on ").column(alias, NestedNode.WITHIN).add(" = s.o");
      }
    }
  }

  private void own(Target column, int index) {
    String name = "c" + index;
    sql.add(", ");
    column.parse().ifPresent(function -> sql.name(function).add("("));
    sql.add("s." + name);
    column.parse().ifPresent(_ -> sql.add(")"));
    sql.add(" as " + name);
  }

  private void rows(NestedNode node) {
    List<Target> columns = node.columns();
    sql.add("rows from (");
    if (!columns.isEmpty()) {
      sql.add("json_to_recordset(")
          .slot(new Template.Slot.Documents(node.number()))
          .add("::json) as (");
      sql.each(columns, ", ", column -> sql.name(column.name()).add(" ").add(column.type()));
      sql.add("), ");
    }
    sql.add("unnest(").slot(new Template.Slot.Parents(node.number())).add("::int[]), unnest(");
    sql.slot(new Template.Slot.Forms(node.number())).add("::int[])) with ordinality as s(");
    for (int i = 0; i < columns.size(); i++) {
      sql.add("c" + i + ", ");
    }
    sql.add("p, f, o)");
  }

  private void write(NestedNode node) {
    if (node.forms().isEmpty()) {
      none(node);
    } else if (node.way() instanceof Way.Changed(List<Condition> conditions)) {
      change(node, conditions);
    } else {
      merge(node);
    }
  }

  /** No rows, with the columns that others read. */
  private void none(NestedNode node) {
    sql.add("select 0::bigint as ").add(NestedNode.ROW).add(", 0 as ").add(NestedNode.WITHIN);
    sql.add(", '' as ").add(ACTION);
    returned(node);
    sql.add(" from ").name(node.table()).as(TABLE).add(" where false");
  }

  private void change(NestedNode node, List<Condition> conditions) {
    List<Assigned> update = node.forms().getFirst().update();
    if (update.isEmpty()) {
      sql.add("select ");
      positions("'KEEP'");
      returned(node);
      sql.add(" from ").name(node.table()).as(TABLE).add(", ").add(given(node)).as(GIVEN);
    } else {
      sql.add("update ").name(node.table()).as(TABLE).add(" set ");
      set(update);
      sql.add(" from ").add(given(node)).as(GIVEN);
    }
    sql.add(" where ");
    new Expressions(sql).conditions(TABLE, conditions, NestedSql::noEmbeds);
    if (!update.isEmpty()) {
      sql.add(" returning ");
      positions("'UPDATE'");
      returned(node);
    }
  }

  private static void noEmbeds(Condition.Exists exists) {
    throw new IllegalStateException("a change has no embed " + exists.embed());
  }

  private void set(List<Assigned> values) {
    sql.each(values, ", ", each -> sql.name(each.column()).add(" = ").column(GIVEN, each.value()));
  }

  private void positions(String action) {
    sql.column(GIVEN, "o").as(NestedNode.ROW).add(", ");
    sql.column(GIVEN, "p").as(NestedNode.WITHIN).add(", ").add(action).as(ACTION);
  }

  private void returned(NestedNode node) {
    nest.of(node)
        .forEach(c -> sql.add(", ").column(TABLE, c.name()).add("::text as ").name(c.name()));
  }

  private void merge(NestedNode node) {
    sql.add("merge into ").name(node.table()).as(TABLE).add(" using (select s.* from ");
    sql.add(given(node)).add(" s where true");
    demands(node);
    if (node.replaces() && node.way() instanceof Way.Below) {
      // what is removed makes room for what is new: it has to go first
      sql.add(" and (select count(*) from ").add(gone(node)).add(") >= 0");
    }
    sql.add(" order by s.o)").as(GIVEN).add(" on ");
    match(node);
    for (int i = 0; i < node.forms().size() && !node.ignores(); i++) {
      merged(node.forms().get(i), i);
    }
    if (node.forms().stream().anyMatch(form -> !form.match().isEmpty())) {
      sql.add(" when matched then do nothing");
    }
    for (int i = 0; i < node.forms().size(); i++) {
      inserted(node.forms().get(i), i);
    }
    sql.add(" returning ");
    positions("merge_action()");
    returned(node);
  }

  /** Lets only objects through whose two values for one column are the same. */
  private void demands(NestedNode node) {
    for (int i = 0; i < node.forms().size(); i++) {
      int form = i;
      List<Assigned> demands = node.forms().get(i).demands();
      if (!demands.isEmpty()) {
        sql.add(" and (s.f <> " + form);
        sql.add(" or ");
        sql.each(
            demands,
            " and ",
            each -> sql.add("s." + each.column() + " is not distinct from s." + each.value()));
        sql.add(")");
      }
    }
  }

  private void merged(Form form, int index) {
    if (form.match().isEmpty() || form.update().isEmpty()) {
      return;
    }
    sql.add(" when matched and ").column(GIVEN, "f").add(" = " + index);
    belongs(form);
    sql.add(" then update set ");
    set(form.update());
  }

  private void belongs(Form form) {
    form.belongs().forEach(each -> sql.add(" and ").add(equal(each)));
  }

  private static String equal(Assigned each) {
    Sql condition = new Sql();
    condition.column(TABLE, each.column()).add(" = ").column(GIVEN, each.value());
    return condition.piece().sql();
  }

  private void inserted(Form form, int index) {
    sql.add(" when not matched and ").column(GIVEN, "f").add(" = " + index);
    sql.add(form.old() ? " then do nothing" : " then insert ");
    if (form.old()) {
      return;
    }
    if (form.insert().isEmpty()) {
      sql.add("default values");
      return;
    }
    sql.add("(").each(form.insert(), ", ", each -> sql.name(each.column())).add(") values (");
    sql.each(form.insert(), ", ", each -> sql.column(GIVEN, each.value())).add(")");
  }

  /** How rows that are there are found. */
  private void match(NestedNode node) {
    match(node, form -> true);
  }

  /**
   * The same for some combinations of members only; the usual case lets PostgreSQL use an index.
   */
  private void match(NestedNode node, Predicate<Form> which) {
    Map<List<Assigned>, List<Integer>> ways = new LinkedHashMap<>();
    for (int i = 0; i < node.forms().size(); i++) {
      Form form = node.forms().get(i);
      if (!form.match().isEmpty() && which.test(form)) {
        ways.computeIfAbsent(form.match(), _ -> new ArrayList<>()).add(i);
      }
    }
    if (ways.isEmpty()) {
      sql.add("false");
      return;
    }
    sql.add("(").each(ways.entrySet(), " or ", way -> oneMatch(node, way)).add(")");
  }

  private void oneMatch(NestedNode node, Map.Entry<List<Assigned>, List<Integer>> way) {
    sql.each(way.getKey(), " and ", each -> sql.add(equal(each)));
    if (way.getValue().size() < node.forms().size()) {
      String forms = way.getValue().stream().map(String::valueOf).collect(Collectors.joining(", "));
      sql.add(" and ").column(GIVEN, "f").add(" in (" + forms + ")");
    }
  }

  private void writtenAndKept(NestedNode node, String made) {
    sql.add("select * from ").add(made).add(" union all select ");
    positions("'KEEP'");
    returned(node);
    sql.add(" from (select s.* from ").add(given(node)).add(" s where true");
    demands(node);
    sql.add(")").as(GIVEN).add(" join ").name(node.table()).as(TABLE).add(" on ");
    match(node, Form::keeps);
    for (int i = 0; i < node.forms().size(); i++) {
      Form form = node.forms().get(i);
      if (form.keeps() && !form.belongs().isEmpty()) {
        sql.add(" and (").column(GIVEN, "f").add(" <> " + i + " or (true");
        belongs(form);
        sql.add("))");
      }
    }
  }

  /** Removes what refers to a row whose list does not have it. */
  private void remove(NestedNode node, NestedNode enclosing, List<ColumnPair> pairs) {
    sql.add("delete from ").name(node.table()).as(TABLE).add(" using ");
    sql.add(written(enclosing)).as(ENCLOSING).add(" where ");
    listed(node);
    pairs.forEach(pair ->
        sql.add(" and ").column(TABLE, pair.target()).add(" = ").column(ENCLOSING, pair.source()));
    sql.add(" and not exists (select 1 from ").add(given(node)).as(GIVEN).add(" where ");
    match(node);
    sql.add(") returning 1");
  }

  /** Only rows whose objects have the list, be it empty. */
  private void listed(NestedNode node) {
    sql.column(ENCLOSING, NestedNode.ROW)
        .add(" = any (")
        .slot(new Template.Slot.Within(node.number()))
        .add("::int[])");
  }

  /** Ties rows to those that they stand in, by rows of a third table. */
  private void across(NestedNode node, NestedNode enclosing, Junction junction) {
    Map<String, Consumer<String>> values = new LinkedHashMap<>();
    for (ColumnPair pair : junction.sourceColumns()) {
      values.put(pair.target(), _ -> sql.column(ENCLOSING, pair.source()));
    }
    for (ColumnPair pair : junction.targetColumns()) {
      values.putIfAbsent(pair.target(), _ -> sql.column(GIVEN, pair.source()));
    }
    before(enclosing);
    before(node);
    if (node.replaces()) {
      with(gone(node), () -> untie(node, enclosing, junction));
    }
    with("pgrst_j", () -> tie(node, enclosing, junction, values));
    sql.add(" select count(*) from pgrst_j");
    end();
  }

  private void untie(NestedNode node, NestedNode enclosing, Junction junction) {
    sql.add("delete from ").name(junction.relation()).as(TABLE).add(" using ");
    sql.add(written(enclosing)).as(ENCLOSING).add(" where ");
    listed(node);
    sql.add(" and ");
    pairs(junction.sourceColumns(), ENCLOSING);
    sql.add(" and not exists (select 1 from ").add(written(node)).as(GIVEN).add(" where ");
    sql.column(GIVEN, NestedNode.WITHIN).add(" = ").column(ENCLOSING, NestedNode.ROW);
    sql.add(" and ");
    pairs(junction.targetColumns(), GIVEN);
    sql.add(") returning 1");
  }

  private void pairs(List<ColumnPair> pairs, String alias) {
    sql.each(
        pairs,
        " and ",
        pair -> sql.column(TABLE, pair.target()).add(" = ").column(alias, pair.source()));
  }

  private void tie(
      NestedNode node,
      NestedNode enclosing,
      Junction junction,
      Map<String, Consumer<String>> values) {
    sql.add("insert into ").name(junction.relation()).add("(");
    sql.each(values.keySet(), ", ", sql::name).add(") select ");
    sql.each(values.entrySet(), ", ", value -> value.getValue().accept(value.getKey()));
    sql.add(" from ").add(written(node)).as(GIVEN);
    sql.add(" join ").add(written(enclosing)).as(ENCLOSING);
    sql.add(" on ").column(ENCLOSING, NestedNode.ROW).add(" = ");
    sql.column(GIVEN, NestedNode.WITHIN);
    if (node.replaces()) {
      sql.add(" where (select count(*) from ").add(gone(node)).add(") >= 0");
    }
    if (node.merges()) {
      sql.add(" on conflict do nothing");
    }
    sql.add(" returning 1");
  }
}
