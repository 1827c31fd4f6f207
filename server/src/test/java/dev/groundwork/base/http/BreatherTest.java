package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreatherTest {

  @Test
  void aFewRefusalsCostNobodyAnything() {
    assertThat(waitAfter(new Breather(() -> 1), 10)).isNegative();
    assertThat(waitAfter(new Breather(() -> 0.1), 100)).isNegative();
  }

  @Test
  void manyAtOnceAreSpreadButForNoLongerThanTheyWereToldToWait() {
    long busy = waitAfter(new Breather(() -> 1), 100_000);
    assertThat(busy).isBetween(Duration.ofMillis(500).toNanos(), Duration.ofMillis(1001).toNanos());
  }

  @Test
  void aBusyMachineTakesItSlower() {
    assertThat(waitAfter(new Breather(() -> 0.95), 300))
        .isGreaterThan(waitAfter(new Breather(() -> 0.1), 300));
  }

  @Test
  void anUnknownLoadCountsAsMuch() {
    assertThat(waitAfter(new Breather(() -> -1), 100_000)).isPositive();
    assertThat(waitAfter(new Breather(() -> Double.NaN), 100_000)).isPositive();
  }

  private static long waitAfter(Breather breather, int refusals) {
    long until = 0;
    for (int i = 0; i < refusals; i++) {
      until = breather.next();
    }
    return until - System.nanoTime();
  }
}
