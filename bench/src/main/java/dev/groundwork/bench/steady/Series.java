package dev.groundwork.bench.steady;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes samples at intervals from a thread of its own, and prints them. */
final class Series implements AutoCloseable {
  private final Target target;
  private final int interval;
  private final Columns table;
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ended;
  private volatile String failure = "";

  /**
   * Starts.
   *
   * @param interval seconds
   */
  Series(Target target, int interval) {
    this.target = target;
    this.interval = interval;
    List<String> heads = new ArrayList<>(List.of("seconds"));
    for (Sample.Resource resource : Sample.Resource.values()) {
      heads.add(resource.title());
    }
    table = new Columns(8, 12, heads.toArray(String[]::new));
    thread = Thread.ofPlatform().name("samples").daemon().start(this::take);
  }

  private void take() {
    long start = System.nanoTime();
    try {
      while (!ended) {
        TimeUnit.SECONDS.sleep(interval);
        Sample sample = Sample.take(target);
        samples.add(sample);
        print(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), sample);
      }
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      // it was closed
    }
  }

  private void print(long seconds, Sample sample) {
    List<String> cells = new ArrayList<>(List.of(Long.toString(seconds)));
    for (Sample.Resource resource : Sample.Resource.values()) {
      cells.add(Figures.rough(sample.of(resource)));
    }
    table.row(cells.toArray(String[]::new));
  }

  /** Ends and gives all samples. */
  List<Sample> end() throws IOException, InterruptedException {
    close();
    thread.join();
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
    return samples;
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
