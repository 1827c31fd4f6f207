package dev.groundwork.service.migrations.expand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillTest {
  @ParameterizedTest
  @CsvSource({
    "32, 10, 64",
    "32, 99, 64",
    "32, 150, 32",
    "32, 201, 16",
    "1, 900, 1",
    "4096, 10, 4096",
  })
  void batchesTakeAboutTheSameTime(long blocks, long millis, long next) {
    assertThat(Backfill.next(blocks, Duration.ofMillis(millis))).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0, 0, 100",
    "100, 3, 0, 400",
    "100, 500, 0, 2100",
    "100, 0, 5, 100",
    "100, 0, 6, 6100",
    "100, 1, 3600, 30200",
  })
  void othersWhoWaitAndReplicasThatLagAreGivenTime(long took, long waiting, long lag, long pause) {
    assertThat(Backfill.pause(Duration.ofMillis(took), waiting, lag))
        .isEqualTo(Duration.ofMillis(pause));
  }

  @Test
  void aFillNeverStandsStill() {
    assertThat(Backfill.pause(Duration.ofMillis(1), Long.MAX_VALUE, Long.MAX_VALUE))
        .isLessThan(Duration.ofSeconds(31));
  }
}
