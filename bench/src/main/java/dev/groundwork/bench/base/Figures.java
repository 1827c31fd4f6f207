package dev.groundwork.bench.base;

import java.util.List;
import java.util.Locale;

/** Figures of several rounds, and figures as text. */
public final class Figures {
  private Figures() {}

  /** The middle one; of an even number what is between the two in the middle. */
  public static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  public static double least(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public static double most(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** A whole number with separators between the thousands. */
  public static String whole(double figure) {
    return String.format(Locale.ROOT, "%,.0f", figure);
  }

  public static String decimal(double figure, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", figure);
  }

  /** Three significant digits or whole, which is how exact the figures of a run are. */
  public static String rough(double figure) {
    return decimal(figure, figure < 10 ? 2 : figure < 100 ? 1 : 0);
  }
}
