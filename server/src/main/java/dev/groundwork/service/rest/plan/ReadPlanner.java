package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relationship;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Distinct;
import dev.groundwork.service.rest.parse.Operation;
import dev.groundwork.service.rest.parse.OrderTerm;
import dev.groundwork.service.rest.parse.SelectItem;
import dev.groundwork.service.rest.parse.SelectItem.Join;
import dev.groundwork.service.rest.parse.Shape.WindowSlots;
import dev.groundwork.service.rest.plan.DistinctPlanner.Order;
import dev.groundwork.service.rest.plan.ReadNode.ColumnRef;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.ReadNode.Embed;
import dev.groundwork.service.rest.plan.ReadNode.Link;
import dev.groundwork.service.rest.plan.ReadNode.Ordering;
import dev.groundwork.service.rest.plan.ReadNode.Output;
import dev.groundwork.service.rest.plan.ReadNode.Source;
import dev.groundwork.service.rest.plan.ReadNode.Use;
import dev.groundwork.service.rest.plan.ReadNode.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans what is read: the resource, and the resources embedded in it, from the top down. */
final class ReadPlanner {
  /** Bytes of a name that PostgreSQL keeps, less those of a suffix. */
  private static final int MAX_ALIAS = 63 - "_via".length();

  private static final Ordering AS_SENT =
      new Ordering(
          new Ordering.Key.Own(new ColumnRef(NestedNode.ROW, List.of(), false, Optional.empty())),
          Optional.empty(),
          Optional.empty());

  private final SchemaCache schema;
  private final RestConfig config;
  private final Relationships relationships;
  private final OptionalLong maxRows;
  private String top = "";

  /**
   * A planner for one exposed schema.
   *
   * @param maxRows most rows of any resource
   */
  ReadPlanner(SchemaCache schema, RestConfig config, String exposed, OptionalLong maxRows) {
    this.schema = schema;
    this.config = config;
    this.relationships = new Relationships(schema, exposed);
    this.maxRows = maxRows;
  }

  /** The resource at the top. */
  ReadNode root(Source source, Name relation, List<SelectItem> select, Parts parts) {
    begin(relation, select);
    boolean named = !(source instanceof Source.Table) && selectsComputed(relation, select);
    return node(
        new Place(source, relation, relation.name(), 0, named, maxRows, Optional.empty()),
        select,
        parts);
  }

  /** What is given back of rows that were written with related ones in them. */
  ReadNode written(NestedNode top, List<SelectItem> select, Parts parts) {
    Name relation = top.table();
    begin(relation, select);
    Source source = new Source.Result();
    return node(
        new Place(source, relation, relation.name(), 0, true, maxRows, Optional.of(top)),
        select,
        parts);
  }

  private void begin(Name relation, List<SelectItem> select) {
    if (!config.aggregates() && anyAggregate(select)) {
      throw new PlanProblem.AggregatesOff().raise();
    }
    top = relation.name();
  }

  private boolean selectsComputed(Name relation, List<SelectItem> select) {
    Set<String> computed = schema.computedColumns(relation).keySet();
    return select.stream()
        .anyMatch(
            item -> item instanceof SelectItem.Column c && computed.contains(c.field().name()));
  }

  /**
   * Where a node stands in the tree.
   *
   * @param named whether its columns are selected by name from outside
   * @param written what was written there, when its rows are those
   */
  private record Place(
      Source source,
      Name relation,
      String alias,
      int depth,
      boolean named,
      OptionalLong maxRows,
      Optional<NestedNode> written) {}

  /** An embed as asked for, with the relationship that it means. */
  private record Child(
      String name,
      Optional<String> alias,
      boolean inner,
      boolean spread,
      List<SelectItem> select,
      Relationship way) {
    String shownName() {
      return alias.orElse(name);
    }
  }

  private ReadNode node(Place place, List<SelectItem> select, Parts parts) {
    Fields fields = new Fields(schema, place.relation());
    List<Child> children = children(place.relation(), select);
    ToIntFunction<String> named = name -> childNamed(children, name);
    parts.requireEmbeds(named, name -> missing(children, name));
    List<Embed> embeds = new ArrayList<>();
    Set<String> aliases = new HashSet<>();
    for (int i = 0; i < children.size(); i++) {
      String alias = embedAlias(place, children.get(i), aliases);
      Optional<String> oldName = oldName(children.get(i), parts);
      embeds.add(embed(place, children.get(i), alias, oldName, parts.of(i, named)));
    }
    Family family = new Family(place.relation().name(), children, embeds);
    List<Ordering> orderings =
        parts.ownOrders().stream().map(term -> ordering(fields, family, term)).toList();
    Map<Boolean, List<Condition>> conditions =
        conditions(fields, family, parts).stream()
            .collect(Collectors.partitioningBy(Condition::folds));
    List<Condition> having = Objects.requireNonNull(conditions.get(true));
    boolean grouped =
        !having.isEmpty() || orderings.stream().anyMatch(ordering -> ordering.key().folds());
    if (grouped && place.named() && place.depth() > 0) {
      throw new GroupingProblem.NoGroups("what is spread is grouped by the rows around it").raise();
    }
    List<Output> outputs = new Outputs(fields, place.named()).of(select, embeds, grouped);
    Order order = distinct(fields, parts, outputs, orderings);
    boolean asSent =
        place.written().isPresent()
            && !grouped
            && order.orderings().isEmpty()
            && order.distinct().isEmpty()
            && outputs.stream().allMatch(output -> output.fold().isEmpty());
    return new ReadNode(
        place.source(),
        place.alias(),
        outputs,
        Objects.requireNonNull(conditions.get(false)),
        asSent ? List.of(AS_SENT) : order.orderings(),
        having,
        order.distinct(),
        window(parts.ownWindow(), place.maxRows()),
        embeds);
  }

  private static Order distinct(
      Fields fields, Parts parts, List<Output> outputs, List<Ordering> orderings) {
    Optional<Distinct> asked = parts.ownDistinct();
    if (asked.isPresent() && outputs.isEmpty()) {
      throw new GroupingProblem.DistinctNothing().raise();
    }
    return asked
        .map(distinct -> new DistinctPlanner(fields).order(distinct, outputs, orderings))
        .orElseGet(() -> new Order(Optional.empty(), orderings));
  }

  private List<Child> children(Name relation, List<SelectItem> select) {
    List<Child> children = new ArrayList<>();
    for (SelectItem item : select) {
      switch (item) {
        case SelectItem.Embed e ->
            children.add(
                new Child(
                    e.target(),
                    e.alias(),
                    inner(e.join()),
                    false,
                    e.select(),
                    way(relation, e.target(), e.hint())));
        case SelectItem.Spread s ->
            children.add(
                new Child(
                    s.target(),
                    Optional.empty(),
                    inner(s.join()),
                    true,
                    s.select(),
                    way(relation, s.target(), s.hint())));
        case SelectItem.Star _, SelectItem.Column _, SelectItem.Count _ -> {}
      }
    }
    return children;
  }

  private static boolean inner(Optional<Join> join) {
    return join.equals(Optional.of(Join.INNER));
  }

  private Relationship way(Name relation, String target, Optional<String> hint) {
    return relationships.find(relation, target, hint);
  }

  /**
   * The first child that a path's segment names, or -1: by alias, and by name unless an alias hides
   * it.
   */
  private int childNamed(List<Child> children, String name) {
    for (int i = 0; i < children.size(); i++) {
      Child child = children.get(i);
      boolean byTarget = config.legacyTargetNames() && child.name().equals(name);
      if (byTarget || child.shownName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A name that no sibling has, as one resource may be spread twice. Two that nest under one name
   * would be two members of one name: PostgreSQL refuses them, as it does for PostgREST.
   */
  private String embedAlias(Place parent, Child child, Set<String> taken) {
    String name = parent.relation().name() + "_" + child.shownName();
    String alias = alias(name, parent.depth() + 1);
    for (int i = 2; !taken.add(alias) && child.spread(); i++) {
      alias = alias(name + "_" + i, parent.depth() + 1);
    }
    return alias;
  }

  private static PlanProblem missing(List<Child> children, String name) {
    Optional<String> alias =
        children.stream()
            .filter(child -> child.name().equals(name))
            .findFirst()
            .flatMap(Child::alias);
    return new PlanProblem.NotEmbedded(name, alias);
  }

  /** The resource's own name, where the request uses it in the place of the alias. */
  private static Optional<String> oldName(Child child, Parts parts) {
    boolean hidden = !child.name().equals(child.shownName());
    return hidden && parts.address(child.name()) ? Optional.of(child.name()) : Optional.empty();
  }

  private Embed embed(
      Place parent, Child child, String embedAlias, Optional<String> oldName, Parts parts) {
    int depth = parent.depth() + 1;
    Relationship way = child.way();
    String alias = alias(way.target().name(), depth);
    if (child.spread() && !way.toOne() && anyAggregate(child.select())) {
      throw new PlanProblem.AggregateInSpread().raise();
    }
    OptionalLong max = way.toOne() ? OptionalLong.empty() : maxRows;
    Optional<NestedNode> written =
        parent.written().flatMap(each -> each.member(child.shownName(), way));
    Place place =
        new Place(
            written
                .<Source>map(each -> new Source.Written(each.number()))
                .orElseGet(() -> source(way, parent.alias(), alias)),
            way.target(),
            alias,
            depth,
            child.spread() || written.isPresent(),
            max,
            written);
    ReadNode node = node(place, child.select(), parts);
    Use use = node.outputs().isEmpty() ? Use.HIDE : child.spread() ? Use.SPREAD : Use.NEST;
    return new Embed(
        node,
        embedAlias,
        child.shownName(),
        oldName,
        way.toOne(),
        child.inner(),
        use,
        written.isPresent()
            ? List.of(new Link(parent.alias(), NestedNode.ROW, alias, NestedNode.WITHIN))
            : links(way, parent.alias(), alias));
  }

  /**
   * A name for rows at a depth. PostgreSQL cuts what is too long, which could make two names one;
   * and a table may be called like a shorter one with a number.
   */
  private String alias(String name, int depth) {
    String alias = name + "_" + depth;
    boolean cut = alias.getBytes(StandardCharsets.UTF_8).length > MAX_ALIAS;
    return cut || alias.equals(top)
        ? "pgrst_" + Integer.toHexString(name.hashCode()) + "_" + depth
        : alias;
  }

  private static Source source(Relationship way, String parentAlias, String alias) {
    return switch (way) {
      case Relationship.Computed computed ->
          new Source.Computed(computed.function(), parentAlias, computed.argumentType());
      case Relationship.ForeignKey(_, Name target, ManyToMany(Junction junction), _, _) ->
          new Source.Through(target, junction.relation(), junctionAlias(alias));
      case Relationship.ForeignKey key -> new Source.Table(key.target());
    };
  }

  private static String junctionAlias(String alias) {
    return alias + "_via";
  }

  private static List<Link> links(Relationship way, String parent, String alias) {
    return switch (way) {
      case Relationship.Computed _ -> List.of();
      case Relationship.ForeignKey key ->
          switch (key.cardinality()) {
            case ManyToOne(_, List<ColumnPair> columns) -> links(columns, parent, alias);
            case OneToMany(_, List<ColumnPair> columns) -> links(columns, parent, alias);
            case OneToOne(_, List<ColumnPair> columns, _) -> links(columns, parent, alias);
            case ManyToMany(Junction junction) ->
                Stream.concat(
                        links(junction.sourceColumns(), parent, junctionAlias(alias)).stream(),
                        links(junction.targetColumns(), alias, junctionAlias(alias)).stream())
                    .toList();
          };
    };
  }

  private static List<Link> links(List<ColumnPair> columns, String left, String right) {
    return columns.stream()
        .map(pair -> new Link(left, pair.source(), right, pair.target()))
        .toList();
  }

  /** A node's children as asked for and as planned, index by index. */
  private record Family(String relation, List<Child> children, List<Embed> embeds) {
    Optional<Embed> shown(String name) {
      for (int i = 0; i < children.size(); i++) {
        if (children.get(i).shownName().equals(name)) {
          return Optional.of(embeds.get(i));
        }
      }
      return Optional.empty();
    }
  }

  private static List<Condition> conditions(Fields fields, Family family, Parts parts) {
    List<Condition> conditions = new ArrayList<>();
    parts
        .ownFilters()
        .forEach(filter -> conditions.add(onEmbeds(fields.condition(filter), family)));
    parts.ownLogic().forEach(tree -> conditions.add(onEmbeds(fields.condition(tree), family)));
    return conditions;
  }

  /** Null tests of an embed's name ask whether it has rows. */
  private static Condition onEmbeds(Condition condition, Family family) {
    return switch (condition) {
      case Condition.Group(boolean negated, var connective, List<Condition> members) ->
          new Condition.Group(
              negated, connective, members.stream().map(m -> onEmbeds(m, family)).toList());
      case Condition.Test(
              ColumnRef column,
              boolean negated,
              Operation.Is(Operation.Truth truth),
              _) ->
          isNull(truth)
              .filter(_ -> column.isPlain())
              .flatMap(none -> family.shown(column.name()).map(e -> exists(e, none == negated)))
              .orElse(condition);
      case Condition.Test _, Condition.Exists _, Condition.HasVersion _ -> condition;
    };
  }

  private static Condition exists(Embed embed, boolean exists) {
    return new Condition.Exists(embed.alias(), exists);
  }

  private static Optional<Boolean> isNull(Operation.Truth truth) {
    return switch (truth) {
      case NULL -> Optional.of(true);
      case NOT_NULL -> Optional.of(false);
      case TRUE, FALSE, UNKNOWN -> Optional.empty();
    };
  }

  private static Ordering ordering(Fields fields, Family family, OrderTerm term) {
    return switch (term) {
      case OrderTerm.ByField(var field, var direction, var nulls) ->
          new Ordering(new Ordering.Key.Own(fields.plain(field)), direction, nulls);
      case OrderTerm.ByRelated(String name, var field, var direction, var nulls) -> {
        Embed embed =
            family
                .shown(name)
                .orElseThrow(() -> new PlanProblem.NotEmbedded(name, Optional.empty()).raise());
        if (!embed.toOne()) {
          throw new PlanProblem.RelatedOrder(family.relation(), name).raise();
        }
        ColumnRef column = new ColumnRef(field.name(), field.path(), false, Optional.empty());
        yield new Ordering(new Ordering.Key.Related(embed.alias(), column), direction, nulls);
      }
    };
  }

  private static Window window(Optional<WindowSlots> slots, OptionalLong max) {
    return slots
        .map(s -> new Window(s.limit(), s.offset(), max))
        .orElse(new Window(Optional.empty(), Optional.empty(), max));
  }

  /** Whether an aggregate stands anywhere in a select. */
  private static boolean anyAggregate(List<SelectItem> select) {
    return select.stream()
        .anyMatch(item ->
            switch (item) {
              case SelectItem.Star _ -> false;
              case SelectItem.Count _ -> true;
              case SelectItem.Column column -> column.aggregate().isPresent();
              case SelectItem.Embed embed -> anyAggregate(embed.select());
              case SelectItem.Spread spread -> anyAggregate(spread.select());
            });
  }
}
