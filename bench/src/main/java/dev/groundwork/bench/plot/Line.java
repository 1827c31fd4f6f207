package dev.groundwork.bench.plot;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param dashed for the second line about the same thing
 */
public record Line(Hue hue, boolean dashed, List<Point> points) {

  public Line {
    points = List.copyOf(points);
  }

  /** What a line is about. */
  public enum Hue {
    SERVER,
    POSTGRES
  }

  /** A figure at a place. */
  public record Point(double x, double y) {}
}
