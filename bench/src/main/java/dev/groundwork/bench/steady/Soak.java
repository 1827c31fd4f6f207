package dev.groundwork.bench.steady;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.load.Pace;
import dev.groundwork.bench.load.Tally;
import dev.groundwork.bench.subject.Machine;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A mixed load at a fixed rate for minutes or hours, and what the server holds meanwhile: the last
 * third of the time must not need more than the middle third.
 */
public final class Soak {
  private static final int CLIENTS = 32;
  private static final int SAMPLES = 60;
  private static final int LEAST_INTERVAL = 2;

  /** So much more in the last third is growth. */
  private static final double BOUND = 1.1;

  private Soak() {}

  /** Runs with the arguments of the command; false when something grew or went wrong. */
  public static boolean run(Path checkout, List<String> arguments) throws Exception {
    Options options = Options.of(arguments, "minutes=10", "rate=200");
    Duration time = Duration.ofMinutes(options.number("minutes"));
    try (Project project = Project.withTables(checkout);
        Target target = Target.start(project)) {
      System.out.println(Machine.description(target));
      System.out.printf(
          "%n%s requests/s for %s minutes%n%n", options.text("rate"), options.text("minutes"));
      Pace pace = Pace.perSecond(options.number("rate"), CLIENTS);
      HttpLoad load = new HttpLoad(target.port(), MixedLoad.calls(target.tokens()), CLIENTS, pace);
      int interval = Math.max(LEAST_INTERVAL, (int) time.toSeconds() / SAMPLES);
      try (Series series = new Series(target, interval)) {
        Tally tally = load.run(time);
        boolean flat = judge(series.end());
        return report(tally) && flat;
      }
    }
  }

  private static boolean judge(List<Sample> samples) {
    System.out.println();
    Columns table = new Columns(14, 12, "", "middle third", "last third", "");
    int third = samples.size() / 3;
    List<Sample> middle = samples.subList(third, 2 * third);
    List<Sample> last = samples.subList(2 * third, samples.size());
    boolean flat = true;
    for (Sample.Resource resource : Sample.Resource.values()) {
      double before = median(middle, resource);
      double after = median(last, resource);
      boolean grew = after > before * BOUND && after > before + resource.slack();
      flat &= !grew;
      table.row(
          resource.title(), Figures.rough(before), Figures.rough(after), grew ? "grew" : "flat");
    }
    return flat;
  }

  private static double median(List<Sample> samples, Sample.Resource resource) {
    return Figures.median(samples.stream().map(sample -> sample.of(resource)).toList());
  }

  private static boolean report(Tally tally) throws IOException {
    System.out.println();
    Columns table = new Columns(8, 10, "status", "answers", "p50 ms", "p99 ms");
    for (int status : tally.statuses()) {
      table.row(
          Integer.toString(status),
          Long.toString(tally.count(status)),
          Figures.rough(tally.millis(status, 50)),
          Figures.rough(tally.millis(status, 99)));
    }
    if (tally.unexpected() > 0) {
      System.out.printf(
          "%n%d went wrong, the first one: %s%n", tally.unexpected(), tally.firstUnexpected());
    }
    return tally.unexpected() == 0;
  }
}
