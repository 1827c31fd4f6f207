package dev.groundwork.bench.steady;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.HealthProbe;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.load.Pace;
import dev.groundwork.bench.load.Tally;
import dev.groundwork.bench.subject.Machine;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Scenarios;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out how many clients give the highest throughput by key, and then what ten times as many
 * get: those who are answered, those who are sent away, and whoever asks for the server's health.
 */
public final class Overload {
  private static final List<Integer> STEPS = List.of(2, 4, 8, 16, 32, 64, 128, 256);
  private static final int FACTOR = 10;
  private static final int WARM_UP_SECONDS = 10;
  private static final int SETTLE_SECONDS = 2;

  /** More clients than needed for this share of the peak only wait longer. */
  private static final double NEARLY = 0.97;

  private static final int OK = 200;
  private static final int BUSY = 503;

  private final Target target;
  private final List<Call> calls;
  private final Duration time;

  private Overload(Target target, int seconds) throws IOException {
    this.target = target;
    this.calls = Scenarios.BY_KEY.calls(target.tokens());
    this.time = Duration.ofSeconds(seconds);
  }

  /** Runs with the arguments of the command. */
  public static void run(Path checkout, List<String> arguments) throws Exception {
    Options options = Options.of(arguments, "seconds=5");
    try (Project project = Project.withTables(checkout);
        Target target = Target.start(project)) {
      System.out.println(Machine.description(target));
      new Overload(target, options.number("seconds")).run();
    }
  }

  /** So many clients and what they got. */
  private record Step(int clients, Tally tally) {
    double rate() {
      return tally.rate(OK);
    }
  }

  private void run() throws IOException, InterruptedException {
    load(STEPS.getLast(), Pace.AT_ONCE).run(Duration.ofSeconds(WARM_UP_SECONDS));
    System.out.println("\nOne row by primary key; latencies in milliseconds\n");
    Columns table = new Columns(8, 9, "clients", "200/s", "p50", "p99", "others/s");
    List<Step> steps = new ArrayList<>();
    for (int clients : STEPS) {
      Step step = new Step(clients, load(clients, Pace.AT_ONCE).run(time));
      steps.add(step);
      table.row(
          Integer.toString(clients),
          Figures.whole(step.rate()),
          millis(step.tally(), OK, 50),
          millis(step.tally(), OK, 99),
          Figures.whole(step.tally().rate() - step.rate()));
    }
    overload(peak(steps));
  }

  private HttpLoad load(int clients, Pace pace) {
    return new HttpLoad(target.port(), calls, clients, pace);
  }

  /** The fewest clients that give nearly the highest throughput. */
  private static Step peak(List<Step> steps) {
    double most = steps.stream().mapToDouble(Step::rate).max().orElseThrow();
    return steps.stream().filter(step -> step.rate() >= most * NEARLY).findFirst().orElseThrow();
  }

  private void overload(Step peak) throws IOException, InterruptedException {
    int clients = peak.clients() * FACTOR;
    System.out.printf(
        "%nThe peak takes %d clients; now %d, and health checks meanwhile%n%n",
        peak.clients(), clients);
    Columns table =
        new Columns(
            30,
            9,
            "clients that are sent away",
            "200/s",
            "of peak",
            "p50",
            "p99",
            "503/s",
            "p99",
            "others/s",
            "hung up",
            "health p50",
            "p99",
            "failed");
    measure("try again at once", clients, Pace.AT_ONCE, peak, table);
    measure("try again when they were told", clients, Pace.AS_TOLD, peak, table);
  }

  private void measure(String name, int clients, Pace pace, Step peak, Columns table)
      throws IOException, InterruptedException {
    try (HealthProbe probe = new HealthProbe(target.adminPort())) {
      Tally tally = load(clients, pace).run(Duration.ofSeconds(SETTLE_SECONDS), time);
      Tally health = probe.end();
      table.row(
          name,
          Figures.whole(tally.rate(OK)),
          Figures.decimal(tally.rate(OK) / peak.rate(), 2),
          millis(tally, OK, 50),
          millis(tally, OK, 99),
          Figures.whole(tally.rate(BUSY)),
          millis(tally, BUSY, 99),
          Figures.whole(tally.rate() - tally.rate(OK) - tally.rate(BUSY)),
          Long.toString(tally.broken()),
          millis(health, OK, 50),
          millis(health, OK, 99),
          Long.toString(health.unexpected()));
    }
  }

  private static String millis(Tally tally, int status, double percent) {
    return tally.count(status) == 0 ? "-" : Figures.rough(tally.millis(status, percent));
  }
}
