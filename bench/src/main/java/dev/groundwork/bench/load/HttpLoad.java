package dev.groundwork.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Calls that clients send over connections that stay open, one after another on each, again and
 * again.
 *
 * @param port of a server of this machine
 */
public record HttpLoad(int port, List<Call> calls, int clients, Pace pace) {

  public HttpLoad {
    calls = List.copyOf(calls);
  }

  /** A load of clients that send at once. */
  public static HttpLoad closed(int port, List<Call> calls, int clients) {
    return new HttpLoad(port, calls, clients, Pace.AT_ONCE);
  }

  /** Runs for a time. */
  public Tally run(Duration time) throws IOException {
    return run(Duration.ZERO, time);
  }

  /** Runs for a time after another one that does not count. */
  public Tally run(Duration before, Duration time) throws IOException {
    try (HttpLoop loop = new HttpLoop(this)) {
      loop.run(before);
      return loop.run(time);
    }
  }
}
