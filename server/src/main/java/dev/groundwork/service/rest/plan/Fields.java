package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Representation;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.parse.DatePart;
import dev.groundwork.service.rest.parse.Field;
import dev.groundwork.service.rest.parse.Filter;
import dev.groundwork.service.rest.parse.Logic;
import dev.groundwork.service.rest.parse.Operation;
import dev.groundwork.service.rest.plan.Mutation.Target;
import dev.groundwork.service.rest.plan.ReadNode.ColumnRef;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.ReadNode.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves fields of one relation: their types, and the functions by which domains are represented.
 * A name that is no column stays as it is, since it may be a computed column; PostgreSQL tells when
 * it is not.
 */
final class Fields {
  private static final String OUTSIDE = "json";
  private static final String QUERY = "text";

  private final Optional<Relation> relation;
  private final Map<String, String> computed;
  private final List<Representation> representations;

  Fields(SchemaCache schema, Name relation) {
    this.relation = schema.relation(relation);
    this.computed = schema.computedColumns(relation);
    this.representations = schema.representations();
  }

  Optional<Column> column(String name) {
    return relation.map(r -> r.columns().get(name));
  }

  /** All columns, in order; none when the relation is unknown. */
  List<Column> columns() {
    return relation.map(r -> List.copyOf(r.columns().values())).orElse(List.of());
  }

  /** Whether some column is shown to clients by a function. */
  boolean anyRepresented() {
    return !representations.isEmpty() && columns().stream().anyMatch(c -> shown(c).isPresent());
  }

  private Optional<Name> shown(Column column) {
    return representation(column.nominalType(), OUTSIDE);
  }

  private Optional<Name> representation(String from, String to) {
    return representations.stream()
        .filter(r -> r.sourceType().equals(from) && r.targetType().equals(to))
        .map(Representation::function)
        .findFirst();
  }

  /** A field to be shown. */
  ColumnRef shown(Field field) {
    return ref(field, column(field.name()).flatMap(this::shown));
  }

  /** A field to sort by or to compare rows with. */
  ColumnRef plain(Field field) {
    return ref(field, Optional.empty());
  }

  private ColumnRef ref(Field field, Optional<Name> function) {
    boolean json = type(field.name()).filter(Fields::isJson).isPresent();
    boolean whole = field.part().isEmpty() && field.fold().isEmpty();
    return new ColumnRef(
        field.name(),
        field.path(),
        json,
        whole ? function : Optional.empty(),
        field.part().map(part -> part(field, part)),
        field.fold());
  }

  private Part part(Field field, DatePart part) {
    Optional<String> type = typeOf(new Field(field.name(), field.path()));
    type.filter(known -> !hasPart(known, part))
        .ifPresent(known -> {
          throw new GroupingProblem.NoPart(field.name(), known, part.word()).raise();
        });
    return new Part(part, type.equals(Optional.of("date")));
  }

  private static boolean hasPart(String type, DatePart part) {
    return switch (type) {
      case "date" -> !part.isOfDay();
      case "timestamp without time zone", "timestamp with time zone" -> true;
      case "time without time zone", "time with time zone" -> part.isOfDay() && !part.isMoment();
      default -> false;
    };
  }

  /** The type of a field, when it is known. */
  Optional<String> typeOf(Field field) {
    return field.path().isEmpty()
        ? type(field.name())
        : type(field.name())
            .map(type ->
                field.path().getLast().asText() ? "text" : type.equals("json") ? "json" : "jsonb");
  }

  /** The type of a column, computed or not. */
  private Optional<String> type(String name) {
    return column(name).map(Column::baseType).or(() -> Optional.ofNullable(computed.get(name)));
  }

  /** Whether a column holds JSON. */
  boolean holdsJson(String name) {
    return type(name).filter(Fields::isJson).isPresent();
  }

  private static boolean isJson(String type) {
    return type.equals("json") || type.equals("jsonb");
  }

  /** A filter, with the function that reads its operand. */
  Condition.Test condition(Filter filter) {
    Optional<Column> column = column(filter.field().name());
    Optional<Name> function = column.flatMap(c -> representation(QUERY, c.nominalType()));
    boolean vector = type(filter.field().name()).filter("tsvector"::equals).isPresent();
    boolean vectorize = filter.operation() instanceof Operation.FullText && !vector;
    return new Condition.Test(
        ref(filter.field(), function), filter.negated(), filter.operation(), vectorize);
  }

  /** A tree of filters. */
  Condition condition(Logic logic) {
    return switch (logic) {
      case Logic.Leaf(Filter filter) -> condition(filter);
      case Logic.Group(boolean negated, Logic.Connective connective, List<Logic> members) ->
          new Condition.Group(negated, connective, members.stream().map(this::condition).toList());
    };
  }

  /** A column to be written. */
  Target target(String name) {
    Column column =
        column(name)
            .orElseThrow(() ->
                new PlanProblem.NoColumn(relation.map(r -> r.name().name()).orElse(""), name)
                    .raise());
    Optional<Name> parse = representation(OUTSIDE, column.nominalType());
    String type = parse.isPresent() ? OUTSIDE : ofAnyLength(column.nominalType());
    Intake intake =
        parse.isPresent() ? Intake.OTHER : Intake.of(type, !column.enumValues().isEmpty());
    return new Target(name, type, column.defaultValue(), parse, intake);
  }

  /** Without a length, the types of fixed length mean a length of one. */
  private static String ofAnyLength(String type) {
    return switch (type) {
      case "bit" -> "bit varying";
      case "character" -> "character varying";
      case "bit[]" -> "bit varying[]";
      case "character[]" -> "character varying[]";
      default -> type;
    };
  }
}
