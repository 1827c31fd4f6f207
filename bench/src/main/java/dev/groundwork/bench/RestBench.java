package dev.groundwork.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the REST API against {@code pgbench -M prepared} running the same statements on the same
 * server, in turns, so that both see the same noise. Prints a table with the medians and their
 * ratio.
 *
 * <p>Usage: {@code bench/run [--clients 8] [--seconds 5] [--rounds 3]}.
 */
public final class RestBench {
  /** The virtual machine compiles what is hot within the first half a minute. */
  private static final int WARM_UP_SECONDS = 15;

  private final Options options;
  private final Target target;

  private RestBench(Options options, Target target) {
    this.options = options;
    this.target = target;
  }

  /** How long and how hard to measure. */
  private record Options(int clients, int seconds, int rounds) {
    static Options of(String[] arguments) {
      int clients = 8;
      int seconds = 5;
      int rounds = 3;
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        int value = Integer.parseInt(arguments[i + 1]);
        switch (arguments[i]) {
          case "--clients" -> clients = value;
          case "--seconds" -> seconds = value;
          case "--rounds" -> rounds = value;
          default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
        }
      }
      return new Options(clients, seconds, rounds);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Options options = Options.of(arguments);
    try (Target target = Target.start(Path.of("").toAbsolutePath())) {
      new RestBench(options, target).run();
    }
  }

  private void run() throws Exception {
    System.out.printf(
        "%d clients, %d rounds of %d s each, on %d processors%n%n",
        options.clients(),
        options.rounds(),
        options.seconds(),
        Runtime.getRuntime().availableProcessors());
    for (Scenario scenario : Scenario.ALL) {
      load(scenario).run(WARM_UP_SECONDS);
    }
    System.out.printf("%-38s %12s %12s %7s%n", "work", "requests/s", "pgbench tx/s", "ratio");
    for (Scenario scenario : Scenario.ALL) {
      measure(scenario);
    }
  }

  private void measure(Scenario scenario) throws Exception {
    Path script = Files.createTempFile("groundwork-bench", ".sql");
    try {
      Statements statements = Statements.of(scenario, target);
      Files.writeString(script, statements.script());
      Pgbench pgbench = new Pgbench(target, script, statements.variables(), options.clients());
      HttpLoad load = load(scenario);
      load.run(1);
      pgbench.run(1);
      List<Double> requests = new ArrayList<>();
      List<Double> transactions = new ArrayList<>();
      for (int round = 0; round < options.rounds(); round++) {
        transactions.add(pgbench.run(options.seconds()));
        requests.add(load.run(options.seconds()));
      }
      report(scenario, median(requests), median(transactions));
    } finally {
      Files.delete(script);
    }
  }

  private HttpLoad load(Scenario scenario) {
    return new HttpLoad(target.port(), scenario::request, scenario.keys(), options.clients());
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }

  private static void report(Scenario scenario, double requests, double transactions) {
    System.out.printf(
        Locale.ROOT,
        "%-38s %12.0f %12.0f %7.2f%n",
        scenario.name(),
        requests,
        transactions,
        requests / transactions);
  }
}
