package dev.groundwork.service.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** How long each stage of one request took, for {@code Server-Timing}. */
final class Timings {
  /** Measures nothing. */
  static final Timings NONE = new Timings(false);

  private final boolean measured;
  private final List<String> entries = new ArrayList<>();

  private Timings(boolean measured) {
    this.measured = measured;
  }

  static Timings measuring() {
    return new Timings(true);
  }

  /** Does something and notes how long it took, in milliseconds, also when it fails. */
  <T> T during(String stage, Supplier<T> work) {
    if (!measured) {
      return work.get();
    }
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      double milliseconds = (System.nanoTime() - start) / 1e6;
      entries.add(String.format(Locale.ROOT, "%s;dur=%.1f", stage, milliseconds));
    }
  }

  /** The header's value; empty when nothing was measured. */
  Optional<String> header() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", entries));
  }
}
