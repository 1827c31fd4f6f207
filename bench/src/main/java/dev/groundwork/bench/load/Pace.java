package dev.groundwork.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When a client sends its requests; times are those of {@link System#nanoTime}. */
public interface Pace {
  /** Each request follows the answer to the one before, whatever that was. */
  Pace AT_ONCE = (due, answered, status, retryAfter) -> answered;

  /** The same, but a client that is sent away comes again when it was told to. */
  Pace AS_TOLD =
      (due, answered, status, retryAfter) ->
          status == 503 ? answered + TimeUnit.SECONDS.toNanos(retryAfter) : answered;

  /**
   * When the next request is due.
   *
   * @param due when the one before was due
   * @param answered when it was answered
   * @param retryAfter seconds that the answer asked to wait; 0 when it did not
   */
  long next(long due, long answered, int status, int retryAfter);

  /** When a client's first request is due. */
  default long first(long start, int client) {
    return start;
  }

  /** So many requests a second from all clients together, however long the answers take. */
  static Pace perSecond(double rate, int clients) {
    long interval = (long) (Duration.ofSeconds(1).toNanos() * clients / rate);
    return new Pace() {
      @Override
      public long next(long due, long answered, int status, int retryAfter) {
        return due + interval;
      }

      @Override
      public long first(long start, int client) {
        return start + interval * client / clients;
      }
    };
  }
}
