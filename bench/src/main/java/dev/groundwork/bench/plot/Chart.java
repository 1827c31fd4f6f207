package dev.groundwork.bench.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over an axis that names the places where something was measured.
 *
 * @param x what the lower axis counts
 */
public record Chart(String title, String x, List<Line> lines) {
  static final int WIDTH = 430;
  static final int HEIGHT = 230;

  private static final int LEFT = 56;
  private static final int RIGHT = 14;
  private static final int TOP = 34;
  private static final int BOTTOM = 42;
  private static final double INNER_WIDTH = WIDTH - LEFT - RIGHT;
  private static final double INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

  public Chart {
    lines = List.copyOf(lines);
  }

  void draw(Svg svg) {
    Scale across = new Scale.Places(places());
    Scale up =
        Scale.fitting(
            lines.stream().flatMap(line -> line.points().stream()).map(Line.Point::y).toList());
    svg.text(LEFT, 18, Svg.Anchor.START, "name", title);
    drawGrid(svg, across, up);
    for (Line line : lines) {
      drawLine(svg, line, across, up);
    }
  }

  private List<Double> places() {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .map(Line.Point::x)
        .distinct()
        .sorted()
        .toList();
  }

  private void drawGrid(Svg svg, Scale across, Scale up) {
    for (double tick : up.ticks()) {
      double y = y(up, tick);
      svg.line(LEFT, y, WIDTH - RIGHT, y, "grid");
      svg.text(LEFT - 7, y + 4, Svg.Anchor.END, "tick", number(tick));
    }
    double ground = HEIGHT - BOTTOM;
    svg.line(LEFT, ground, WIDTH - RIGHT, ground, "axis");
    for (double tick : across.ticks()) {
      double x = x(across, tick);
      svg.line(x, ground, x, ground + 4, "axis");
      svg.text(x, ground + 17, Svg.Anchor.MIDDLE, "tick", number(tick));
    }
    svg.text(LEFT + INNER_WIDTH / 2, ground + 34, Svg.Anchor.MIDDLE, "tick", x);
  }

  private void drawLine(Svg svg, Line line, Scale across, Scale up) {
    String hue = line.hue().name().toLowerCase(Locale.ROOT);
    String points =
        line.points().stream()
            .map(point -> pair(x(across, point.x()), y(up, point.y())))
            .collect(Collectors.joining(" "));
    svg.path(points, "line " + hue + (line.dashed() ? " dashed" : ""));
    for (Line.Point point : line.points()) {
      svg.dot(x(across, point.x()), y(up, point.y()), "dot " + hue);
    }
  }

  private static String pair(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  private static double x(Scale scale, double figure) {
    return LEFT + INNER_WIDTH * scale.at(figure);
  }

  private static double y(Scale scale, double figure) {
    return TOP + INNER_HEIGHT * (1 - scale.at(figure));
  }

  private static String number(double figure) {
    return figure >= 1 || figure == 0
        ? String.format(Locale.ROOT, "%,.0f", figure)
        : Double.toString(Math.round(figure * 1e4) / 1e4);
  }
}
