package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimingsTest {

  @Test
  void stagesAreNotedInTheirOrderAndTheOneThatFailsToo() {
    Timings timings = Timings.measuring();
    assertThat(timings.during("jwt", () -> "caller")).isEqualTo("caller");
    assertThatThrownBy(() -> timings.during("parse", TimingsTest::fail)).hasMessage("no");
    assertThat(timings.header().orElseThrow()).matches("jwt;dur=\\d+\\.\\d, parse;dur=\\d+\\.\\d");
  }

  private static String fail() {
    throw new IllegalStateException("no");
  }

  @Test
  void nothingIsNotedUnlessAskedFor() {
    assertThat(Timings.NONE.during("jwt", () -> 1)).isEqualTo(1);
    assertThat(Timings.NONE.header()).isEmpty();
  }
}
