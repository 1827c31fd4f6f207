package dev.groundwork.base.observe;

import java.time.Instant;

/**
 * Points in time as ISO 8601 in UTC with milliseconds, such as {@code 2026-11-24T11:09:49.421Z}.
 * Remembers the second: making it anew would take as long as all the rest of a line.
 */
final class TimeStamp {
  private static volatile Second last = new Second(0, "1970-01-01T00:00:00");

  private TimeStamp() {}

  /** A second and its text, without a fraction. */
  private record Second(long epoch, String text) {}

  static void append(StringBuilder out, Instant time) {
    Second second = last;
    if (second.epoch != time.getEpochSecond()) {
      String text = Instant.ofEpochSecond(time.getEpochSecond()).toString();
      second = new Second(time.getEpochSecond(), text.substring(0, text.length() - 1));
      last = second;
    }
    int milliseconds = time.getNano() / 1_000_000;
    out.append(second.text).append('.');
    out.append(milliseconds < 100 ? "0" : "").append(milliseconds < 10 ? "0" : "");
    out.append(milliseconds).append('Z');
  }
}
