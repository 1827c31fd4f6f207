package dev.groundwork.bench.migrations;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.subject.Folders;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.expand.Change;
import dev.groundwork.service.migrations.expand.Expansions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Changes of a table of a million rows while it is read and written: the plain statement beside
 * {@code migrate up} and {@code migrate expand}, each on a fresh table.
 *
 * <p>Usage: {@code bench/run migrations --rows 1000000 --readers 4 --writers 2 --lock-timeout 500}.
 */
public final class MigrationsBench {
  private static final String INDEX = "create index %s items_note on items (note)";
  private static final String KEY =
      "alter table items add constraint items_owner foreign key (owner) references owners (id)";

  private final PgAddress address;
  private final Path folder;
  private final Options options;
  private final Columns table;

  private MigrationsBench(PgAddress address, Path folder, Options options) {
    this.address = address;
    this.folder = folder;
    this.options = options;
    this.table = new Columns(28, 10, "change", "took s", "requests", "p99 ms", "max ms", "failed");
  }

  /** Runs all changes; false when a request of ours failed or waited for longer than it may. */
  public static boolean run(List<String> arguments) throws IOException {
    Options options =
        Options.of(
            arguments, "rows=1000000", "readers=4", "writers=2", "lock-timeout=500", "only=");
    Path home = Files.createTempDirectory("groundwork-bench");
    EmbeddedConfig usual = EmbeddedConfig.in(home);
    EmbeddedConfig config =
        new EmbeddedConfig(
            home,
            home,
            Optional.empty(),
            usual.socketFolder(),
            Map.of("max_wal_size", "4GB"),
            EmbeddedConfig.Durability.TESTS_ONLY,
            usual.stopTimeout());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config, event -> {})) {
      return new MigrationsBench(server.address("postgres"), home, options).all();
    } finally {
      Folders.delete(home);
    }
  }

  private boolean all() {
    boolean good = true;
    plain("rename, plain", "alter table items rename note to remark");
    good &=
        ours(
            "rename, expand + contract",
            traffic ->
                expand(new Change.RenameColumn("public", "items", "note", "remark"), traffic));
    plain("type, plain", "alter table items alter price type bigint");
    good &=
        ours(
            "type, expand + contract",
            traffic ->
                expand(
                    new Change.ChangeType(
                        "public", "items", "price", "bigint", Optional.empty(), Optional.empty()),
                    traffic));
    plain("not null, plain", "alter table items alter owner set not null");
    good &=
        ours(
            "not null, expand",
            traffic -> expand(new Change.SetNotNull("public", "items", "owner"), traffic));
    plain("foreign key, plain", KEY);
    good &=
        ours(
            "foreign key, two files",
            _ -> up(KEY + " not valid", "alter table items validate constraint items_owner"));
    plain("index, plain", INDEX.formatted(""));
    good &= ours("index, one file", _ -> up(INDEX.formatted("concurrently")));
    return good;
  }

  private interface Work {
    void run(Traffic traffic);
  }

  private void plain(String name, String sql) {
    measure(
        name,
        _ -> {
          try (PlainSession session = PlainSession.open(address)) {
            session.execute(sql);
          }
        });
  }

  private boolean ours(String name, Work work) {
    Optional<Traffic.Seen> seen = measure(name, work);
    return seen.map(it -> it.failed() == 0 && it.longest().compareTo(lockTimeout()) <= 0)
        .orElse(true);
  }

  private Optional<Traffic.Seen> measure(String name, Work work) {
    if (!name.contains(options.text("only"))) {
      return Optional.empty();
    }
    int rows = options.number("rows");
    try (PlainSession session = PlainSession.open(address)) {
      session.execute(tables(rows));
      session.execute("vacuum analyze items");
    }
    Duration took;
    Traffic traffic = new Traffic(address, rows, "note");
    try (traffic) {
      traffic.start(options.number("readers"), options.number("writers"));
      pause(Duration.ofMillis(1700)); // into a report's second half
      long start = System.nanoTime();
      work.run(traffic);
      took = Duration.ofNanos(System.nanoTime() - start);
      pause(Duration.ofMillis(300));
    }
    Traffic.Seen seen = traffic.seen();
    table.row(
        name,
        "%.1f".formatted(took.toMillis() / 1000.0),
        Integer.toString(seen.requests()),
        "%.1f".formatted(seen.p99().toNanos() / 1e6),
        "%.0f".formatted(seen.longest().toNanos() / 1e6),
        Integer.toString(seen.failed()));
    return Optional.of(seen);
  }

  private static String tables(int rows) {
    return """
    drop schema if exists groundwork cascade;
    drop table if exists items;
    drop table if exists owners;
    create table owners (id int primary key);
    insert into owners select generate_series(1, 1000);
    create table items (id int primary key, owner int, price int, note text,
      touched int not null default 0) with (fillfactor = 80);
    insert into items select g, 1 + g %% 1000, g, 'note ' || g from generate_series(1, %d) g;
    """
        .formatted(rows);
  }

  private void expand(Change change, Traffic traffic) {
    try (Expansions expansions = Expansions.open(new Bench())) {
      expansions.expand("items", _ -> change);
      if (change instanceof Change.RenameColumn renamed) {
        traffic.uses(renamed.newName());
        pause(Duration.ofMillis(500));
      }
      if (!Expansions.waiting(address).isEmpty()) {
        expansions.contract(Optional.empty());
      }
    }
  }

  private void up(String... files) {
    Path migrations = folder.resolve("migrations");
    try {
      if (Files.exists(migrations)) {
        Folders.delete(migrations);
      }
      Files.createDirectories(migrations);
      for (int i = 0; i < files.length; i++) {
        Files.writeString(migrations.resolve(i + ".sql"), files[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Migrations.Applied> applied = new Bench().migrationsOn(address).up(Migrations.Order.ALL);
    if (applied.size() != files.length) {
      throw new IllegalStateException("not all were applied");
    }
  }

  private Duration lockTimeout() {
    return Duration.ofMillis(options.number("lock-timeout"));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The database of the benchmark. */
  private final class Bench implements Workbench {
    @Override
    public PgAddress target() {
      return address;
    }

    @Override
    public Scratch scratch() {
      throw new UnsupportedOperationException("tries nothing");
    }

    @Override
    public void replay(PgAddress database, Predicate<String> wanted) {
      throw new UnsupportedOperationException("tries nothing");
    }

    @Override
    public Migrations migrationsOn(PgAddress database) {
      return Migrations.ofProject(database, migrations(), waits(), interruption(), observer());
    }

    @Override
    public MigrationConfig waits() {
      return new MigrationConfig(lockTimeout(), 100);
    }

    @Override
    public Interruption interruption() {
      return new Interruption();
    }

    @Override
    public void prepareTarget() {}

    @Override
    public Path migrations() {
      return folder.resolve("migrations");
    }

    @Override
    public Path desired() {
      return folder.resolve("schema");
    }

    @Override
    public Observer observer() {
      return MigrationsBench::tell;
    }

    @Override
    public void close() {}
  }

  private static void tell(Event event) {
    if (event instanceof Event.Lifecycle step && step.message().contains("trying again")) {
      System.out.println("  " + step.message().toLowerCase(Locale.ROOT));
    }
  }
}
