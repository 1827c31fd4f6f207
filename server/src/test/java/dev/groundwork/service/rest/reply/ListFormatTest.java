package dev.groundwork.service.rest.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.query.Template.Layout;
import dev.groundwork.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows become the same bytes here as in PostgreSQL: random values of all types, under random
 * settings. Seeds are new in each run; a failure names them.
 */
class ListFormatTest {
  private static final int ROUNDS = 60;
  private static final int ROWS = 8;

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create schema api;
          create type mood as enum ('fine', 'so "so"', 'über, all', '');
          create domain word as text;
          create domain moods as mood[];
          create type span as range (subtype = time);
          create type pair as (a int, b text);
          create type level as enum ('low', 'high');
          create function level_json(level) returns json language sql as 'select json_build_object(''level'', $1::text)';
          create cast (level as json) with function level_json(level);
          """);

  private static TextTypes made;

  @BeforeAll
  static void load() {
    SchemaScope scope = new SchemaScope(List.of("api"), List.of(), List.of());
    made = new SchemaLoader(POSTGRES.database(), scope).load(1).textTypes();
  }

  @Test
  void everyTypeIsWrittenAsPostgresWritesIt() {
    long first = Long.getLong("groundwork.test.seed", new Random().nextLong());
    for (long seed = first; seed < first + ROUNDS; seed++) {
      RandomValues random = new RandomValues(new Random(seed));
      String table = table(random);
      List<Statement> settings = random.settings().stream().map(Statement::of).toList();
      requireEqual(seed, settings, table, new BodyForm.Json(false), "coalesce(json_agg(t), '[]')");
      requireEqual(
          seed,
          settings,
          table,
          new BodyForm.Lines(),
          "coalesce(string_agg(row_to_json(t)::text || E'\\n', ''), '')");
      requireEqual(
          seed,
          settings,
          table,
          new BodyForm.Csv(),
          "(select string_agg(k, ',') from (select json_object_keys(row_to_json(h)) k from (select"
              + " * from rows limit 1) h) x) || E'\\n' || string_agg(substring(t::text, 2,"
              + " length(t::text) - 2), E'\\n')");
    }
  }

  /** A query with a column for each type, or an array of it. */
  private static String table(RandomValues random) {
    List<String> names =
        IntStream.range(0, RandomValues.TYPES.size()).mapToObj(random::name).toList();
    return IntStream.range(0, ROWS)
        .mapToObj(_ -> random.row(names))
        .collect(Collectors.joining(" union all "));
  }

  private static void requireEqual(
      long seed, List<Statement> settings, String table, BodyForm form, String expression) {
    List<Statement> statements = new ArrayList<>(settings);
    statements.add(Statement.of(table));
    statements.add(
        Statement.of("with rows as (" + table + ") select " + expression + " from rows t"));
    List<Rows> results = POSTGRES.database().run(Script.of(statements.toArray(Statement[]::new)));
    Rows rows = results.get(results.size() - 2);
    ListFormat format = ListFormat.of(form, Layout.ROWS, rows.columns(), made).orElseThrow();
    String written = new String(format.body().whole(rows), StandardCharsets.UTF_8);
    assertThat(written)
        .as("-Dgroundwork.test.seed=%d, %s", seed, form)
        .isEqualTo(results.getLast().text(0, 0).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row(1, 'a')::pair",
        "array[row(1, 'a')::pair]",
        "'low'::level",
        "array['low'::level]",
        "array['a'::word]",
        "'1 2'::int2vector",
        "row(1, 2)",
        "array['(1,1),(0,0)'::box]",
        "'pg_class'::regclass"
      })
  void whatOnlyPostgresKnowsIsLeftToIt(String value) {
    Rows rows = POSTGRES.database().run(Script.of(Statement.of("select " + value))).getLast();
    assertThat(ListFormat.of(new BodyForm.Json(false), Layout.ROWS, rows.columns(), made))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQL, DMY", "German", "Postgres, MDY"})
  void anotherDateStyleIsNoticed(String style) {
    List<Rows> results =
        POSTGRES
            .database()
            .run(
                Script.of(
                    Statement.of("select set_config('datestyle', ?, true)", style),
                    Statement.of("select timestamptz '2020-02-03 04:05:06+00'")));
    Rows rows = results.getLast();
    ListFormat format =
        ListFormat.of(new BodyForm.Json(false), Layout.ROWS, rows.columns(), made).orElseThrow();
    assertThatThrownBy(() -> format.body().whole(rows)).isInstanceOf(UncoveredValue.class);
  }

  @Test
  void noRowsAreAnEmptyList() {
    Rows rows =
        POSTGRES.database().run(Script.of(Statement.of("select 1 as a where false"))).getLast();
    assertThat(body(new BodyForm.Json(false), rows)).isEqualTo("[]");
    assertThat(body(new BodyForm.Lines(), rows)).isEmpty();
    assertThat(body(new BodyForm.Csv(), rows)).isEqualTo("\n");
  }

  private static String body(BodyForm form, Rows rows) {
    ListFormat format = ListFormat.of(form, Layout.ROWS, rows.columns(), made).orElseThrow();
    return new String(format.body().whole(rows), StandardCharsets.UTF_8);
  }
}
