package dev.groundwork.bench.load;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** What came of a load: how many answers of which status, after how long. */
public final class Tally {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;

  private final Map<Integer, Histogram> micros = new TreeMap<>();
  private double seconds;
  private long broken;
  private long unexpected;
  private String firstUnexpected = "";

  void answered(Call call, int status, Supplier<String> head, long nanos) {
    record(status, nanos);
    if (status != call.status()) {
      unexpected(head.get());
    }
  }

  /** The server hung up instead of answering. */
  void broken(String reason) {
    broken++;
    unexpected(reason);
  }

  private void record(int status, long nanos) {
    micros
        .computeIfAbsent(status, key -> new Histogram(LONGEST_MICROS, DIGITS))
        .recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS));
  }

  private void unexpected(String what) {
    firstUnexpected = unexpected++ == 0 ? what : firstUnexpected;
  }

  void end(long nanos) {
    seconds = nanos / 1e9;
  }

  /** All statuses that were answered, in order. */
  public Iterable<Integer> statuses() {
    return micros.keySet();
  }

  /** How many answers had a status. */
  public long count(int status) {
    Histogram known = micros.get(status);
    return known == null ? 0 : known.getTotalCount();
  }

  /** Answers of a status a second. */
  public double rate(int status) {
    return count(status) / seconds;
  }

  /** Answers a second. */
  public double rate() {
    return micros.values().stream().mapToLong(Histogram::getTotalCount).sum() / seconds;
  }

  /** Milliseconds within which so many percent of a status were answered; 0 when there are none. */
  public double millis(int status, double percent) {
    Histogram known = micros.get(status);
    return known == null ? 0 : known.getValueAtPercentile(percent) / 1e3;
  }

  /** Requests during which the server hung up. */
  public long broken() {
    return broken;
  }

  /** Answers that were not those that the calls expect, and requests that were not answered. */
  public long unexpected() {
    return unexpected;
  }

  /** The first one of them. */
  public String firstUnexpected() {
    return firstUnexpected;
  }

  /** The same, where each call has to be answered as expected. */
  public Tally flawless() throws IOException {
    if (unexpected > 0) {
      throw new IOException(unexpected + " requests went wrong, the first one: " + firstUnexpected);
    }
    return this;
  }
}
