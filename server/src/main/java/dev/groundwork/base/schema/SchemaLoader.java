package dev.groundwork.base.schema;

import dev.groundwork.base.pg.Database;
import dev.groundwork.base.schema.RelationReader.Found;
import dev.groundwork.base.schema.Relationship.Computed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds a {@link SchemaCache} from the catalogs of a database. */
public final class SchemaLoader {
  private final Database database;
  private final SchemaScope scope;

  public SchemaLoader(Database database, SchemaScope scope) {
    this.database = database;
    this.scope = scope;
  }

  /**
   * Reads the catalogs in one transaction, as the role that the database is connected with.
   *
   * @param version the number that the new snapshot carries
   * @throws dev.groundwork.base.problem.ProblemException when the database cannot be read
   */
  public SchemaCache load(long version) {
    database.renew();
    Catalog catalog = Catalog.read(database, scope);
    requireSchemas(catalog);
    List<Key> keys = Key.read(catalog);
    List<Found> found = RelationReader.read(catalog, keys);
    List<ViewKey> viewKeys = ViewKeyReader.read(catalog, found, keys);
    Map<Name, Relation> relations = relations(found, viewKeys);
    return new SchemaCache(
        version,
        catalog.rows(CatalogQuery.SETTINGS).getFirst().number(0),
        relations,
        RelationshipFinder.find(relations, keys, viewKeys, computed(catalog, relations)),
        RoutineReader.read(catalog, scope),
        computedColumns(catalog, relations),
        representations(catalog),
        mediaHandlers(catalog),
        RoleSettings.read(catalog),
        TextTypes.read(catalog.rows(CatalogQuery.TEXT_TYPES)),
        timezones(catalog),
        descriptions(catalog));
  }

  private void requireSchemas(Catalog catalog) {
    Set<String> found =
        catalog.rows(CatalogQuery.SCHEMAS).stream()
            .map(row -> row.text(0))
            .collect(Collectors.toSet());
    List<String> missing = scope.required().stream().filter(name -> !found.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new SchemaProblem.NoSchema(missing).raise();
    }
  }

  private static Map<Name, Relation> relations(List<Found> found, List<ViewKey> viewKeys) {
    Map<Name, List<String>> primaryKeys = new HashMap<>();
    for (ViewKey key : viewKeys) {
      if (key.key().kind() == Key.Kind.PRIMARY) {
        primaryKeys.computeIfAbsent(key.view(), _ -> new ArrayList<>()).addAll(key.firstChoice());
      }
    }
    Map<Name, Relation> relations = new HashMap<>();
    for (Found one : found) {
      Relation relation = one.relation();
      List<String> key = primaryKeys.getOrDefault(relation.name(), relation.primaryKey());
      relations.put(relation.name(), relation.withPrimaryKey(key));
    }
    return relations;
  }

  /** Functions from a row of an exposed relation to rows of an exposed relation. */
  private static Collection<Computed> computed(Catalog catalog, Map<Name, Relation> relations) {
    Map<List<Name>, Computed> computed = new LinkedHashMap<>();
    for (Cells row : catalog.rows(CatalogQuery.ROW_FUNCTIONS)) {
      Name source = row.name(2);
      if (row.optional(4).isPresent()
          && relations.containsKey(source)
          && relations.containsKey(row.name(4))) {
        Name function = row.name(0);
        computed.put(
            List.of(source, function),
            new Computed(source, row.name(4), function, source, row.flag(6)));
      }
    }
    return computed.values();
  }

  /** Functions from a row of an exposed relation to anything but rows of a relation. */
  private static Map<Name, Map<String, String>> computedColumns(
      Catalog catalog, Map<Name, Relation> relations) {
    Map<Name, Map<String, String>> columns = new HashMap<>();
    for (Cells row : catalog.rows(CatalogQuery.ROW_FUNCTIONS)) {
      if (row.optional(4).isEmpty() && relations.containsKey(row.name(2))) {
        columns.computeIfAbsent(row.name(2), _ -> new HashMap<>()).put(row.text(1), row.text(7));
      }
    }
    return columns;
  }

  private static List<Representation> representations(Catalog catalog) {
    return catalog.rows(CatalogQuery.REPRESENTATIONS).stream()
        .map(row -> new Representation(row.text(0), row.text(1), row.name(2)))
        .toList();
  }

  private static List<MediaHandler> mediaHandlers(Catalog catalog) {
    return catalog.rows(CatalogQuery.MEDIA_HANDLERS).stream()
        .map(SchemaLoader::mediaHandler)
        .toList();
  }

  private static MediaHandler mediaHandler(Cells row) {
    Name function = row.name(3);
    return row.letter(5) == 'a'
        ? new MediaHandler(
            row.text(0), row.name(6), MediaHandler.Kind.AGGREGATE, function, row.name(1))
        : new MediaHandler(row.text(0), function, MediaHandler.Kind.ROUTINE, function, row.name(1));
  }

  private static Set<String> timezones(Catalog catalog) {
    return catalog.rows(CatalogQuery.TIMEZONES).stream()
        .map(row -> row.text(0))
        .collect(Collectors.toSet());
  }

  private Map<String, String> descriptions(Catalog catalog) {
    Map<String, String> descriptions = new HashMap<>();
    for (Cells row : catalog.rows(CatalogQuery.SCHEMAS)) {
      row.optional(1)
          .filter(_ -> scope.schemas().contains(row.text(0)))
          .ifPresent(description -> descriptions.put(row.text(0), description));
    }
    return descriptions;
  }
}
