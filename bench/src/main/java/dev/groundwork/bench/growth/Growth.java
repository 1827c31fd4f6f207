package dev.groundwork.bench.growth;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.subject.Machine;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures each dimension, prints its table, and draws all of them in the end. */
public final class Growth {
  private static final String RESULT = "bench/target/growth.svg";
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final Path checkout;
  private final Options options;
  private final Meter meter;
  private final Map<Dimension, List<Point>> results = new LinkedHashMap<>();
  private String machine = "";

  private Growth(Path checkout, Options options) {
    this.checkout = checkout;
    this.options = options;
    this.meter = new Meter(options.number("seconds"), options.number("rounds"));
  }

  /** Runs with the arguments of the command. */
  public static void run(Path checkout, List<String> arguments) throws Exception {
    Options options = Options.of(arguments, "clients=8", "seconds=3", "rounds=1", "only=");
    new Growth(checkout, options).run();
  }

  private void run() throws Exception {
    List<Dimension> wanted = new ArrayList<>(List.of(Dimension.values()));
    wanted.removeIf(each -> !each.word().contains(options.text("only")));
    boolean tables = wanted.remove(Dimension.TABLES);
    if (!wanted.isEmpty()) {
      try (Project project = Project.withTables(checkout);
          Target target = start(project, Dimension.CLIENTS)) {
        for (Dimension dimension : wanted) {
          measure(dimension, target);
        }
      }
    }
    if (tables) {
      int least = Dimension.TABLES.places().getFirst();
      try (Project project = Project.of(checkout, ManyTables.migration(least));
          Target target = start(project, Dimension.TABLES)) {
        measure(Dimension.TABLES, target);
      }
    }
    Path file = checkout.resolve(RESULT);
    Files.writeString(file, GrowthPage.of(machine, options.number("clients"), results).svg());
    System.out.println("\nCharts: " + RESULT);
  }

  private Target start(Project project, Dimension first) throws Exception {
    Target target = Target.start(project);
    if (machine.isEmpty()) {
      machine = Machine.description(target);
      System.out.println(machine);
    }
    Scenario scenario = first.scenario(first.places().getFirst());
    HttpLoad.closed(target.port(), scenario.calls(target.tokens()), options.number("clients"))
        .run(WARM_UP);
    return target;
  }

  private void measure(Dimension dimension, Target target)
      throws IOException, SQLException, InterruptedException {
    System.out.printf("%n%s; latencies in milliseconds%n%n", heading(dimension));
    Columns table =
        new Columns(
            8,
            12,
            dimension.word(),
            "server/s",
            "pgbench/s",
            "ratio",
            "server p50",
            "p99",
            "pgbench p50",
            "p99");
    List<Point> points = new ArrayList<>();
    for (int place : dimension.places()) {
      if (dimension == Dimension.TABLES) {
        int before = points.isEmpty() ? place : points.getLast().x();
        ManyTables.grow(target, before, place);
      }
      int clients = dimension.clients(place, options.number("clients"));
      points.add(meter.measure(place, dimension.scenario(place), target, clients));
      print(points.getLast(), table);
    }
    results.put(dimension, points);
  }

  private String heading(Dimension dimension) {
    if (dimension == Dimension.CLIENTS) {
      return dimension.title() + "; pgbench never has more than " + Meter.MOST_POSTGRES_CLIENTS;
    }
    return dimension.title() + ", " + options.text("clients") + " clients";
  }

  private static void print(Point point, Columns table) {
    table.row(
        Figures.whole(point.x()),
        Figures.whole(point.server().rate()),
        Figures.whole(point.postgres().rate()),
        Figures.decimal(point.server().rate() / point.postgres().rate(), 2),
        Figures.rough(point.server().p50()),
        Figures.rough(point.server().p99()),
        Figures.rough(point.postgres().p50()),
        Figures.rough(point.postgres().p99()));
  }
}
