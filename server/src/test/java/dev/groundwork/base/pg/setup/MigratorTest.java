package dev.groundwork.base.pg.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigratorTest {

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir Path folder;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void empty() {
    POSTGRES.execute(
        "drop schema if exists groundwork cascade; drop schema public cascade; create schema"
            + " public");
  }

  @Test
  void filesAreAppliedOnceInTheOrderOfTheirNames() throws Exception {
    write("0002_b.sql", "insert into t values (2);");
    write("0001_a.sql", "create table t (id int);\ninsert into t values (1)");
    write("notes.txt", "no sql");
    assertThat(pending()).containsExactly("0001_a.sql", "0002_b.sql");
    assertThat(migrator().migrate(folder))
        .extracting(Migrations.Applied::name)
        .containsExactly("0001_a.sql", "0002_b.sql");
    assertThat(migrator().migrate(folder)).isEmpty();
    write("0003_c.sql", "insert into t values (3)");
    assertThat(pending()).containsExactly("0003_c.sql");
    assertThat(migrator().migrate(folder)).hasSize(1);
    assertThat(POSTGRES.value("select string_agg(id::text, ',' order by id) from t"))
        .isEqualTo("1,2,3");
    assertThat(
            POSTGRES.value(
                "select count(*) from groundwork.migrations where length(checksum) = 64"
                    + " and applied_at <= now() and duration > interval '0'"))
        .isEqualTo("3");
    assertThat(events.toString()).contains("Applied 0003_c.sql in ");
  }

  @Test
  void noFolderIsNoMigration() {
    assertThat(migrator().migrate(folder.resolve("absent"))).isEmpty();
    assertThat(POSTGRES.value("select to_regnamespace('groundwork') is null")).isEqualTo("t");
  }

  @Test
  void failingFileSaysWhereAndLeavesTheDatabaseAsItWas() throws Exception {
    write("1.sql", "create table kept (id int);");
    write("2.sql", "create table gone (id int);\n\n-- why\nselect 1,\n  nonsense\nfrom kept;\n");
    Problem problem = problem(() -> migrator().migrate(folder));
    assertThat(problem.message())
        .isEqualTo("2.sql:5: column \"nonsense\" does not exist (SQLSTATE 42703)");
    assertThat(problem.details()).contains(new Details.Text("select 1,\n  nonsense\nfrom kept"));
    assertThat(POSTGRES.value("select to_regclass('kept') is not null")).isEqualTo("t");
    assertThat(POSTGRES.value("select to_regclass('gone') is null")).isEqualTo("t");
    write("2.sql", "create table mended (id int)");
    assertThat(migrator().migrate(folder)).hasSize(1);
  }

  @Test
  void failureInsideAFunctionNamesTheStatementThatCalledIt() throws Exception {
    write(
        "1.sql",
        """
        create function fails() returns void language plpgsql as $$
        begin
          raise exception 'broken' using detail = 'why', hint = 'what to do';
        end $$;

        select fails();
        """);
    Problem problem = problem(() -> migrator().migrate(folder));
    assertThat(problem.message()).isEqualTo("1.sql:6: broken (SQLSTATE P0001)");
    assertThat(problem.hint()).contains("what to do");
    assertThat(problem.details().orElseThrow().toString())
        .contains("select fails()", "DETAIL: why", "CONTEXT: PL/pgSQL function fails() line 3");
  }

  @Test
  void deferredConstraintFailsAtTheEndOfTheFile() throws Exception {
    write(
        "1.sql",
        """
        create table p (id int primary key);
        create table c (id int references p deferrable initially deferred);
        insert into c values (1);
        """);
    Problem problem = problem(() -> migrator().migrate(folder));
    assertThat(problem.message()).startsWith("1.sql:3: ").contains("23503");
    assertThat(POSTGRES.value("select to_regclass('c') is null")).isEqualTo("t");
  }

  @Test
  void changedFileIsNamed() throws Exception {
    write("1.sql", "create table t (id int)\r\n");
    migrator().migrate(folder);
    write("1.sql", "create table t (id int)\n");
    assertThat(migrator().migrate(folder)).as("line ends do not count").isEmpty();
    write("1.sql", "create table t (id bigint)\n");
    assertThat(problem(() -> migrator().migrate(folder)))
        .isEqualTo(new MigrationProblem.Changed("1.sql"));
    assertThat(problem(() -> pending())).isEqualTo(new MigrationProblem.Changed("1.sql"));
  }

  @Test
  void missingFileIsNamed() throws Exception {
    write("1.sql", "select 1");
    write("2.sql", "select 2");
    migrator().migrate(folder);
    Files.delete(folder.resolve("1.sql"));
    assertThat(problem(() -> migrator().migrate(folder)))
        .isEqualTo(new MigrationProblem.Missing("1.sql"));
  }

  @Test
  void newFileBeforeAppliedOnesIsNamed() throws Exception {
    write("2.sql", "select 2");
    migrator().migrate(folder);
    write("1.sql", "select 1");
    assertThat(problem(() -> migrator().migrate(folder)))
        .isEqualTo(new MigrationProblem.OutOfOrder("1.sql", "2.sql"));
  }

  @Test
  void textThatIsNotUtf8IsNamedWithItsLine() throws Exception {
    Files.write(folder.resolve("1.sql"), new byte[] {'-', '-', '\n', '-', '-', (byte) 0xe4, '\n'});
    assertThat(problem(() -> migrator().migrate(folder)))
        .isEqualTo(new MigrationProblem.NotUtf8("1.sql", 2));
    write("1.sql", "\uFEFFselect 'byte order mark'");
    assertThat(migrator().migrate(folder)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\connect other              | GWPG206 | 1.sql:2: \\connect other is a command of psql",
        "copy t from stdin;           | GWPG206 | 1.sql:2: copy t from stdin is a command of psql",
        "commit; select 1;            | GWPG207 | 1.sql:2: each file is one transaction",
        "rollback;                    | GWPG207 | 1.sql:2: each file is one transaction",
        "begin; select 1;             | GWPG207 | 1.sql:2: each file is one transaction",
      })
  void whatCannotBeInAFileIsTold(String sql, String code, String message) throws Exception {
    write("1.sql", "create table t (id int);\n" + sql);
    Problem problem = problem(() -> migrator().migrate(folder));
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.message()).startsWith(message);
    assertThat(problem.hint()).isPresent();
    assertThat(POSTGRES.value("select to_regclass('t') is null")).isEqualTo("t");
  }

  @Test
  void transactionAroundTheWholeFileIsTakenAsItIsMeant() throws Exception {
    write(
        "1.sql",
        "begin;\nsavepoint a; create table t (id int); rollback to a;\nselect 1;\ncommit;");
    migrator().migrate(folder);
    assertThat(POSTGRES.value("select to_regclass('t') is null")).isEqualTo("t");
  }

  @Test
  void settingsAndRolesOfOneFileDoNotReachTheNext() throws Exception {
    POSTGRES.execute(
        "do $$ begin create role migrator_guest; exception when duplicate_object then end $$");
    write("1.sql", "create schema other; set search_path = other; set role migrator_guest");
    write("2.sql", "create table t (id int)");
    migrator().migrate(folder);
    assertThat(POSTGRES.value("select to_regclass('public.t') is not null")).isEqualTo("t");
  }

  @Test
  void questionMarksAndBracesArriveAsTheyAre() throws Exception {
    write("1.sql", "create table t as select '{\"a\":1}'::jsonb ? 'a' as found, '{fn now()}' as b");
    migrator().migrate(folder);
    assertThat(POSTGRES.value("select found::text || b from t")).isEqualTo("true{fn now()}");
  }

  @Test
  void seedIsRunOnce() throws Exception {
    write("seed.sql", "create table s (id int); insert into s values (1)");
    assertThat(migrator().seed(folder.resolve("seed.sql"))).isTrue();
    write("seed.sql", "insert into s values (2)");
    assertThat(migrator().seed(folder.resolve("seed.sql"))).isFalse();
    assertThat(migrator().seed(folder.resolve("absent.sql"))).isFalse();
    assertThat(POSTGRES.value("select count(*) from s")).isEqualTo("1");
  }

  @Test
  void nodesThatStartAtOnceApplyEachFileOnce() throws Exception {
    write("1.sql", "create table t (id int); select pg_sleep(0.2); insert into t values (1)");
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> node = () -> migrator().migrate(folder).size();
      int applied = 0;
      for (Future<Integer> each : nodes.invokeAll(List.of(node, node, node))) {
        applied += each.get();
      }
      assertThat(applied).isEqualTo(1);
    }
    assertThat(events.toString()).contains("Waiting for another node");
  }

  @Test
  void userWithoutRightsIsTold() throws Exception {
    POSTGRES.execute(
        "do $$ begin create role poor login password 'poor'; exception when duplicate_object then"
            + " end $$");
    write("1.sql", "select 1");
    PgAddress poor = POSTGRES.address().as("poor", "poor");
    Problem problem = problem(() -> new Migrator(poor, events::add).migrate(folder));
    assertThat(problem.code()).isEqualTo("GWPG209");
    assertThat(problem.message()).contains("permission denied for database");
  }

  private List<String> pending() {
    return Migrations.ofProject(
            POSTGRES.address(), folder, MigrationConfig.STANDARD, new Interruption(), events::add)
        .pending(Migrations.Order.ALL);
  }

  private Migrator migrator() {
    return new Migrator(POSTGRES.address(), events::add);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
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
