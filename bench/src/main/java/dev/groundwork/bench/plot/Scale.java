package dev.groundwork.bench.plot;

import java.util.ArrayList;
import java.util.List;

/** Where a figure stands on an axis, from 0 to 1, and which figures the axis names. */
sealed interface Scale {
  /** How many figures an axis names, about. */
  int TICKS = 5;

  double at(double figure);

  List<Double> ticks();

  /** From zero upwards in even steps. */
  record Linear(double most) implements Scale {
    @Override
    public double at(double figure) {
      return figure / most;
    }

    @Override
    public List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      double step = step(most / TICKS);
      for (int i = 0; i * step <= most * 1.0001; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }

    /** The least of 1, 2, 5, 10, 20 ... that is at least so much. */
    private static double step(double least) {
      double ten = Math.pow(10, Math.floor(Math.log10(least)));
      return least <= ten
          ? ten
          : least <= 2 * ten ? 2 * ten : least <= 5 * ten ? 5 * ten : 10 * ten;
    }
  }

  /** Each tenfold has the same length. */
  record Logarithmic(double least, double most) implements Scale {
    @Override
    public double at(double figure) {
      return Math.log(figure / least) / Math.log(most / least);
    }

    @Override
    public List<Double> ticks() {
      List<Double> all = steps(new double[] {1, 2, 5});
      return all.size() <= TICKS + 3 ? all : steps(new double[] {1});
    }

    private List<Double> steps(double[] ofTen) {
      List<Double> ticks = new ArrayList<>();
      for (double ten = Math.pow(10, Math.floor(Math.log10(least))); ten <= most; ten *= 10) {
        for (double each : ofTen) {
          if (each * ten >= least * 0.9999 && each * ten <= most * 1.0001) {
            ticks.add(each * ten);
          }
        }
      }
      return ticks;
    }
  }

  /** The places where something was measured; each tenfold has the same length if there are any. */
  record Places(List<Double> figures) implements Scale {
    private static final double INSET = 0.05;

    @Override
    public double at(double figure) {
      double least = figures.getFirst();
      double most = figures.getLast();
      if (least == most) {
        return 0.5;
      }
      double share =
          most / least >= 10
              ? Math.log(figure / least) / Math.log(most / least)
              : (figure - least) / (most - least);
      return INSET + (1 - 2 * INSET) * share;
    }

    @Override
    public List<Double> ticks() {
      return figures;
    }
  }

  /** A scale that shows figures well: a linear one unless they differ very much. */
  static Scale fitting(List<Double> figures) {
    double least = figures.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = figures.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    return least > 0 && most / least > 15
        ? new Logarithmic(least / 1.3, most * 1.3)
        : new Linear(most * 1.08);
  }
}
