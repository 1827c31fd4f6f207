package dev.groundwork.bench.schema;

import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.bench.subject.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long the catalogs of a large database take to load, and how much memory they need, against
 * the number of tables: ten columns and two functions each, a foreign key to the table before, and
 * a view on every fifth.
 *
 * <p>Usage: {@code bench/run schema}.
 */
public final class SchemaBench {
  private static final List<Integer> SIZES = List.of(100, 500, 1_000, 2_500, 5_000);
  private static final int BATCH = 100;
  private static final int LOADS = 5;

  private final PgDatabase database;

  private SchemaBench(PgDatabase database) {
    this.database = database;
  }

  /** Runs all sizes. */
  public static void run() throws IOException {
    Path home = Files.createTempDirectory("groundwork-bench");
    try {
      run(home);
    } finally {
      Folders.delete(home);
    }
  }

  private static void run(Path home) {
    EmbeddedConfig usual = EmbeddedConfig.in(home);
    EmbeddedConfig config =
        new EmbeddedConfig(
            home,
            home,
            Optional.empty(),
            usual.socketFolder(),
            Map.of("max_locks_per_transaction", "1024"),
            EmbeddedConfig.Durability.TESTS_ONLY,
            usual.stopTimeout());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config, event -> {});
        PgDatabase database =
            PgDatabase.open(PoolConfig.of(server.address("postgres")), event -> {})) {
      new SchemaBench(database).measureAll();
    }
  }

  private void measureAll() {
    System.out.printf(
        "%8s %8s %9s %14s %9s %9s%n",
        "tables", "columns", "functions", "relationships", "load ms", "heap MB");
    int made = 0;
    for (int size : SIZES) {
      make(made, size);
      made = size;
      measure(size);
    }
  }

  private void make(int from, int to) {
    for (int first = from; first < to; first += BATCH) {
      StringBuilder sql = new StringBuilder();
      for (int table = first; table < Math.min(first + BATCH, to); table++) {
        sql.append(table(table));
      }
      database.run(Script.of(Statement.of(sql.toString())));
    }
    database.run(Script.of(Statement.of("analyze pg_class, pg_attribute, pg_proc, pg_constraint")));
  }

  private static String table(int number) {
    String name = "t" + number;
    String before = number == 0 ? "" : " references t" + (number - 1);
    StringBuilder sql = new StringBuilder();
    sql.append("create table " + name + " (id int primary key, parent int" + before);
    for (int column = 3; column <= 10; column++) {
      sql.append(", c" + column + " text default 'x'");
    }
    sql.append("); comment on table " + name + " is 'Table " + number + "'; ");
    sql.append("create function f" + number + "(a int, b text default '') returns setof " + name);
    sql.append(" language sql stable as 'select * from " + name + "'; ");
    sql.append("create function g" + number + "(" + name + ") returns text language sql stable as");
    sql.append(" 'select $1.c3'; ");
    if (number % 5 == 0) {
      sql.append("create view v" + number + " as select id, parent, c3 from " + name + "; ");
    }
    return sql.toString();
  }

  private void measure(int size) {
    SchemaLoader loader =
        new SchemaLoader(database, new SchemaScope(List.of("public"), List.of(), List.of()));
    loader.load(1);
    long before = used();
    SchemaCache kept = loader.load(1);
    double heap = (used() - before) / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%8d %8d %9d %14d %9.0f %9.1f%n",
        size,
        kept.relations().values().stream().mapToInt(each -> each.columns().size()).sum(),
        kept.routines().size(),
        kept.relationships().values().stream().mapToInt(List::size).sum(),
        fastest(loader),
        heap);
  }

  /** Milliseconds of the fastest of some loads. */
  private static double fastest(SchemaLoader loader) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < LOADS; i++) {
      long start = System.nanoTime();
      loader.load(1);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / 1e6;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
