package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.testing.TestWorkbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A change of the schema of each kind, which tests interrupt. Each may be run again, and then does
 * what is left of it.
 */
enum Task {
  TRANSACTION(
      """
      alter table people add column x int; update people set x = id;
      create table gone (id int)
      """),
  STEPS(
      """
      set search_path = public;
      alter table people add column x int;
      create index concurrently people_x on people (x);
      drop index concurrently people_points_idx;
      create index concurrently on people (x, points);
      insert into people (id) values (-1);
      """),
  DOWN(
      """
      create index concurrently if not exists people_x on people (id, points);
      -- groundwork: down
      drop index concurrently if exists people_x;
      create table if not exists downed (id int);
      """) {
    @Override
    void run(Bench bench) {
      bench.write(file());
      if (!bench.isHalfUndone()) {
        bench.up();
      }
      bench.down();
    }
  },
  RENAME(""),
  TYPE(""),
  KEY(""),
  NOT_NULL(""),
  RENAMED_TABLE("");

  private final String file;

  Task(String file) {
    this.file = file;
  }

  /** The text of the migration, where that is what it is. */
  String file() {
    return file;
  }

  /** The change in two steps, where that is what it is. */
  Optional<Change> change() {
    return switch (this) {
      case TRANSACTION, STEPS, DOWN -> Optional.empty();
      case RENAME -> Optional.of(new Change.RenameColumn("public", "people", "team", "crew"));
      case TYPE -> Optional.of(type("points", "varchar(9)"));
      case KEY -> Optional.of(type("id", "bigint"));
      case NOT_NULL -> Optional.of(new Change.SetNotNull("public", "people", "points"));
      case RENAMED_TABLE -> Optional.of(new Change.RenameTable("public", "teams", "groups"));
    };
  }

  private static Change type(String column, String type) {
    return new Change.ChangeType(
        "public", "people", column, type, Optional.empty(), Optional.empty());
  }

  void run(Bench bench) {
    Optional<Change> change = change();
    if (change.isPresent()) {
      bench.expandAndContract(change.get());
    } else {
      bench.write(file);
      bench.up();
    }
  }

  /** A folder of migrations and a database. */
  record Bench(TestWorkbench workbench) {
    private static final String REST =
        """
        select concat_ws(E'\\n',
          (select count(*) || ' ' || count(*) filter (where not indisvalid) from pg_index i
            join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace),
          (select string_agg(to_jsonb(p)::text, ',' order by id) from people p where id < 50),
          (select string_agg(relname, ',' order by relname) from pg_class
            where relnamespace = 'public'::regnamespace),
          (select string_agg(conname || convalidated, ',' order by conname) from pg_constraint
            where conrelid = 'badges'::regclass),
          pg_get_viewdef('listed'::regclass),
          (select count(*) from pg_proc where proname ~ '^expand_[0-9]+$'
            and pronamespace = to_regnamespace('groundwork'))))
        """;

    static Bench of(Path folder, PgAddress address) {
      return new Bench(new TestWorkbench(folder, address, List.of()));
    }

    /** Makes the table {@code people} anew, on which tasks work. */
    void reset() {
      execute(
          ExpansionsTest.PEOPLE
              + """
              ;create view listed as select id, points, team from people;
              create table badges (person int references people);
              insert into badges values (1), (2)
              """);
    }

    void execute(String sql) {
      try (PlainSession session = PlainSession.open(workbench.target())) {
        session.execute(sql);
      }
    }

    String value(String sql) {
      try (PlainSession session = PlainSession.open(workbench.target())) {
        return Objects.requireNonNull(session.rows(sql).getFirst().getFirst());
      }
    }

    void write(String sql) {
      try {
        Files.createDirectories(workbench.migrations());
        Files.writeString(workbench.migrations().resolve("1.sql"), sql);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
      return Migrations.ofProject(
          workbench.target(),
          workbench.migrations(),
          MigrationConfig.STANDARD,
          new Interruption(),
          event -> {});
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

    private boolean isDone(Change change) {
      return value("select to_regclass('groundwork.expansions') is not null").equals("t")
          && value(
                  "select exists (select from groundwork.expansions where phase = 'contracted'"
                      + " and name = "
                      + Identifier.literal(change.name())
                      + ")")
              .equals("t");
    }

    /** All that a task may change, and must have left behind. */
    String shape() {
      return value(
          "select to_regclass('groups') is not null || (" + ExpansionsTest.SHAPE + ") || (" + REST);
    }
  }
}
