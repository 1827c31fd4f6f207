package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.text.NearestName;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.config.RestConfig.TxEnd;
import dev.groundwork.service.rest.parse.Documents;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.Method;
import dev.groundwork.service.rest.parse.ParseProblem;
import dev.groundwork.service.rest.parse.Payload;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.parse.SelectItem;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.parse.Shape.Argument;
import dev.groundwork.service.rest.parse.Target;
import dev.groundwork.service.rest.plan.Plan.Arguments;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.plan.ReadNode.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the shape of a request into a plan against a schema snapshot. Pure. */
public final class Planner {
  private final Shape shape;
  private final SchemaCache schema;
  private final RestConfig config;
  private final String exposed;
  private final Preferences preferences;

  private Planner(Shape shape, SchemaCache schema, RestConfig config) {
    this.shape = shape;
    this.schema = schema;
    this.config = config;
    this.exposed = exposed(shape.profile(), config.schemas());
    this.preferences = allowed(shape.preferences(), config.txEnd());
  }

  /**
   * Plans a request.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link PlanProblem} when it cannot
   *     be met
   */
  public static Plan plan(Shape shape, SchemaCache schema, RestConfig config) {
    return new Planner(shape, schema, config).plan();
  }

  /** Refuses preferences that cannot be met, when the client insists on them. */
  public static void checkPreferences(Preferences preferences, List<String> unknown) {
    if (preferences.strict() && !unknown.isEmpty()) {
      throw new PlanProblem.UnknownPreferences(unknown).raise();
    }
  }

  private static String exposed(Optional<String> profile, List<String> schemas) {
    if (profile.isEmpty()) {
      return schemas.getFirst();
    }
    if (!schemas.contains(profile.get())) {
      throw new PlanProblem.UnknownSchema(profile.get(), schemas).raise();
    }
    return profile.get();
  }

  private static Preferences allowed(Preferences asked, TxEnd txEnd) {
    return switch (txEnd) {
      case COMMIT_ALLOW_OVERRIDE, ROLLBACK_ALLOW_OVERRIDE -> asked;
      case COMMIT, ROLLBACK ->
          new Preferences(
              asked.resolution(),
              asked.returned(),
              asked.count(),
              Optional.empty(),
              asked.missing(),
              asked.handling(),
              asked.timezone(),
              asked.maxAffected());
    };
  }

  private Plan plan() {
    return switch (shape.target()) {
      case Target.Root _ -> root();
      case Target.OpenApi31 _ when config.rootSpec().isPresent() ->
          throw new PlanProblem.DescriptionOff().raise(); // the project describes itself
      case Target.OpenApi31 _ -> describe(Plan.Describe.Form.OPENAPI_31);
      case Target.Table(String name) -> table(new Name(exposed, name));
      case Target.Function(String name) -> function(new Name(exposed, name));
    };
  }

  private Plan root() {
    return config.rootSpec().isPresent() && shape.method() != Method.OPTIONS
        ? call(rootFunction(config.rootSpec().get()))
        : describe(Plan.Describe.Form.OPENAPI_2);
  }

  private Plan describe(Plan.Describe.Form form) {
    if (shape.method() == Method.OPTIONS) {
      return new Plan.Allow(exposed, List.of("OPTIONS", "GET", "HEAD"));
    }
    if (config.openApiMode() == RestConfig.OpenApiMode.DISABLED) {
      throw new PlanProblem.DescriptionOff().raise();
    }
    Set<MediaType> made =
        Set.of(MediaType.Plain.OPENAPI, MediaType.Plain.JSON, MediaType.Plain.ANY);
    if (shape.accepts().stream().noneMatch(made::contains)) {
      throw new PlanProblem.UnknownMedia(shape.accepts().stream().map(MediaType::mime).toList())
          .raise();
    }
    return new Plan.Describe(exposed, form, shape.method() == Method.GET);
  }

  private Name rootFunction(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new Name(exposed, name)
        : new Name(name.substring(0, dot), name.substring(dot + 1));
  }

  private Plan table(Name name) {
    Relation relation = schema.relation(name).orElseThrow(() -> noTable(name).raise());
    return switch (shape.method()) {
      case GET, HEAD -> read(relation);
      case POST, PATCH, PUT, DELETE -> write(relation);
      case OPTIONS -> new Plan.Allow(exposed, methods(relation));
    };
  }

  private PlanProblem noTable(Name name) {
    List<String> names =
        schema.relations().keySet().stream()
            .filter(n -> n.schema().equals(exposed))
            .map(Name::name)
            .toList();
    return new PlanProblem.NoTable(
        exposed, name.name(), NearestName.alike(name.name(), names, 0.75));
  }

  private static List<String> methods(Relation relation) {
    List<String> methods = new ArrayList<>(List.of("OPTIONS", "GET", "HEAD"));
    if (relation.insertable()) {
      methods.add("POST");
    }
    if (relation.insertable() && relation.updatable() && !relation.primaryKey().isEmpty()) {
      methods.add("PUT");
    }
    if (relation.updatable()) {
      methods.add("PATCH");
    }
    if (relation.deletable()) {
      methods.add("DELETE");
    }
    return methods;
  }

  private Plan read(Relation relation) {
    Name name = relation.name();
    ReadNode node =
        reader(config.maxRows())
            .root(new Source.Table(name), name, shape.select(), Parts.of(shape));
    Negotiator.Choice choice = negotiate(name);
    boolean bodyWanted = shape.method() == Method.GET;
    boolean tagged = shape.tagging().wanted();
    boolean byKey = node.fixes(relation.primaryKey());
    BodyForm form = bodyWanted || tagged ? choice.form() : new BodyForm.Nothing();
    return new Plan.Read(
        exposed,
        name,
        node,
        form,
        choice.media(),
        preferences,
        config.maxRows(),
        bodyWanted,
        byKey,
        new Tagging(tagged, byKey ? RowVersion.of(relation) : Optional.empty(), Optional.empty()),
        keyset(relation, node, choice));
  }

  private Optional<Keyset> keyset(Relation relation, ReadNode node, Negotiator.Choice choice) {
    return shape.refinement().paged()
        ? Optional.of(KeysetPlanner.keyset(relation, node, choice))
        : Optional.empty();
  }

  private ReadPlanner reader(OptionalLong maxRows) {
    if (!config.aggregates() && Grouping.isUsed(shape)) {
      throw new PlanProblem.AggregatesOff().raise();
    }
    return new ReadPlanner(schema, config, exposed, maxRows);
  }

  private Negotiator.Choice negotiate(Name target) {
    boolean whole = shape.select().equals(List.of(new SelectItem.Star()));
    return new Negotiator(schema, config).choose(shape.accepts(), target, whole);
  }

  private Plan write(Relation relation) {
    Grouping.requireRows(shape);
    if (shape.refinement().nested().isPresent()) {
      return nested(relation);
    }
    Parts parts = Parts.of(shape).ofChanged();
    ReadNode node =
        reader(OptionalLong.empty())
            .root(new Source.Result(), relation.name(), shape.select(), parts);
    MutationPlanner planner = new MutationPlanner(shape, schema, relation, preferences);
    Mutation mutation = planner.plan(node);
    Negotiator.Choice choice = negotiate(relation.name());
    BodyForm form = preferences.representation() ? choice.form() : new BodyForm.Nothing();
    return new Plan.Write(
        exposed,
        relation.name(),
        mutation,
        node,
        form,
        choice.media(),
        preferences,
        planner.tagging());
  }

  private Plan nested(Relation relation) {
    NestedNode top =
        new NestedPlanner(shape, schema, exposed, config.nesting().depth()).plan(relation);
    Parts parts = Parts.of(shape).ofChanged();
    ReadNode node = reader(OptionalLong.empty()).written(top, shape.select(), parts);
    Negotiator.Choice choice = negotiate(relation.name());
    if (choice.media() instanceof MediaType.ExecutionPlan) {
      throw new ParseProblem.NotNested("an execution plan").raise();
    }
    boolean shown = preferences.representation();
    return new Plan.Write(
        exposed,
        relation.name(),
        new NestedReturning(schema, preferences, relation).of(top, node, shape),
        node,
        shown ? choice.form() : new BodyForm.Nothing(),
        choice.media(),
        preferences,
        Tagging.NONE);
  }

  /** Refuses more nested rows than there may be. */
  public static void checkNested(Request.Body body, int most) {
    if (body instanceof Request.Body.Places(List<Documents.Rows> places)) {
      int rows = places.stream().mapToInt(Documents.Rows::count).sum();
      if (rows > most) {
        throw new NestedProblem.TooMany(rows, most).raise();
      }
    }
  }

  private Plan function(Name name) {
    if (shape.method() == Method.OPTIONS) {
      return new Plan.Allow(exposed, callMethods(name));
    }
    return call(name);
  }

  private List<String> callMethods(Name name) {
    List<Routine> overloads = schema.routines(name);
    if (overloads.isEmpty()) {
      new Routines(schema).find(name, Set.of(), Optional.empty());
    }
    boolean readable =
        overloads.stream().anyMatch(r -> r.volatility() != Routine.Volatility.VOLATILE);
    return readable ? List.of("OPTIONS", "GET", "HEAD", "POST") : List.of("OPTIONS", "POST");
  }

  private Plan call(Name name) {
    boolean posted = shape.method() == Method.POST;
    Routine routine =
        new Routines(schema)
            .find(name, argumentNames(), posted ? Optional.of(bodyType()) : Optional.empty());
    checkMaxAffected(routine);
    Name rows = rowType(routine);
    ReadNode node =
        reader(config.maxRows()).root(new Source.Result(), rows, shape.select(), Parts.of(shape));
    Negotiator.Choice choice = negotiate(schema.relation(rows).isPresent() ? rows : routine.name());
    boolean bodyWanted = shape.method() != Method.HEAD;
    return new Plan.Call(
        exposed,
        routine,
        arguments(routine),
        Returning.computed(node, rows, schema),
        node,
        bodyWanted ? choice.form() : new BodyForm.Nothing(),
        choice.media(),
        preferences,
        config.maxRows(),
        !posted || routine.volatility() != Routine.Volatility.VOLATILE,
        bodyWanted);
  }

  private void checkMaxAffected(Routine routine) {
    if (preferences.strict() && preferences.maxAffected() && !routine.returns().set()) {
      throw new PlanProblem.MaxAffectedCall().raise();
    }
  }

  /** The relation whose rows a function gives, or the function's own name when there is none. */
  private Name rowType(Routine routine) {
    return switch (routine.returns()) {
      case Routine.Returns.Composite(Name type, _, _) when schema.relation(type).isPresent() ->
          type;
      case Routine.Returns.Composite _, Routine.Returns.Scalar _ -> routine.name();
    };
  }

  private Set<String> argumentNames() {
    return switch (shape.payload()) {
      case Payload.None _, Payload.Form _ ->
          shape.arguments().stream().map(Argument::name).collect(Collectors.toSet());
      case Payload.Json(_, _, List<String> keys) -> Set.copyOf(shape.columns().orElse(keys));
      case Payload.Raw _, Payload.Patch _, Payload.Merge _ -> Set.of();
    };
  }

  private MediaType bodyType() {
    return switch (shape.payload()) {
      case Payload.Raw(MediaType type) -> type;
      case Payload.Form _ -> MediaType.Plain.FORM;
      case Payload.Json(MediaType type, _, _) -> type;
      case Payload.None _, Payload.Patch _, Payload.Merge _ -> MediaType.Plain.JSON;
    };
  }

  private Arguments arguments(Routine routine) {
    List<Routine.Parameter> parameters = routine.parameters();
    if (parameters.size() == 1 && parameters.getFirst().name().isEmpty()) {
      return new Arguments.Positional(parameters.getFirst());
    }
    Set<String> given = argumentNames();
    List<Routine.Parameter> bound =
        parameters.stream().filter(p -> given.contains(p.name())).toList();
    return switch (shape.payload()) {
      case Payload.Json(_, boolean array, _) -> new Arguments.FromJson(bound, array);
      case Payload.None _, Payload.Form _, Payload.Raw _, Payload.Patch _, Payload.Merge _ ->
          new Arguments.Direct(bound.stream().map(p -> new Arguments.Bound(p, values(p))).toList());
    };
  }

  /** The values of a parameter; of several values for one that is not variadic, the last counts. */
  private List<Argument> values(Routine.Parameter parameter) {
    List<Argument> values =
        shape.arguments().stream().filter(a -> a.name().equals(parameter.name())).toList();
    return parameter.variadic() ? values : List.of(values.getLast());
  }
}
