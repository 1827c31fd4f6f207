package dev.groundwork.service.migrations.review;

import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.migrations.Workbench;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large the tables of the target are.
 *
 * @param known whether the target has answered
 */
public record Sizes(boolean known, Map<String, Size> byName) {
  private static final String QUERY =
      """
      select pg_catalog.format('%I.%I', n.nspname, c.relname),
        sum(pg_catalog.pg_table_size(t.relid)), sum(pg_catalog.pg_total_relation_size(t.relid)),
        sum(greatest(p.reltuples, 0))::bigint
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
        lateral (select c.oid as relid where c.relkind <> 'p'
          union select relid from pg_catalog.pg_partition_tree(c.oid) where isleaf) t
        join pg_catalog.pg_class p on p.oid = t.relid
      where c.relkind in ('r', 'm', 'p')
        and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      group by 1
      """;

  /**
   * A table's size.
   *
   * @param bytes of its rows
   * @param allBytes with its indexes
   * @param rows as PostgreSQL last counted them
   */
  public record Size(long bytes, long allBytes, long rows) {}

  public Sizes {
    byName = Map.copyOf(byName);
  }

  /** Nothing is known. */
  public static Sizes unknown() {
    return new Sizes(false, Map.of());
  }

  /** Those of the target; {@link #unknown} when it cannot be reached. */
  public static Sizes of(Workbench bench) {
    try (PlainSession session = PlainSession.open(bench.target())) {
      Map<String, Size> sizes = new HashMap<>();
      for (List<@Nullable String> row : session.rows(QUERY)) {
        Size size = new Size(number(row.get(1)), number(row.get(2)), number(row.get(3)));
        sizes.put(Objects.requireNonNull(row.getFirst()), size);
      }
      return new Sizes(true, sizes);
    } catch (ProblemException e) {
      return unknown();
    }
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  /** The size of a table by the name that it has before the reviewed files. */
  public Optional<Size> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
