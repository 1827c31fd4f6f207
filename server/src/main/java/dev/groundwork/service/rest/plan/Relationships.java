package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Cardinality;
import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relationship;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.text.JsonText;
import dev.groundwork.base.text.NearestName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the one relationship that an embed means, or says which ones it could mean. */
final class Relationships {
  private final SchemaCache schema;
  private final String exposed;

  Relationships(SchemaCache schema, String exposed) {
    this.schema = schema;
    this.exposed = exposed;
  }

  /**
   * The relationship from a relation to what an embed calls its target.
   *
   * @throws dev.groundwork.base.problem.ProblemException when none or more than one fits
   */
  Relationship find(Name source, String target, Optional<String> hint) {
    List<Relationship> all = schema.relationshipsFrom(source);
    List<Relationship> computed = all.stream().filter(r -> isComputed(r, target)).toList();
    List<Relationship> found =
        computed.isEmpty() ? all.stream().filter(r -> matches(r, target, hint)).toList() : computed;
    return switch (found.size()) {
      case 0 -> throw none(source, target, hint).raise();
      case 1 -> found.getFirst();
      default -> throw ambiguous(source, target, found).raise();
    };
  }

  private static boolean isComputed(Relationship relationship, String target) {
    return relationship instanceof Relationship.Computed computed
        && computed.function().name().equals(target);
  }

  private boolean matches(Relationship relationship, String target, Optional<String> hint) {
    return switch (relationship) {
      case Relationship.Computed _ -> false;
      case Relationship.ForeignKey key when !key.target().schema().equals(exposed) -> false;
      case Relationship.ForeignKey key when key.isSelf() -> matchesSelf(key, target, hint);
      case Relationship.ForeignKey key ->
          hint.map(h -> isTarget(key, target) && matchesHint(key.cardinality(), h))
              .orElseGet(() -> matchesTarget(key, target));
    };
  }

  /**
   * One key makes two relationships here: the table's name means the children, the column's name
   * the parent.
   */
  private static boolean matchesSelf(
      Relationship.ForeignKey key, String target, Optional<String> hint) {
    boolean children = isTarget(key, target) && key.cardinality() instanceof OneToMany;
    return hint.map(h -> children && singleColumn(key.cardinality(), ColumnPair::target, h))
        .orElseGet(() ->
            children
                || (key.cardinality() instanceof ManyToOne
                    && singleColumn(key.cardinality(), ColumnPair::source, target)));
  }

  private static boolean isTarget(Relationship.ForeignKey key, String target) {
    return key.target().name().equals(target);
  }

  private static boolean matchesTarget(Relationship.ForeignKey key, String target) {
    return isTarget(key, target)
        || (!key.targetIsView()
            && (constraint(key.cardinality()).equals(Optional.of(target))
                || singleColumn(key.cardinality(), ColumnPair::source, target)));
  }

  private static boolean matchesHint(Cardinality cardinality, String hint) {
    return constraint(cardinality).equals(Optional.of(hint))
        || singleColumn(cardinality, ColumnPair::source, hint)
        || singleColumn(cardinality, ColumnPair::target, hint)
        || (cardinality instanceof ManyToMany(Junction junction)
            && junction.relation().name().equals(hint));
  }

  private static Optional<String> constraint(Cardinality cardinality) {
    return switch (cardinality) {
      case ManyToOne(String name, _) -> Optional.of(name);
      case OneToMany(String name, _) -> Optional.of(name);
      case OneToOne(String name, _, _) -> Optional.of(name);
      case ManyToMany _ -> Optional.empty();
    };
  }

  private static List<ColumnPair> columns(Cardinality cardinality) {
    return switch (cardinality) {
      case ManyToOne(_, List<ColumnPair> columns) -> columns;
      case OneToMany(_, List<ColumnPair> columns) -> columns;
      case OneToOne(_, List<ColumnPair> columns, _) -> columns;
      case ManyToMany _ -> List.of();
    };
  }

  private static boolean singleColumn(
      Cardinality cardinality, Function<ColumnPair, String> side, String name) {
    List<ColumnPair> columns = columns(cardinality);
    return columns.size() == 1 && side.apply(columns.getFirst()).equals(name);
  }

  private PlanProblem none(Name source, String target, Optional<String> hint) {
    return new PlanProblem.NoRelationship(
        source.name(), target, hint, exposed, nearest(source, target));
  }

  private Optional<String> nearest(Name source, String target) {
    List<String> targets =
        schema.relationshipsFrom(source).stream().map(r -> r.target().name()).distinct().toList();
    if (targets.isEmpty()) {
      List<String> sources =
          schema.relationships().keySet().stream()
              .filter(n -> n.schema().equals(exposed))
              .map(Name::name)
              .toList();
      return meant(source.name(), sources, 0.75);
    }
    return targets.contains(target) ? Optional.empty() : meant(target, targets, 0.33);
  }

  private static Optional<String> meant(String word, List<String> names, double least) {
    return NearestName.alike(word, names, least)
        .filter(name -> !name.equals(word))
        .map(name -> "Perhaps you meant '" + name + "' instead of '" + word + "'.");
  }

  private static PlanProblem ambiguous(Name source, String target, List<Relationship> found) {
    List<Relationship.ForeignKey> keys =
        found.stream()
            .map(r -> r instanceof Relationship.ForeignKey key ? key : null)
            .filter(Objects::nonNull)
            .toList();
    String choices =
        keys.stream().map(Relationships::describe).collect(Collectors.joining(",", "[", "]"));
    List<String> names =
        keys.stream().map(key -> "'" + key.target().name() + "!" + hintFor(key) + "'").toList();
    return new PlanProblem.AmbiguousRelationship(source.name(), target, choices, names);
  }

  private static String hintFor(Relationship.ForeignKey key) {
    return key.cardinality() instanceof ManyToMany(Junction junction)
        ? junction.relation().name()
        : constraint(key.cardinality()).orElse("");
  }

  private static String describe(Relationship.ForeignKey key) {
    String from = key.source().name();
    String to = key.target().name();
    return "{\"cardinality\":"
        + JsonText.string(cardinalityName(key.cardinality()))
        + ",\"embedding\":"
        + JsonText.string(from + " with " + to)
        + ",\"relationship\":"
        + JsonText.string(way(key.cardinality(), from, to))
        + "}";
  }

  private static String cardinalityName(Cardinality cardinality) {
    return switch (cardinality) {
      case ManyToOne _ -> "many-to-one";
      case OneToMany _ -> "one-to-many";
      case OneToOne _ -> "one-to-one";
      case ManyToMany _ -> "many-to-many";
    };
  }

  private static String way(Cardinality cardinality, String from, String to) {
    if (cardinality instanceof ManyToMany(Junction junction)) {
      return junction.relation().name()
          + " using "
          + junction.sourceConstraint()
          + list(junction.sourceColumns(), ColumnPair::target)
          + " and "
          + junction.targetConstraint()
          + list(junction.targetColumns(), ColumnPair::target);
    }
    List<ColumnPair> columns = columns(cardinality);
    return constraint(cardinality).orElse("")
        + " using "
        + from
        + list(columns, ColumnPair::source)
        + " and "
        + to
        + list(columns, ColumnPair::target);
  }

  private static String list(List<ColumnPair> pairs, Function<ColumnPair, String> side) {
    return pairs.stream().map(side).collect(Collectors.joining(", ", "(", ")"));
  }
}
