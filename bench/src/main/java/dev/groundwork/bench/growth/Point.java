package dev.groundwork.bench.growth;

import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.subject.Pgbench;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured at one place: medians of some rounds.
 *
 * @param x how many clients, rows, levels or tables
 */
record Point(int x, Pgbench.Result server, Pgbench.Result postgres) {

  static Point of(int x, List<Pgbench.Result> server, List<Pgbench.Result> postgres) {
    return new Point(x, median(server), median(postgres));
  }

  private static Pgbench.Result median(List<Pgbench.Result> rounds) {
    return new Pgbench.Result(
        median(rounds, Pgbench.Result::rate),
        median(rounds, Pgbench.Result::p50),
        median(rounds, Pgbench.Result::p99));
  }

  private static double median(
      List<Pgbench.Result> rounds, ToDoubleFunction<Pgbench.Result> figure) {
    return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
  }
}
