package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.Routine.Parameter;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.text.NearestName;
import dev.groundwork.service.rest.parse.MediaType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the one function that a call means, by its name and the names of its arguments. */
final class Routines {
  /** Parameter names are no secret once the function is known, so a faint likeness is enough. */
  private static final double FAINT = 0.33;

  private static final double CLOSE = 0.75;

  private final SchemaCache schema;

  Routines(SchemaCache schema) {
    this.schema = schema;
  }

  /**
   * The routine to call.
   *
   * @param arguments names that the client gave
   * @param posted the body's type, for a call by POST; a single value of that type may fit an
   *     unnamed parameter
   * @throws dev.groundwork.base.problem.ProblemException when none or more than one fits
   */
  Routine find(Name name, Set<String> arguments, Optional<MediaType> posted) {
    List<Routine> overloads = schema.routines(name);
    List<Routine> named = overloads.stream().filter(r -> takes(r, arguments, posted)).toList();
    List<Routine> found =
        named.isEmpty() ? overloads.stream().filter(r -> takesWhole(r, posted)).toList() : named;
    return switch (found.size()) {
      case 0 -> throw none(name, arguments, posted, overloads).raise();
      case 1 -> found.getFirst();
      default ->
          throw new PlanProblem.AmbiguousFunction(found.stream().map(Routines::signature).toList())
              .raise();
    };
  }

  private static boolean takes(Routine routine, Set<String> arguments, Optional<MediaType> posted) {
    if (routine.parameters().isEmpty()) {
      return arguments.isEmpty() && !posted.map(Routines::isSingleValue).orElse(false);
    }
    Set<String> unknown = new HashSet<>(arguments);
    for (Parameter parameter : routine.parameters()) {
      if (!unknown.remove(parameter.name()) && parameter.required()) {
        return false;
      }
    }
    return unknown.isEmpty();
  }

  private static boolean isSingleValue(MediaType type) {
    return type.equals(MediaType.Plain.TEXT)
        || type.equals(MediaType.Plain.XML)
        || type.equals(MediaType.Plain.BYTES);
  }

  private static boolean takesWhole(Routine routine, Optional<MediaType> posted) {
    return routine.parameters().size() == 1
        && routine.parameters().getFirst().name().isEmpty()
        && posted.map(type -> fits(routine.parameters().getFirst().type(), type)).orElse(false);
  }

  private static boolean fits(String type, MediaType posted) {
    return switch (type) {
      case "json", "jsonb" -> posted.equals(MediaType.Plain.JSON);
      case "text" -> posted.equals(MediaType.Plain.TEXT);
      case "xml" -> posted.equals(MediaType.Plain.XML);
      case "bytea" -> posted.equals(MediaType.Plain.BYTES);
      default -> false;
    };
  }

  private static String signature(Routine routine) {
    return routine.parameters().stream()
        .map(parameter -> parameter.name() + " => " + parameter.type())
        .collect(
            Collectors.joining(
                ", ", routine.name().schema() + "." + routine.name().name() + "(", ")"));
  }

  private PlanProblem none(
      Name name, Set<String> arguments, Optional<MediaType> posted, List<Routine> overloads) {
    String function = name.schema() + "." + name.name();
    List<String> sorted = List.copyOf(new TreeSet<>(arguments));
    boolean single = posted.map(Routines::isSingleValue).orElse(false);
    String called =
        sorted.isEmpty() ? " without parameters" : "(" + String.join(", ", sorted) + ")";
    String message =
        "Could not find the function " + function + (single ? "" : called) + " in the schema cache";
    String reason =
        "Searched for the function "
            + function
            + searched(sorted, posted)
            + ", but no matches were found in the schema cache.";
    return new PlanProblem.NoFunction(
        message, reason, single ? Optional.empty() : nearest(name, sorted, overloads));
  }

  private static String searched(List<String> arguments, Optional<MediaType> posted) {
    if (posted.isPresent() && isSingleValue(posted.get())) {
      String type =
          posted.get().equals(MediaType.Plain.TEXT)
              ? "text"
              : posted.get().equals(MediaType.Plain.XML) ? "xml" : "bytea";
      return " with a single unnamed " + type + " parameter";
    }
    String named =
        switch (arguments.size()) {
          case 0 -> " without parameters";
          case 1 -> " with parameter " + arguments.getFirst();
          default -> " with parameters " + String.join(", ", arguments);
        };
    boolean json = posted.equals(Optional.of(MediaType.Plain.JSON));
    return named + (json ? " or with a single unnamed json/jsonb parameter" : "");
  }

  private Optional<String> nearest(Name name, List<String> arguments, List<Routine> overloads) {
    if (overloads.isEmpty()) {
      List<String> names =
          schema.routines().keySet().stream()
              .filter(n -> n.schema().equals(name.schema()))
              .map(Name::name)
              .toList();
      return NearestName.alike(name.name(), names, CLOSE)
          .map(nearest -> meant(name.schema(), nearest));
    }
    List<String> lists = overloads.stream().map(Routines::parameterList).toList();
    String given = "(" + String.join(", ", arguments) + ")";
    return NearestName.alike(given, lists, FAINT)
        .map(nearest -> meant(name.schema(), name.name() + nearest));
  }

  private static String meant(String schema, String call) {
    return "Perhaps you meant to call the function " + schema + "." + call;
  }

  private static String parameterList(Routine routine) {
    return routine.parameters().stream()
        .map(Parameter::name)
        .sorted()
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
