package dev.groundwork.base.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Types that somebody has made and that PostgreSQL's JSON functions write as a string of their
 * text: enumerations, ranges and types of extensions, unless a cast to JSON says otherwise.
 *
 * @param values by object identifier, which is unsigned in PostgreSQL
 * @param arrays of such values
 */
public record TextTypes(Set<Integer> values, Set<Integer> arrays) {
  public static final TextTypes NONE = new TextTypes(Set.of(), Set.of());

  /** The catalog query; identifiers from 16384 on are not PostgreSQL's own. */
  static final String SQL =
      """
      select t.oid, coalesce(a.oid, 0)
      from pg_type t
      left join pg_type a on a.oid = t.typarray and a.typdelim = ','
      where t.oid >= 16384
        and t.typtype in ('b', 'e', 'r', 'm')
        and t.typelem = 0
        and not exists (
          select from pg_cast c
          where c.castsource = t.oid and c.casttarget = 'json'::regtype and c.castmethod = 'f')
      """;

  public TextTypes {
    values = Set.copyOf(values);
    arrays = Set.copyOf(arrays);
  }

  static TextTypes read(List<Cells> rows) {
    Set<Integer> values = new HashSet<>();
    Set<Integer> arrays = new HashSet<>();
    for (Cells row : rows) {
      values.add((int) row.oid(0));
      arrays.add((int) row.oid(1));
    }
    arrays.remove(0);
    return new TextTypes(values, arrays);
  }
}
