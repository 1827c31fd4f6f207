package dev.groundwork.service.migrations.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.TestPostgres;
import dev.groundwork.testing.TestWorkbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ExpansionsTest {
  /** Everything about a table but the order of its columns. */
  static final String SHAPE =
      """
      select string_agg(line, E'\\n' order by line) from (
        select format('column %s %s %s default %s comment %s acl %s', attname,
            format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid),
            col_description(attrelid, attnum), attacl) line
          from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
          where attrelid = 'people'::regclass and attnum > 0 and not attisdropped
        union all select indexrelid::regclass || ' ' || pg_get_indexdef(indexrelid) from pg_index
          where indrelid = 'people'::regclass
        union all select conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
          from pg_constraint where conrelid = 'people'::regclass
        union all select tgname from pg_trigger where tgrelid = 'people'::regclass
          and not tgisinternal) lines
      """;

  static final String PEOPLE =
      """
      drop schema if exists groundwork cascade; drop schema public cascade; create schema public;
      create table teams (name text primary key);
      insert into teams select 'team ' || g from generate_series(0, 9) g;
      create table people (
        id int primary key,
        team text not null default 'team 1' references teams on update cascade,
        points text default '1' check (points <> ''),
        constraint both_unique unique (team, id) deferrable
      );
      comment on column people.team is 'where it''s at';
      grant select (team), update (team) on people to pg_monitor;
      create index people_team on people (lower(team) desc, points) where team <> 'x';
      create index on people (points);
      create table seen (id int);
      create function seen() returns trigger language plpgsql as
        $$ begin insert into seen values (new.id); return new; end $$;
      create trigger people_seen after update on people for each row execute function seen();
      insert into people select g, 'team ' || g % 10, g::text from generate_series(1, 300) g;
      """;

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir Path folder;

  @BeforeEach
  void make() {
    POSTGRES.execute(PEOPLE);
  }

  @Test
  void aRenamedColumnIsReadAndWrittenUnderBothNames() {
    expand(ExpansionsTest::renamed);
    assertThat(POSTGRES.value("select count(*) from people where team is distinct from crew"))
        .isEqualTo("0");
    assertThat(POSTGRES.value("select count(*) from seen")).as("no trigger fired").isEqualTo("0");
    POSTGRES.execute("insert into people (id, team) values (-1, 'team 2')");
    POSTGRES.execute("insert into people (id, crew) values (-2, 'team 3')");
    POSTGRES.execute("insert into people (id) values (-3)");
    POSTGRES.execute("update people set crew = 'team 4' where id = 1");
    POSTGRES.execute("update people set team = 'team 5' where id = 2");
    POSTGRES.execute("update teams set name = 'team 9a' where name = 'team 9'");
    assertThat(
            POSTGRES.value(
                "select string_agg(team || '=' || crew, ',' order by id) from people where id < 3"))
        .isEqualTo("team 1=team 1,team 3=team 3,team 2=team 2,team 4=team 4,team 5=team 5");
    assertThat(POSTGRES.value("select count(*) from people where team <> crew")).isEqualTo("0");
  }

  @Test
  void contractionLeavesWhatOneStepWouldHave() {
    POSTGRES.execute("alter table people rename column team to crew");
    String wanted = POSTGRES.value(SHAPE);
    POSTGRES.execute(PEOPLE);
    expand(ExpansionsTest::renamed);
    contract();
    assertThat(POSTGRES.value(SHAPE)).isEqualTo(wanted);
    assertThat(POSTGRES.value("select phase from groundwork.expansions")).isEqualTo("contracted");
  }

  @Test
  void rollbackLeavesWhatWasThere() {
    String wanted = POSTGRES.value(SHAPE);
    expand(ExpansionsTest::renamed);
    rollBack();
    assertThat(POSTGRES.value(SHAPE)).isEqualTo(wanted);
    expand(ExpansionsTest::renamed);
  }

  @Test
  void aChangedTypeIsThereUnderAnotherNameAndTakesTheColumnsPlace() {
    POSTGRES.execute(
        "alter table people alter column points drop default; alter table people alter column"
            + " points set default 1;alter table people drop constraint people_points_check");
    expand(table ->
        new Change.ChangeType(
            table.schema(),
            table.name(),
            "points",
            "int",
            Optional.of("points::int * 10"),
            Optional.of("(points / 10)::text")));
    POSTGRES.execute("insert into people (id, points) values (-1, '7')");
    POSTGRES.execute("insert into people (id, points_new) values (-2, 80)");
    assertThat(
            POSTGRES.value(
                "select string_agg(points || '=' || points_new, ',' order by id) from people where"
                    + " id < 3"))
        .isEqualTo("8=80,7=70,1=10,2=20");
    contract();
    assertThat(POSTGRES.value("select sum(points) from people where id > 0")).isEqualTo("451500");
    assertThat(
            POSTGRES.value(
                "select string_agg(indexrelid::regclass::text, ',' order by"
                    + " indexrelid::regclass::text) from pg_index where indrelid ="
                    + " 'people'::regclass"))
        .isEqualTo("both_unique,people_pkey,people_points_idx,people_team");
  }

  @Test
  void aRenamedTableIsAViewUnderItsOldName() {
    POSTGRES.execute("grant select, insert on people to pg_monitor");
    expand(table -> new Change.RenameTable(table.schema(), table.name(), "persons"));
    POSTGRES.execute(
        "insert into people (id, team) values (-1, 'team 2') on conflict (id) do nothing");
    assertThat(POSTGRES.value("select team from persons where id = -1")).isEqualTo("team 2");
    assertThat(POSTGRES.value("select has_table_privilege('pg_monitor', 'people', 'insert')"))
        .isEqualTo("t");
    rollBack();
    assertThat(POSTGRES.value("select relkind from pg_class where oid = 'people'::regclass"))
        .isEqualTo("r");
    expand(table -> new Change.RenameTable(table.schema(), table.name(), "persons"));
    contract();
    assertThat(
            POSTGRES.value(
                "select to_regclass('people') is null and to_regclass('persons') is not null"))
        .isEqualTo("t");
  }

  @Test
  void aColumnIsMadeNotNull() {
    expand(table -> new Change.SetNotNull(table.schema(), table.name(), "points"));
    assertThat(
            POSTGRES.value(
                "select attnotnull from pg_attribute where attrelid = 'people'::regclass and"
                    + " attname = 'points'"))
        .isEqualTo("t");
    assertThat(waiting()).isEmpty();
    POSTGRES.execute(
        "alter table people alter column points drop not null; update people set points = null"
            + " where id = 1");
    assertThat(
            problem(() ->
                    expand(table -> new Change.SetNotNull(table.schema(), table.name(), "points")))
                .code())
        .isEqualTo("23514");
    rollBack();
    assertThat(POSTGRES.value("select count(*) from pg_constraint where conname like 'gw%'"))
        .isEqualTo("0");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(
            problem(() -> expand(t -> new Change.RenameColumn(t.schema(), t.name(), "none", "x")))
                .message())
        .isEqualTo("There is no column public.people.none");
    assertThat(
            problem(
                () -> expand(t -> new Change.RenameColumn(t.schema(), t.name(), "team", "points"))))
        .isInstanceOf(ExpansionProblem.Taken.class);
    assertThat(
            problem(() ->
                    expand(t ->
                        new Change.ChangeType(
                            t.schema(),
                            t.name(),
                            "team",
                            "int",
                            Optional.empty(),
                            Optional.empty())))
                .message())
        .contains("cannot be cast automatically");
    POSTGRES.execute("create view v as select team from people");
    Problem problem = problem(() -> expand(ExpansionsTest::renamed));
    assertThat(problem.details().orElseThrow().toString())
        .contains("rule _RETURN on view v depends on it");
    assertThat(
            problem(() -> expand(t -> new Change.RenameColumn(t.schema(), t.name(), "id", "x")))
                .details()
                .orElseThrow()
                .toString())
        .contains("constraint people_pkey on table people");
    assertThat(problem(ExpansionsTest.this::contract))
        .isInstanceOf(ExpansionProblem.NoneOpen.class);
    POSTGRES.execute("drop view v");
    expand(ExpansionsTest::renamed);
    assertThat(problem(() -> expand(t -> new Change.SetNotNull(t.schema(), t.name(), "points"))))
        .isInstanceOf(ExpansionProblem.Busy.class);
    assertThat(waiting())
        .containsExactly(new Expansions.Waiting("rename-column:public.people.team:crew", true));
  }

  static Change renamed(Expansions.Table table) {
    return new Change.RenameColumn(table.schema(), table.name(), "team", "crew");
  }

  private void expand(Function<Expansions.Table, Change> change) {
    try (Expansions expansions = expansions()) {
      expansions.expand("people", change);
    }
  }

  private void contract() {
    try (Expansions expansions = expansions()) {
      expansions.contract(Optional.empty());
    }
  }

  private void rollBack() {
    try (Expansions expansions = expansions()) {
      expansions.rollBack(Optional.empty());
    }
  }

  private List<Expansions.Waiting> waiting() {
    try (Expansions expansions = expansions()) {
      return expansions.waiting();
    }
  }

  private Expansions expansions() {
    return Expansions.open(new TestWorkbench(folder, POSTGRES.address(), List.of()));
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
