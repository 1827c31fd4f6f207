package dev.groundwork.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {

  @Test
  void sourcesAreInTheHouseFormat() throws Exception {
    assertThat(SourceFormat.unformatted())
        .as("run: mvn -q -pl server test-compile exec:exec@format")
        .isEmpty();
  }
}
