package dev.groundwork.base.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that requests are planned against, at one moment. Immutable; a reload makes another
 * one.
 *
 * @param version counts the loads, from 1; part of the key of everything that is cached by schema
 * @param serverVersion of PostgreSQL, such as 180001
 * @param relations of the exposed schemas, without partitions
 * @param relationships by source relation, in a stable order; all their relations are exposed ones
 * @param routines by name, overloads in a stable order
 * @param computedColumns functions of one row argument that give one value, by the relation, with
 *     the type that they give: usable as if they were columns
 * @param roleSettings of the roles that requests may run as, by role
 * @param timezones names that PostgreSQL accepts, in lower case
 * @param schemaDescriptions comments of the exposed schemas
 */
public record SchemaCache(
    long version,
    int serverVersion,
    Map<Name, Relation> relations,
    Map<Name, List<Relationship>> relationships,
    Map<Name, List<Routine>> routines,
    Map<Name, Map<String, String>> computedColumns,
    List<Representation> representations,
    List<MediaHandler> mediaHandlers,
    Map<String, RoleSettings> roleSettings,
    TextTypes textTypes,
    Set<String> timezones,
    Map<String, String> schemaDescriptions) {

  public SchemaCache {
    relations = Map.copyOf(relations);
    relationships = Map.copyOf(relationships);
    routines = Map.copyOf(routines);
    computedColumns = Map.copyOf(computedColumns);
    representations = List.copyOf(representations);
    mediaHandlers = List.copyOf(mediaHandlers);
    roleSettings = Map.copyOf(roleSettings);
    timezones = Set.copyOf(timezones);
    schemaDescriptions = Map.copyOf(schemaDescriptions);
  }

  public Optional<Relation> relation(Name name) {
    return Optional.ofNullable(relations.get(name));
  }

  /** Ways out of a relation; none for one that is unknown. */
  public List<Relationship> relationshipsFrom(Name source) {
    return relationships.getOrDefault(source, List.of());
  }

  /** Computed columns of a relation, with their types. */
  public Map<String, String> computedColumns(Name relation) {
    return computedColumns.getOrDefault(relation, Map.of());
  }

  /** What holds for requests of a role. */
  public RoleSettings roleSettings(String role) {
    return roleSettings.getOrDefault(role, RoleSettings.NONE);
  }

  /** Overloads of a function; none for one that is unknown. */
  public List<Routine> routines(Name name) {
    return routines.getOrDefault(name, List.of());
  }
}
