package dev.groundwork.base.http;

/**
 * How fast turns come while somebody waits for one: the mean of the last moments. Not safe for use
 * by several threads.
 */
final class Pace {
  /** When nobody has waited for so many windows, all is forgotten. */
  private static final int MEMORY = 4;

  private final long window;
  private long seen = System.nanoTime();

  /** Time in which somebody waited, and turns that came meanwhile; older ones count for less. */
  private double busy;

  private double turns;

  /** Remembers about one window, in nanoseconds. */
  Pace(long window) {
    this.window = window;
  }

  /**
   * The time goes on.
   *
   * @param awaited whether somebody has waited since the time before
   */
  void at(long now, boolean awaited) {
    if (awaited) {
      busy += now - seen;
    } else if (now - seen > MEMORY * window) {
      busy = 0;
      turns = 0;
    }
    if (busy > window) {
      turns *= window / 2.0 / busy;
      busy = window / 2.0;
    }
    seen = now;
  }

  /** Somebody who has waited got a turn. */
  void turn() {
    turns++;
  }

  /** Time between two turns; 0 when too little is known. */
  double nanosPerTurn() {
    return busy < window / 8.0 ? 0 : busy / Math.max(turns, 0.01);
  }
}
