package dev.groundwork.bench.stages;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures {@link Stages} and {@link TokenCheck}, and prints time and memory a request. The time is
 * the median of single requests, so that what else the machine does hardly counts.
 *
 * <p>Usage: {@code bench/run stages [name of a stage]}.
 */
public final class StagesBench {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private StagesBench() {}

  /** Measures the stage that is named, or all. */
  public static void run(List<String> named) throws RunnerException {
    String stage = named.isEmpty() ? ".*" : named.getFirst();
    OptionsBuilder options = new OptionsBuilder();
    for (Class<?> measured : List.of(Stages.class, TokenCheck.class)) {
      options.include(measured.getName() + "\\." + stage + "$");
    }
    options.addProfiler(GCProfiler.class);
    options.forks(1);
    options.jvmArgsAppend("-XX:+UseCompactObjectHeaders", "-Xmx512m");
    options.warmupIterations(8).warmupTime(TimeValue.seconds(1));
    options.measurementIterations(3).measurementTime(TimeValue.seconds(1));
    options.shouldFailOnError(true);
    options.verbosity(VerboseMode.SILENT);
    report(new Runner(options.build()).run());
  }

  private static void report(Collection<RunResult> results) {
    System.out.printf("%-8s %-8s %12s %12s%n", "stage", "request", "microseconds", "bytes");
    for (RunResult result : results) {
      String stage = result.getParams().getBenchmark();
      System.out.printf(
          Locale.ROOT,
          "%-8s %-8s %12.2f %12.0f%n",
          stage.substring(stage.lastIndexOf('.') + 1),
          result.getParams().getParam("sample"),
          result.getPrimaryResult().getStatistics().getPercentile(50) / 1_000,
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
    }
  }
}
