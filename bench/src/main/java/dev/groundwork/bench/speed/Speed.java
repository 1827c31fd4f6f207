package dev.groundwork.bench.speed;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.subject.Machine;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Scenarios;
import dev.groundwork.bench.subject.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures each work against PostgreSQL itself on the same database, in turns, so that both see the
 * same noise. Prints a table of medians, the median of the rounds' ratios and how far they spread.
 */
public final class Speed {
  private final Options options;
  private final Target target;
  private final int seconds;
  private final int rounds;

  private Speed(Options options, Target target) {
    this.options = options;
    this.target = target;
    this.seconds = options.number("seconds");
    this.rounds = options.number("rounds");
  }

  /** Runs with the arguments of the command. */
  public static void run(Path checkout, List<String> arguments) throws Exception {
    Options options =
        Options.of(
            arguments, "clients=8", "seconds=5", "rounds=3", "warm-up=8", "rows=1000000", "only=");
    try (Project project = Project.withTables(checkout);
        Target target = Target.start(project)) {
      new Speed(options, target).run();
    }
  }

  /** Makes a contest when its turn has come. */
  private interface Start {
    Contest contest() throws Exception;
  }

  private void run() throws Exception {
    System.out.println(Machine.description(target));
    System.out.printf(
        "%s clients (1 for bodies and answers of many rows), %d rounds of %d s in turns%n%n",
        options.text("clients"), rounds, seconds);
    List<Start> works = works();
    for (Start work : works) {
      try (Contest contest = work.contest()) {
        if (!(contest instanceof BulkInsertContest || contest instanceof LargeReadContest)) {
          contest.warmUp(options.number("warm-up"));
        }
      }
    }
    Columns table =
        new Columns(48, 11, "work", "unit", "server", "PostgreSQL", "ratio", "from..to");
    List<String> remarks = new ArrayList<>();
    for (Start work : works) {
      try (Contest contest = work.contest()) {
        measure(contest, table, remarks);
      }
    }
    System.out.println();
    remarks.forEach(System.out::println);
  }

  private List<Start> works() throws Exception {
    int clients = options.number("clients");
    int rows = options.number("rows");
    Map<String, Start> all = new LinkedHashMap<>();
    for (Scenario scenario : Scenarios.ALL) {
      all.put(scenario.name(), () -> new RequestContest(scenario, target, clients));
    }
    for (BesideContest contest : BesideContest.all(target, clients)) {
      all.put(contest.name(), () -> contest);
    }
    for (String format : BulkInsertContest.FORMATS) {
      all.put(BulkInsertContest.name(format), () -> BulkInsertContest.of(format, target));
    }
    List<String> reads = LargeReadContest.names(rows);
    for (int i = 0; i < reads.size(); i++) {
      int format = i;
      all.put(reads.get(i), () -> LargeReadContest.of(format, rows, target));
    }
    all.keySet().removeIf(name -> !name.contains(options.text("only")));
    if (all.keySet().stream().anyMatch(reads::contains)) {
      LargeReadContest.prepare(rows, target);
    }
    return List.copyOf(all.values());
  }

  private void measure(Contest contest, Columns table, List<String> remarks) throws Exception {
    if (!contest.isServed()) {
      table.row(contest.name(), contest.unit(), "not served", "", "", "");
      return;
    }
    contest.warmUp(1);
    contest.postgres(1);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      theirs.add(contest.postgres(seconds));
      ours.add(contest.server(seconds));
      ratios.add(ours.getLast() / theirs.getLast());
    }
    table.row(
        contest.name(),
        contest.unit(),
        Figures.whole(Figures.median(ours)),
        Figures.whole(Figures.median(theirs)),
        Figures.decimal(Figures.median(ratios), 2),
        Figures.decimal(Figures.least(ratios), 2)
            + ".."
            + Figures.decimal(Figures.most(ratios), 2));
    if (!contest.remark().isEmpty()) {
      remarks.add(contest.name() + ": " + contest.remark());
    }
  }
}
