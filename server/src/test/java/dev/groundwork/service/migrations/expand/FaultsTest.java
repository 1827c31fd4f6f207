package dev.groundwork.service.migrations.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.CutWire;
import dev.groundwork.testing.TestPostgres;
import dev.groundwork.testing.TestWorkbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program dies at its statements in turn, before the statement arrives or after; the next run
 * must lead to what one run without a fault leads to.
 */
class FaultsTest {
  private static final int MOST_STATEMENTS = 400;

  /** Every so many statements; {@code -Dgroundwork.faults.stride=1} is all of them. */
  private static final int STRIDE = Integer.getInteger("groundwork.faults.stride", 17);

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir Path folder;

  /** What is done, and interrupted. */
  enum Work {
    TRANSACTION {
      @Override
      void run(Bench bench) {
        bench.write(
            "alter table people add column x int; update people set x = id; create table gone (id"
                + " int)");
        bench.up();
      }
    },
    STEPS {
      @Override
      void run(Bench bench) {
        bench.write(
            """
            set search_path = public;
            alter table people add column x int;
            create index concurrently people_x on people (x);
            drop index concurrently people_points_idx;
            create index concurrently on people (x, points);
            insert into people (id) values (-1);
            """);
        bench.up();
      }
    },
    DOWN {
      @Override
      void run(Bench bench) {
        bench.write(
            """
            create index concurrently if not exists people_x on people (id, points);
            -- groundwork: down
            drop index concurrently if exists people_x;
            create table if not exists downed (id int);
            """);
        if (!bench.isHalfUndone()) {
          bench.up();
        }
        bench.down();
      }
    },
    RENAME {
      @Override
      void run(Bench bench) {
        bench.expandAndContract(ExpansionsTest.renamed(new Expansions.Table("public", "people")));
      }
    },
    TYPE {
      @Override
      void run(Bench bench) {
        bench.expandAndContract(
            new Change.ChangeType(
                "public", "people", "points", "varchar(9)", Optional.empty(), Optional.empty()));
      }
    },
    KEY {
      @Override
      void run(Bench bench) {
        bench.expandAndContract(
            new Change.ChangeType(
                "public", "people", "id", "bigint", Optional.empty(), Optional.empty()));
      }
    },
    NOT_NULL {
      @Override
      void run(Bench bench) {
        bench.expandAndContract(new Change.SetNotNull("public", "people", "points"));
      }
    },
    RENAMED_TABLE {
      @Override
      void run(Bench bench) {
        bench.expandAndContract(new Change.RenameTable("public", "teams", "groups"));
      }
    };

    abstract void run(Bench bench);
  }

  @ParameterizedTest
  @EnumSource
  void theNextRunContinues(Work work) throws Exception {
    String wanted = shapeAfter(work);
    boolean cut = true;
    for (int at = 1; cut; at += STRIDE) {
      assertThat(at).isLessThan(MOST_STATEMENTS);
      cut = dies(work, at, at / STRIDE % 2 == 0);
      work.run(bench(POSTGRES.address()));
      assertThat(shape()).as("%s, died at %d", work, at).isEqualTo(wanted);
    }
  }

  private String shapeAfter(Work work) {
    POSTGRES.execute(ExpansionsTest.PEOPLE);
    work.run(bench(POSTGRES.address()));
    return shape();
  }

  /** False when the work was done before the n-th statement. */
  private boolean dies(Work work, int at, boolean delivered) throws Exception {
    POSTGRES.execute(ExpansionsTest.PEOPLE);
    try (CutWire wire = new CutWire(POSTGRES.address(), at, delivered)) {
      try {
        work.run(bench(wire.address()));
      } catch (ProblemException e) {
        assertThat(wire.isCut()).as(String.valueOf(e.getMessage())).isTrue();
        assertThat(e.problem().message()).doesNotContain("internal");
      }
      return wire.isCut();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsRolledBackHalfwayIsGone(boolean delivered) throws Exception {
    POSTGRES.execute(ExpansionsTest.PEOPLE);
    String wanted = POSTGRES.value(ExpansionsTest.SHAPE);
    boolean cut = true;
    for (int at = 20; cut; at += 2 * STRIDE) {
      cut = dies(Work.RENAME, at, delivered);
      try (Expansions expansions = Expansions.open(workbench(POSTGRES.address()))) {
        if (!Expansions.waiting(POSTGRES.address()).isEmpty()) {
          expansions.rollBack(Optional.empty());
          assertThat(POSTGRES.value(ExpansionsTest.SHAPE)).as("died at %d", at).isEqualTo(wanted);
        }
      }
    }
  }

  private static String shape() {
    boolean renamed = "t".equals(POSTGRES.value("select to_regclass('groups') is not null"));
    return renamed
        + POSTGRES.value(ExpansionsTest.SHAPE)
        + POSTGRES.value(
            "select count(*) || ' ' || count(*) filter (where not indisvalid) from pg_index i join"
                + " pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace")
        + POSTGRES.value(
            "select string_agg(to_jsonb(p)::text, ',' order by id) from people p where id < 50")
        + POSTGRES.value(
            "select string_agg(relname, ',' order by relname) from pg_class where relnamespace ="
                + " 'public'::regnamespace")
        + POSTGRES.value(
            "select count(*) from pg_proc where pronamespace = 'groundwork'::regnamespace");
  }

  private Bench bench(PgAddress address) {
    return new Bench(folder, workbench(address));
  }

  private TestWorkbench workbench(PgAddress address) {
    return new TestWorkbench(folder, address, List.of());
  }

  /** A folder of migrations and a database. */
  record Bench(Path folder, TestWorkbench workbench) {
    void write(String sql) {
      try {
        Files.createDirectories(folder.resolve("migrations"));
        Files.writeString(folder.resolve("migrations/1.sql"), sql);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void up() {
      migrations().up(Migrations.Order.ALL);
    }

    boolean isHalfUndone() {
      return migrations().status().stream()
          .anyMatch(each -> each.state() == Migrations.State.HALF_UNDONE);
    }

    void down() {
      migrations().down(Optional.empty());
    }

    private Migrations migrations() {
      Observer untold = event -> {};
      return Migrations.ofProject(
          workbench.target(),
          workbench.migrations(),
          MigrationConfig.STANDARD,
          new Interruption(),
          untold);
    }

    /** Each part is left out when it was done before. */
    void expandAndContract(Change change) {
      try (Expansions expansions = Expansions.open(workbench)) {
        List<Expansions.Waiting> waiting = Expansions.waiting(workbench.target());
        if (waiting.isEmpty() && isDone(change)) {
          return;
        }
        if (waiting.isEmpty() || waiting.getFirst().phase() == Phase.EXPANDING) {
          expansions.expand(change.schema() + "." + change.table(), _ -> change);
        }
        if (!Expansions.waiting(workbench.target()).isEmpty()) {
          expansions.contract(Optional.empty());
        }
      }
    }

    private static boolean isDone(Change change) {
      return "t".equals(POSTGRES.value("select to_regclass('groundwork.expansions') is not null"))
          && "t"
              .equals(
                  POSTGRES.value(
                      "select exists (select from groundwork.expansions where phase = 'contracted'"
                          + " and name = '"
                          + change.name()
                          + "')"));
    }
  }

  @Test
  void nothingIsLeftOfSessionsThatDied() throws Exception {
    dies(Work.RENAME, 40, true);
    work();
    assertThat(POSTGRES.value("select count(*) from pg_locks where locktype = 'advisory'"))
        .isEqualTo("0");
  }

  private void work() {
    Work.RENAME.run(bench(POSTGRES.address()));
  }
}
