package dev.groundwork.service.rest.openapi;

import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.sql.Statement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the document shows of a schema.
 *
 * @param relations by name
 * @param routines by their identifier in the catalog
 */
public record Access(Set<Name> relations, Set<Long> routines) {

  public Access {
    relations = Set.copyOf(relations);
    routines = Set.copyOf(routines);
  }

  /** All of a schema, whatever the role may do. */
  public static Access toAll(SchemaCache cache, String schema) {
    Set<Name> relations = new HashSet<>();
    for (Relation relation : cache.relations().values()) {
      if (relation.name().schema().equals(schema)) {
        relations.add(relation.name());
      }
    }
    Set<Long> routines = new HashSet<>();
    for (List<Routine> overloads : cache.routines().values()) {
      overloads.stream()
          .filter(routine -> routine.name().schema().equals(schema))
          .forEach(routine -> routines.add(routine.oid()));
    }
    return new Access(relations, routines);
  }

  /** The relations to show of a schema, by name. */
  List<Relation> relationsOf(SchemaCache cache, String schema) {
    return relations.stream()
        .sorted()
        .filter(name -> name.schema().equals(schema))
        .map(cache::relation)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The functions: of overloads the one with the most parameters, as a path has one description.
   */
  List<Routine> routinesOf(SchemaCache cache, String schema) {
    Map<String, Routine> byName = new TreeMap<>();
    for (List<Routine> overloads : cache.routines().values()) {
      overloads.stream()
          .filter(routine -> routine.name().schema().equals(schema))
          .filter(routine -> routines.contains(routine.oid()))
          .max(Comparator.comparingInt(routine -> routine.parameters().size()))
          .ifPresent(routine -> byName.put(routine.name().name(), routine));
    }
    return List.copyOf(byName.values());
  }

  /** Lists the relations of a schema that the current role may do anything with. */
  public static Statement relationsQuery(String schema) {
    return Statement.of(
        """
        select n.nspname, c.relname
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'v', 'm', 'f', 'p')
          and not c.relispartition
          and n.nspname = ?
          and (pg_has_role(c.relowner, 'USAGE')
            or has_table_privilege(
              c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            or has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
        """,
        schema);
  }

  /** Lists the functions of a schema that the current role may call. */
  public static Statement routinesQuery(String schema) {
    return Statement.of(
        """
        select p.oid
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        where p.prokind = 'f'
          and n.nspname = ?
          and has_function_privilege(p.oid, 'EXECUTE')
        """,
        schema);
  }

  /** What {@link #relationsQuery} and {@link #routinesQuery} gave. */
  public static Access of(Rows relations, Rows routines) {
    Set<Name> names = new HashSet<>();
    for (int row = 0; row < relations.size(); row++) {
      names.add(
          new Name(relations.text(row, 0).orElseThrow(), relations.text(row, 1).orElseThrow()));
    }
    Set<Long> oids = new HashSet<>();
    for (int row = 0; row < routines.size(); row++) {
      oids.add(Long.valueOf(routines.text(row, 0).orElseThrow()));
    }
    return new Access(names, oids);
  }
}
