package dev.groundwork.service.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import dev.groundwork.service.migrations.diff.SchemaDiff.Use;
import dev.groundwork.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random pairs of schemas: the change leads from one to the other, the next is empty, and what
 * could survive is there. {@code -Dschemas.seed} and {@code -Dschemas.count} try others.
 */
class RandomSchemasTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final long SEED = Long.getLong("schemas.seed", 1);
  private static final long COUNT = Long.getLong("schemas.count", 25);

  @ParameterizedTest
  @EnumSource
  void oneRandomSchemaBecomesAnotherAndKeepsItsData(Use use) {
    try (Walk walk = new Walk(POSTGRES)) {
      Snapshot here = walk.schema(new RandomSchema(SEED).sql());
      walk.to(here, use);
      for (long seed = SEED + 1; seed <= SEED + COUNT; seed++) {
        walk.execute(RandomSchema.rows());
        Map<String, String> before = values(walk, here);
        Snapshot next = walk.schema(new RandomSchema(seed).sql());
        walk.to(next, use);
        assertThat(values(walk, survivors(here, next)))
            .as("seed " + seed)
            .isEqualTo(kept(before, next));
        walk.execute(emptied(next));
        here = next;
      }
      walk.to(EmptySchema.of(here), use);
    }
  }

  /** What each column of each table holds, as text; generated ones follow from the others. */
  private static Map<String, String> values(Walk walk, Snapshot schema) {
    Map<String, String> values = new TreeMap<>();
    for (CatalogObject column : columns(schema)) {
      values.put(
          column.id(),
          walk.value(
              "select string_agg("
                  + column.required("name")
                  + "::text, ',') from "
                  + column.table()));
    }
    return values;
  }

  private static List<CatalogObject> columns(Snapshot schema) {
    return schema.all(Kind.COLUMN).stream()
        .filter(column -> column.text("generated").isEmpty())
        .toList();
  }

  private static Snapshot survivors(Snapshot before, Snapshot after) {
    Map<String, CatalogObject> both =
        columns(before).stream()
            .filter(column -> survives(column, after))
            .collect(Collectors.toMap(CatalogObject::id, column -> column));
    return new Snapshot(both, Map.of(), List.of(), after.version());
  }

  private static boolean survives(CatalogObject column, Snapshot after) {
    return after.find(column.id()).filter(then -> then.text("generated").isEmpty()).isPresent();
  }

  private static Map<String, String> kept(Map<String, String> values, Snapshot after) {
    Map<String, String> kept = new TreeMap<>(values);
    kept.keySet().removeIf(id -> !after.has(id));
    return kept;
  }

  private static String emptied(Snapshot schema) {
    List<String> names = new ArrayList<>();
    schema.all(Kind.TABLE).forEach(table -> names.add(table.name()));
    return names.isEmpty() ? "select 1" : "truncate " + String.join(", ", names) + " cascade";
  }
}
