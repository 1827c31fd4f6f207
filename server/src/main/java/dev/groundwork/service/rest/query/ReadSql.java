package dev.groundwork.service.rest.query;

import dev.groundwork.service.rest.plan.ReadNode;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.ReadNode.Embed;
import dev.groundwork.service.rest.plan.ReadNode.Fold;
import dev.groundwork.service.rest.plan.ReadNode.Link;
import dev.groundwork.service.rest.plan.ReadNode.Ordering;
import dev.groundwork.service.rest.plan.ReadNode.Output;
import dev.groundwork.service.rest.plan.ReadNode.Source;
import dev.groundwork.service.rest.plan.ReadNode.Use;
import dev.groundwork.service.rest.plan.ReadNode.Window;
import dev.groundwork.service.rest.plan.RowVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the query of a resource: related resources are joined sideways, each a subquery of its
 * own.
 */
final class ReadSql {
  /** The rows of a change or a call, as a common table expression. */
  static final String RESULT = "pgrst_source";

  private static final String ROWS = "pgrst_rows";
  private static final String ELEMENT = "pgrst_element";

  private final Sql sql;
  private final Expressions expressions;

  ReadSql(Sql sql) {
    this.sql = sql;
    this.expressions = new Expressions(sql);
  }

  /** The query of the resource at the top. */
  void query(ReadNode node) {
    query(node, List.of(), false);
  }

  private void query(ReadNode node, List<Link> links, boolean spread) {
    unordered(node, links, spread);
    order(node);
    window(node.window());
  }

  private void unordered(ReadNode node, List<Link> links, boolean spread) {
    sql.add("select ");
    node.distinct().ifPresent(distinct -> distinct(node.alias(), distinct));
    outputs(node, spread);
    from(node);
    node.embeds().forEach(this::join);
    where(node, links);
    group(node, spread);
    having(node);
  }

  private void distinct(String alias, ReadNode.Distinct distinct) {
    sql.add("distinct ");
    if (!distinct.on().isEmpty()) {
      sql.add("on (").each(distinct.on(), ", ", column -> expressions.column(alias, column));
      sql.add(") ");
    }
  }

  private void having(ReadNode node) {
    if (!node.having().isEmpty()) {
      sql.add(" having ");
      expressions.conditions(node.alias(), node.having(), exists -> exists(node, exists));
    }
  }

  /** What the resource at the top selects. */
  void outputs(ReadNode node) {
    outputs(node, false);
  }

  /** Where the rows of the resource at the top come from, up to its conditions. */
  void rows(ReadNode node) {
    from(node);
    node.embeds().forEach(this::join);
    where(node, List.of());
  }

  /** What rows are ordered by. */
  void key(String alias, Ordering.Key key) {
    switch (key) {
      case Ordering.Key.Own(var column) -> expressions.column(alias, column);
      case Ordering.Key.Related(String embed, var column) -> expressions.column(embed, column);
    }
  }

  private void outputs(ReadNode node, boolean spread) {
    if (node.outputs().isEmpty() && node.embeds().isEmpty() && !node.grouped()) {
      sql.column(node.alias(), "*");
    } else {
      sql.each(node.outputs(), ", ", output -> output(node.alias(), output, spread));
    }
  }

  private void output(String alias, Output output, boolean spread) {
    if (spread) {
      expression(alias, output, false);
      sql.as(output.innerName());
      return;
    }
    expression(alias, output, true);
    switch (output) {
      case Output.Value value -> value.name().ifPresent(sql::as);
      case Output.Rows rows -> rows.name().ifPresent(sql::as);
      case Output.Nested nested -> sql.as(nested.name());
      case Output.SpreadColumn column -> sql.as(column.shownName());
      case Output.All _ -> {}
    }
  }

  /** An output without its name; without its aggregate, when that is the parent's to apply. */
  private void expression(String alias, Output output, boolean folded) {
    Optional<Fold> fold = folded ? output.fold() : Optional.empty();
    fold.ifPresent(f -> openFold(f));
    switch (output) {
      case Output.All _ -> sql.column(alias, "*");
      case Output.Value value -> value(alias, value);
      case Output.Rows _ -> sql.add(folded ? "*" : "1");
      case Output.Nested(String embed, boolean toOne, _) -> nested(embed, toOne);
      case Output.SpreadColumn column -> spreadColumn(column);
    }
    fold.ifPresent(f -> closeFold(f));
  }

  private void openFold(Fold fold) {
    sql.add(fold.cast().isPresent() ? "cast(" : "").add(fold.function().sql()).add("(");
  }

  private void closeFold(Fold fold) {
    sql.add(")").add(fold.cast().map(type -> " as " + type + ")").orElse(""));
  }

  private void value(String alias, Output.Value value) {
    sql.add(value.cast().isPresent() ? "cast(" : "");
    expressions.shown(alias, value.column());
    sql.add(value.cast().map(type -> " as " + type + ")").orElse(""));
  }

  private void nested(String embed, boolean toOne) {
    if (toOne) {
      sql.add("to_jsonb(").column(embed, "*").add(")");
    } else {
      sql.add("coalesce(").column(embed, ROWS).add(", '[]')");
    }
  }

  private void spreadColumn(Output.SpreadColumn column) {
    if (column.toOne()) {
      sql.column(column.embed(), column.column());
    } else {
      sql.add("coalesce(").column(column.embed(), column.column()).add(", '[]')");
    }
  }

  private void from(ReadNode node) {
    sql.add(" from ");
    switch (node.source()) {
      case Source.Table(var name) -> sql.name(name).as(node.alias());
      case Source.Result _ -> sql.add(RESULT).as(node.alias());
      case Source.Written(int place) -> sql.add(NestedSql.written(place)).as(node.alias());
      case Source.Computed(var function, String parent, var type) ->
          sql.name(function).add("(").name(parent).add("::").name(type).add(")").as(node.alias());
      case Source.Through(var name, var junction, String junctionAlias) ->
          sql.name(name).as(node.alias()).add(", ").name(junction).as(junctionAlias);
    }
  }

  private void join(Embed embed) {
    sql.add(embed.inner() ? " inner join lateral (" : " left join lateral (");
    if (embed.toOne()) {
      query(embed.node(), embed.links(), embed.use() == Use.SPREAD);
    } else {
      collect(embed);
    }
    sql.add(")").as(embed.alias()).add(" on ");
    if (embed.inner() && !embed.toOne()) {
      hasRows(embed);
    } else {
      sql.add("true");
    }
  }

  /** Many rows become one: an array of rows, or an array for each column. */
  private void collect(Embed embed) {
    sql.add("select ");
    if (embed.use() == Use.SPREAD) {
      sql.each(embed.node().outputs(), ", ", output -> collectColumn(output.innerName()));
      sql.add(", count(*) > 0 as ").name(ROWS);
    } else {
      sql.add("jsonb_agg(").column(ELEMENT, "*").add(")").as(ROWS);
    }
    sql.add(" from (");
    query(embed.node(), embed.links(), embed.use() == Use.SPREAD);
    sql.add(")").as(ELEMENT);
  }

  private void collectColumn(String column) {
    sql.add("jsonb_agg(").column(ELEMENT, column).add(")").as(column);
  }

  private void hasRows(Embed embed) {
    if (embed.toOne()) {
      sql.name(embed.alias()).add(" is distinct from null");
    } else if (embed.use() == Use.SPREAD) {
      sql.column(embed.alias(), ROWS);
    } else {
      sql.column(embed.alias(), ROWS).add(" is not null");
    }
  }

  private void where(ReadNode node, List<Link> links) {
    if (node.conditions().isEmpty() && links.isEmpty()) {
      return;
    }
    sql.add(" where ");
    sql.each(links, " and ", this::link);
    sql.add(links.isEmpty() || node.conditions().isEmpty() ? "" : " and ");
    expressions.conditions(node.alias(), node.conditions(), exists -> exists(node, exists));
  }

  private void link(Link link) {
    sql.column(link.leftAlias(), link.leftColumn())
        .add(" = ")
        .column(link.rightAlias(), link.rightColumn());
  }

  private void exists(ReadNode node, Condition.Exists exists) {
    sql.add(exists.exists() ? "(" : "not (");
    hasRows(embed(node, exists.embed()));
    sql.add(")");
  }

  private static Embed embed(ReadNode node, String alias) {
    return node.embeds().stream()
        .filter(embed -> embed.alias().equals(alias))
        .findFirst()
        .orElseThrow();
  }

  private void group(ReadNode node, boolean spread) {
    List<Output> plain = node.outputs().stream().filter(output -> output.fold().isEmpty()).toList();
    if (spread || plain.isEmpty() || !node.grouped()) {
      return;
    }
    sql.add(" group by ").each(plain, ", ", output -> expression(node.alias(), output, true));
  }

  private void order(ReadNode node) {
    if (!node.orderings().isEmpty()) {
      sql.add(" order by ")
          .each(node.orderings(), ", ", ordering -> ordering(node.alias(), ordering));
    }
  }

  private void ordering(String alias, Ordering ordering) {
    key(alias, ordering.key());
    ordering
        .direction()
        .ifPresent(direction -> sql.add(" ").add(direction.name().toLowerCase(Locale.ROOT)));
    ordering
        .nulls()
        .ifPresent(nulls -> sql.add(" nulls ").add(nulls.name().toLowerCase(Locale.ROOT)));
  }

  private void window(Window window) {
    if (window.limit().isPresent()) {
      sql.add(" limit ").slot(new Template.Slot.Limit(window.limit().get(), window.max()));
    } else if (window.max().isPresent()) {
      sql.add(" limit ").add(Long.toString(window.max().getAsLong()));
    }
    window.offset().ifPresent(offset -> sql.add(" offset ").value(offset));
  }

  /** A query with one row for each row that the top resource has, whatever limit and offset say. */
  void countable(ReadNode node) {
    countable(node, List.of());
  }

  /** The version of the one row that the top resource has. */
  void version(ReadNode node, RowVersion version) {
    sql.add("select ");
    expressions.version(node.alias(), version);
    existingRows(node, List.of());
    sql.add(" limit 1");
  }

  private void countable(ReadNode node, List<Link> links) {
    if (node.condensed()) {
      sql.add("select 1 from (");
      unordered(node, links, false);
      sql.add(")").as(ROWS);
      return;
    }
    sql.add("select 1");
    existingRows(node, links);
  }

  private void existingRows(ReadNode node, List<Link> links) {
    from(node);
    List<Embed> required = node.embeds().stream().filter(Embed::inner).toList();
    if (node.conditions().isEmpty() && links.isEmpty() && required.isEmpty()) {
      return;
    }
    sql.add(" where true");
    sql.each(links, "", link -> condition(link));
    sql.each(required, "", embed -> existing(embed));
    if (!node.conditions().isEmpty()) {
      sql.add(" and ");
      expressions.conditions(node.alias(), node.conditions(), exists -> countExists(node, exists));
    }
  }

  private void condition(Link link) {
    sql.add(" and ");
    link(link);
  }

  private void existing(Embed embed) {
    sql.add(" and exists (");
    countable(embed.node(), embed.links());
    sql.add(")");
  }

  private void countExists(ReadNode node, Condition.Exists exists) {
    Embed embed = embed(node, exists.embed());
    sql.add(exists.exists() ? "exists (" : "not exists (");
    countable(embed.node(), embed.links());
    sql.add(")");
  }
}
