package dev.groundwork.base.http;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Keeps refusals from becoming the work that there is too much of: when there are very many, the
 * connections of those who were refused, and were told to come back in a second, are read again a
 * little later. A refusal itself is never late.
 */
final class Breather {
  /**
   * Refusals a second that a processor does beside other work; more when it has time. Each takes
   * 100 to 150 microseconds, most of them in the system.
   */
  private static final int FEWEST = 1000;

  private static final int MOST = 2000;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** So much may come at once. */
  private static final long BURST = SECOND / 20;

  private static final long LOOK = SECOND / 5;

  private final DoubleSupplier load;
  private long looked = System.nanoTime() - LOOK;
  private long each;
  private long next = System.nanoTime() - BURST;

  Breather() {
    this(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad);
  }

  /**
   * @param load share of the machine's processors that is in use, from 0 to 1
   */
  Breather(DoubleSupplier load) {
    this.load = load;
  }

  /** When the connection of one more who was refused is to be read again. */
  synchronized long next() {
    long now = System.nanoTime();
    if (now - looked >= LOOK) {
      looked = now;
      each = SECOND / PROCESSORS / perProcessor(load.getAsDouble());
    }
    long slot = Math.max(next - now, -BURST) + each;
    next = now + Math.min(slot, SECOND);
    return next;
  }

  private static int perProcessor(double load) {
    double idle = load >= 0 ? 1 - load : 0; // not known when negative or not a number
    return (int) Math.clamp(FEWEST + 2 * idle * MOST, FEWEST, MOST);
  }
}
