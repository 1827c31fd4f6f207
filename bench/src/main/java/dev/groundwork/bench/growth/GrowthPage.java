package dev.groundwork.bench.growth;

import dev.groundwork.bench.plot.Chart;
import dev.groundwork.bench.plot.Line;
import dev.groundwork.bench.plot.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws what was measured: for each dimension a chart of throughput and one of latency. */
final class GrowthPage {
  private GrowthPage() {}

  static Page of(String machine, int clients, Map<Dimension, List<Point>> results) {
    List<String> notes = new ArrayList<>(machine.lines().toList());
    notes.add(
        clients
            + " clients where their number does not grow; pgbench never has more than "
            + Meter.MOST_POSTGRES_CLIENTS);
    List<Chart> charts = new ArrayList<>();
    results.forEach((dimension, points) -> {
      charts.add(throughput(dimension, points));
      charts.add(latency(dimension, points));
    });
    return new Page("Throughput and latency as things grow", notes, charts);
  }

  private static Chart throughput(Dimension dimension, List<Point> points) {
    return new Chart(
        "Requests/s: " + dimension.title(),
        dimension.word(),
        List.of(
            line(Line.Hue.POSTGRES, false, points, point -> point.postgres().rate()),
            line(Line.Hue.SERVER, false, points, point -> point.server().rate())));
  }

  private static Chart latency(Dimension dimension, List<Point> points) {
    return new Chart(
        "Milliseconds: " + dimension.title(),
        dimension.word(),
        List.of(
            line(Line.Hue.POSTGRES, false, points, point -> point.postgres().p50()),
            line(Line.Hue.POSTGRES, true, points, point -> point.postgres().p99()),
            line(Line.Hue.SERVER, false, points, point -> point.server().p50()),
            line(Line.Hue.SERVER, true, points, point -> point.server().p99())));
  }

  private static Line line(
      Line.Hue hue, boolean dashed, List<Point> points, ToDoubleFunction<Point> figure) {
    return new Line(
        hue,
        dashed,
        points.stream()
            .map(point -> new Line.Point(point.x(), figure.applyAsDouble(point)))
            .toList());
  }
}
