package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgDatabaseTest {
  private static final Statement ROLE =
      Statement.of(
          "select set_config('role', ?, true), set_config('request.jwt.claims', ?, true)",
          "pg_monitor",
          "{}");

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create table t (id int primary key, v text);
          insert into t values (1, 'one');
          grant select, insert, update on t to pg_monitor;
          create table parent (id int primary key);
          create table child (id int references parent deferrable initially deferred);
          """);

  private PgDatabase database;

  @BeforeEach
  void open() {
    database = PgDatabase.open(PoolConfig.of(POSTGRES.address()).withSize(2), event -> {});
  }

  @AfterEach
  void close() {
    assertThat(database.stats().active()).as("connections in use").isZero();
    database.close();
  }

  @Test
  void parametersTakeTheTypeOfTheirPlace() {
    Rows rows =
        run(
            Statement.of(
                "select ? || 'x', ?::int + 1, (?::jsonb) ?? 'a', v, ?::text from t where id = ?",
                "é",
                "41",
                "{\"a\":1}",
                null,
                "1"));
    assertThat(rows.size()).isEqualTo(1);
    assertThat(rows.text(0, 0)).contains("éx");
    assertThat(rows.text(0, 1)).contains("42");
    assertThat(rows.text(0, 2)).contains("t");
    assertThat(rows.text(0, 3)).contains("one");
    assertThat(rows.text(0, 4)).isEmpty();
  }

  @Test
  void cellsAreTheTextOfPostgresAlsoWhenPrepared() {
    byte[] raw = {0, 1, (byte) 0xff};
    Statement statement =
        new Statement(
            "select 1.50::numeric, 7::int, true, timestamptz '2020-01-02 03:04:05+00',"
                + " '{1,2}'::int[], ?::bytea, '1.5'::float8, null::int",
            Arrays.asList((Object) raw));
    for (int i = 0; i < 10; i++) {
      Rows rows = run(statement);
      assertThat(rows.text(0, 0)).contains("1.50");
      assertThat(rows.text(0, 1)).contains("7");
      assertThat(rows.text(0, 2)).contains("t");
      assertThat(rows.text(0, 3)).contains("2020-01-02 03:04:05+00");
      assertThat(rows.text(0, 4)).contains("{1,2}");
      assertThat(rows.bytes(0, 5)).contains(raw);
      assertThat(rows.text(0, 6)).contains("1.5");
      assertThat(rows.bytes(0, 7)).isEmpty();
    }
  }

  @Test
  void eachStatementGivesItsRows() {
    List<Rows> results =
        database.run(
            Script.of(
                Statement.of("select 1 union all select 2"),
                Statement.of("create temp table gone on commit drop as select 1 as a"),
                Statement.of("select a from gone where false"),
                Statement.of("select 'last'")));
    assertThat(results).extracting(Rows::size).containsExactly(2, 0, 0, 1);
    assertThat(results.getLast().text(0, 0)).contains("last");
  }

  @Test
  void everyRunIsOneSyncAndOneTransactionBeforeAndAfterPreparation() throws Exception {
    try (WireTap tap = new WireTap(port(POSTGRES));
        PgDatabase tapped = tapped(POSTGRES, tap)) {
      Script reads =
          reading(ROLE, Statement.of("select current_user, v, ? from t where id = ?", null, "1"));
      tapped.run(reads);
      tap.sent();
      for (int i = 0; i < 20; i++) {
        List<Rows> results = tapped.run(reads);
        assertThat(results.getFirst().text(0, 0)).contains("pg_monitor");
        assertThat(results.getLast().text(0, 0)).contains("pg_monitor");
        assertThat(tap.sent()).as("run %s", i).containsOnlyOnce("S").endsWith("S");
      }
    }
  }

  @Test
  void rollbackAndIsolationAreOneRoundTripToo() throws Exception {
    try (WireTap tap = new WireTap(port(POSTGRES));
        PgDatabase tapped = tapped(POSTGRES, tap)) {
      Script script =
          new Script(
              List.of(
                  ROLE,
                  Statement.of(
                      "update t set v = ? where id = 1"
                          + " returning v, current_setting('transaction_isolation')",
                      "undone")),
              Script.Access.READ_WRITE,
              Optional.of("serializable"),
              Script.Ending.ROLLBACK);
      tapped.run(script);
      tap.sent();
      for (int i = 0; i < 10; i++) {
        Rows rows = tapped.run(script).getLast();
        assertThat(rows.text(0, 0)).contains("undone");
        assertThat(rows.text(0, 1)).contains("serializable");
        assertThat(tap.sent()).as("run %s", i).containsOnlyOnce("S");
      }
    }
    assertThat(POSTGRES.value("select v from t where id = 1")).isEqualTo("one");
  }

  @Test
  void statementsArePreparedOnTheServer() {
    try (PgDatabase single = single()) {
      Script script = reading(ROLE, Statement.of("select v from t where id = ?", "1"));
      for (int i = 0; i < 10; i++) {
        single.run(script);
      }
      String sql =
          "select count(*)::text, sum(generic_plans + custom_plans)::text"
              + " from pg_prepared_statements where statement like 'select v from t%'";
      Rows rows = single.run(Script.of(Statement.of(sql))).getFirst();
      assertThat(rows.text(0, 0)).contains("1");
      assertThat(rows.text(0, 1)).contains("10");
    }
  }

  @Test
  void localSettingsDoNotReachTheNextUse() {
    try (PgDatabase single = single()) {
      single.run(reading(ROLE, Statement.of("select 1")));
      Rows rows =
          single
              .run(
                  Script.of(
                      Statement.of(
                          "select current_user, current_setting('request.jwt.claims', true),"
                              + " current_setting('transaction_read_only')")))
              .getFirst();
      assertThat(rows.text(0, 0)).contains("postgres");
      assertThat(rows.text(0, 1)).contains("");
      assertThat(rows.text(0, 2)).contains("off");
    }
  }

  @Test
  void errorInAnyPartUndoesAll() {
    for (int i = 0; i < 10; i++) {
      Script script =
          Script.of(
              Statement.of("insert into t values (?, 'new')", "77"),
              Statement.of("select 1 / ?::int", "0"));
      assertThat(problem(() -> database.run(script)).code()).isEqualTo("22012");
    }
    assertThat(POSTGRES.value("select count(*) from t where id = 77")).isEqualTo("0");
  }

  @Test
  void readOnlyScriptCannotWrite() {
    Statement write = Statement.of("insert into t values (?, 'x')", "78");
    for (int i = 0; i < 7; i++) {
      assertThat(problem(() -> database.run(reading(write))).status()).isEqualTo(405);
      assertThat(problem(() -> database.run(reading(ROLE, write))).code()).isEqualTo("25006");
    }
  }

  @Test
  void deferredConstraintFailsTheCommit() {
    Statement orphan = Statement.of("insert into child values (?)", "404");
    Script plain = Script.of(orphan);
    Script serializable =
        new Script(
            List.of(orphan),
            Script.Access.READ_WRITE,
            Optional.of("serializable"),
            Script.Ending.COMMIT);
    assertThat(problem(() -> database.run(plain)).code()).isEqualTo("23503");
    assertThat(problem(() -> database.run(serializable)).code()).isEqualTo("23503");
    assertThat(problem(() -> database.inspect(plain, rows -> "seen")).code()).isEqualTo("23503");
  }

  @Test
  void failedExplicitTransactionIsEndedBeforeTheNextUse() {
    try (PgDatabase single = single()) {
      Script failing =
          new Script(
              List.of(Statement.of("select 1 / 0")),
              Script.Access.READ_WRITE,
              Optional.empty(),
              Script.Ending.ROLLBACK);
      assertThat(problem(() -> single.run(failing)).code()).isEqualTo("22012");
      assertThat(single.run(Script.of(Statement.of("select 1"))).getFirst().size()).isEqualTo(1);
    }
  }

  @Test
  void inspectionDecidesWhetherItIsKept() {
    Script insert = Script.of(Statement.of("insert into t values (?, 'seen') returning id", "80"));
    assertThatThrownBy(() ->
            database.inspect(
                insert,
                rows -> {
                  throw new IllegalArgumentException("too many");
                }))
        .hasMessage("too many");
    assertThat(POSTGRES.value("select count(*) from t where id = 80")).isEqualTo("0");
    String seen = database.inspect(insert, rows -> rows.getFirst().text(0, 0).orElseThrow());
    assertThat(seen).isEqualTo("80");
    assertThat(POSTGRES.value("select count(*) from t where id = 80")).isEqualTo("1");
    Script dropped =
        new Script(
            insert.statements(),
            Script.Access.READ_WRITE,
            Optional.of("repeatable read"),
            Script.Ending.ROLLBACK);
    POSTGRES.execute("delete from t where id = 80");
    database.inspect(dropped, rows -> "rolled back");
    assertThat(POSTGRES.value("select count(*) from t where id = 80")).isEqualTo("0");
  }

  @Test
  void aCheckInBetweenDecidesWhetherTheRestRuns() {
    List<Statement> statements =
        List.of(
            Statement.of("select set_config('my.x', ?, true)", "kept"),
            Statement.of("select '5'"),
            Statement.of("insert into t values (90, current_setting('my.x')) returning v"),
            Statement.of("select 'more'"));
    Script script =
        new Script(statements, Script.Access.READ_WRITE, Optional.empty(), Script.Ending.COMMIT);
    assertThatThrownBy(() ->
            database.run(
                script,
                2,
                rows -> {
                  throw new IllegalArgumentException(rows.getLast().text(0, 0).orElseThrow());
                }))
        .hasMessage("5");
    assertThat(POSTGRES.value("select count(*) from t where id = 90")).isEqualTo("0");
    List<Rows> rest = database.run(script, 2, rows -> assertThat(rows).hasSize(2));
    assertThat(rest).hasSize(2);
    assertThat(rest.getFirst().text(0, 0)).contains("kept");
    assertThat(rest.getLast().text(0, 0)).contains("more");
    assertThat(POSTGRES.value("select v from t where id = 90")).isEqualTo("kept");
    assertThat(POSTGRES.value("select current_setting('my.x', true)")).isNotEqualTo("kept");
    POSTGRES.execute("delete from t where id = 90");
    Script undone =
        new Script(statements, Script.Access.READ_WRITE, Optional.empty(), Script.Ending.ROLLBACK);
    assertThat(database.run(undone, 2, rows -> {})).hasSize(2);
    assertThat(POSTGRES.value("select count(*) from t where id = 90")).isEqualTo("0");
  }

  @Test
  void changedTableIsNoErrorForPreparedStatements() {
    POSTGRES.execute("create table changing (id int); insert into changing values (1)");
    try (PgDatabase single = single()) {
      Script star = Script.of(Statement.of("select * from changing"));
      for (int i = 0; i < 8; i++) {
        single.run(star);
      }
      POSTGRES.execute("alter table changing add column more text default 'm'");
      assertThat(single.run(star).getFirst().text(0, 1)).contains("m");
      single.run(Script.of(Statement.of("deallocate all")));
      assertThat(single.run(star).getFirst().text(0, 1)).contains("m");
    }
  }

  @Test
  void errorsCarryWhatPostgresSaid() {
    Problem problem =
        problem(() -> database.run(Script.of(Statement.of("insert into t values (1, 'again')"))));
    assertThat(problem.code()).isEqualTo("23505");
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.message())
        .isEqualTo("duplicate key value violates unique constraint \"t_pkey\"");
    assertThat(problem.details().orElseThrow().toString()).contains("Key (id)=(1) already exists.");
  }

  @Test
  void nulInAValueIsRefusedAsData() {
    Problem problem =
        problem(() -> database.run(Script.of(Statement.of("select ?::text", "a\0b"))));
    assertThat(problem.code()).isEqualTo("22021");
    assertThat(problem.status()).isEqualTo(400);
  }

  @Test
  void largeValuesGoBothWays() {
    String large = "ü".repeat(2_000_000);
    Rows rows = run(Statement.of("select ?::text, repeat('y', 3000000)", large));
    assertThat(rows.bytes(0, 0).orElseThrow()).isEqualTo(large.getBytes(StandardCharsets.UTF_8));
    assertThat(rows.bytes(0, 1).orElseThrow()).hasSize(3_000_000);
  }

  private Rows run(Statement statement) {
    return database.run(Script.of(statement)).getFirst();
  }

  private static Script reading(Statement... statements) {
    return new Script(
        List.of(statements), Script.Access.READ_ONLY, Optional.empty(), Script.Ending.COMMIT);
  }

  private static PgDatabase single() {
    return PgDatabase.open(PoolConfig.of(POSTGRES.address()).withSize(1), event -> {});
  }

  static PgDatabase tapped(TestPostgres postgres, WireTap tap) {
    PgAddress direct = postgres.address();
    String url = direct.url().replace(":" + port(postgres) + "/", ":" + tap.port() + "/");
    PgAddress address =
        new PgAddress(
            url + "?sslmode=disable&gssEncMode=disable", direct.user(), direct.password());
    return PgDatabase.open(PoolConfig.of(address).withSize(1), event -> {});
  }

  static int port(TestPostgres postgres) {
    String url = postgres.address().url();
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/')));
  }

  private static Problem problem(Runnable action) {
    try {
      action.run();
    } catch (ProblemException e) {
      return e.problem();
    }
    throw new AssertionError("no problem");
  }
}
