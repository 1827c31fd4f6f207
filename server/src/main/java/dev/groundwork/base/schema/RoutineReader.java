package dev.groundwork.base.schema;

import dev.groundwork.base.schema.Routine.Parameter;
import dev.groundwork.base.schema.Routine.Returns;
import dev.groundwork.base.schema.Routine.Volatility;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the functions of exposed schemas together with their parameters and settings. */
final class RoutineReader {
  private static final String ISOLATION = "default_transaction_isolation";

  /** A single parameter of one of these types may be unnamed: it takes the request's body. */
  private static final Set<String> BODY_TYPES = Set.of("bytea", "json", "jsonb", "text", "xml");

  private static final Comparator<Routine> ORDER =
      Comparator.comparingInt((Routine routine) -> routine.parameters().size())
          .thenComparing(routine -> routine.description().orElse(""))
          .thenComparing(RoutineReader::signature);

  private final Map<Long, List<Cells>> parameters = new HashMap<>();
  private final Map<Long, Map<String, String>> settings = new HashMap<>();
  private final Set<String> hoisted;

  private RoutineReader(Catalog catalog, SchemaScope scope) {
    hoisted =
        scope.hoistedSettings().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    for (Cells row : catalog.rows(CatalogQuery.PARAMETERS)) {
      parameters.computeIfAbsent(row.oid(0), _ -> new ArrayList<>()).add(row);
    }
    for (Cells row : catalog.rows(CatalogQuery.ROUTINE_SETTINGS)) {
      addSetting(row.oid(0), row.text(1));
    }
  }

  /** Functions by name, the overloads of one name with fewer parameters first. */
  static Map<Name, List<Routine>> read(Catalog catalog, SchemaScope scope) {
    RoutineReader reader = new RoutineReader(catalog, scope);
    Map<Name, List<Routine>> routines = new HashMap<>();
    for (Cells row : catalog.rows(CatalogQuery.ROUTINES)) {
      if (reader.callable(row)) {
        routines.computeIfAbsent(row.name(1), _ -> new ArrayList<>()).add(reader.routine(row));
      }
    }
    routines.values().forEach(overloads -> overloads.sort(ORDER));
    routines.replaceAll((_, overloads) -> List.copyOf(overloads));
    return routines;
  }

  private void addSetting(long routine, String assignment) {
    int equals = assignment.indexOf('=');
    settings
        .computeIfAbsent(routine, _ -> new LinkedHashMap<>())
        .put(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  /** Clients name the arguments, so a function with unnamed parameters cannot be called. */
  private boolean callable(Cells row) {
    List<Cells> found = parameters.getOrDefault(row.oid(0), List.of());
    boolean unnamed = row.flag(11) && !found.isEmpty();
    return !unnamed || (found.size() == 1 && BODY_TYPES.contains(found.getFirst().text(2)));
  }

  private Routine routine(Cells row) {
    long oid = row.oid(0);
    Map<String, String> all = settings.getOrDefault(oid, Map.of());
    Map<String, String> kept = new LinkedHashMap<>();
    for (Map.Entry<String, String> setting : all.entrySet()) {
      if (hoisted.contains(setting.getKey().toLowerCase(Locale.ROOT))
          && !setting.getKey().equals(ISOLATION)) {
        kept.put(setting.getKey(), setting.getValue());
      }
    }
    return new Routine(
        oid,
        row.name(1),
        parameters(oid, row.number(10)),
        returns(row),
        volatility(row.letter(8)),
        row.flag(9),
        Optional.ofNullable(all.get(ISOLATION)).map(level -> level.toLowerCase(Locale.ROOT)),
        kept,
        row.optional(12));
  }

  private List<Parameter> parameters(long routine, int required) {
    List<Parameter> found = new ArrayList<>();
    for (Cells row : parameters.getOrDefault(routine, List.of())) {
      found.add(
          new Parameter(
              row.text(1), row.text(2), row.text(3), found.size() < required, row.flag(4)));
    }
    return found;
  }

  private static Returns returns(Cells row) {
    Name type = row.name(3);
    boolean set = row.flag(5);
    boolean composite = row.flag(6);
    return composite
        ? new Returns.Composite(type, set, row.flag(7))
        : new Returns.Scalar(type, set);
  }

  private static Volatility volatility(char letter) {
    return switch (letter) {
      case 'i' -> Volatility.IMMUTABLE;
      case 's' -> Volatility.STABLE;
      default -> Volatility.VOLATILE;
    };
  }

  private static String signature(Routine routine) {
    return routine.parameters().stream()
        .map(parameter -> parameter.name() + '\0' + parameter.type())
        .collect(Collectors.joining("\0"));
  }
}
