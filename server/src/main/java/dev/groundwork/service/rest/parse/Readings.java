package dev.groundwork.service.rest.parse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;

/**
 * What texts say that were read before: clients ask with the same few texts again and again. For
 * texts without values only, which would push the others out. Changes nothing but the time: equal
 * texts read equally.
 */
final class Readings<T> {
  /** Characters of all texts together; what they say takes some ten times as much memory. */
  private static final long KEPT = 200_000;

  /** Longer texts are read anew each time. */
  private static final int LONGEST = 2_000;

  /** What a text costs beside its characters. */
  private static final int ENTRY = 50;

  private final Function<String, T> reading;
  private final Cache<String, T> known =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((String text, T said) -> ENTRY + text.length())
          .build();

  Readings(Function<String, T> reading) {
    this.reading = reading;
  }

  /** What a text says, or the exception of reading it. */
  T of(String text) {
    return text.length() > LONGEST ? reading.apply(text) : known.get(text, reading);
  }
}
