package dev.groundwork.base.http;

import java.time.Duration;

/**
 * How many requests a {@link Gate} lets in.
 *
 * @param min requests at a time that are always let in
 * @param initial requests at a time before anything has been learned
 * @param max requests at a time that are let in at most, however well things go
 * @param maxWait how far away the turn of a request may be; one that would wait for longer is
 *     refused at once
 */
public record GateConfig(int min, int initial, int max, Duration maxWait) {
  public GateConfig {
    if (min < 1 || initial < min || max < initial) {
      throw new IllegalArgumentException("not in order: " + min + ", " + initial + ", " + max);
    }
  }
}
