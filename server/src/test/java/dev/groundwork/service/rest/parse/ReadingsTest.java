package dev.groundwork.service.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that come again, and numbers. */
class ReadingsTest {
  private final List<String> read = new ArrayList<>();

  private String read(String text) {
    read.add(text);
    if (text.startsWith("!")) {
      throw new IllegalArgumentException(text);
    }
    return text.toUpperCase(java.util.Locale.ROOT);
  }

  private final Readings<String> readings = new Readings<>(this::read);

  @Test
  void aTextIsReadOnce() {
    assertThat(readings.of("a")).isEqualTo("A").isSameAs(readings.of(new String("a")));
    assertThat(read).containsExactly("a");
  }

  @Test
  void aTextThatCannotBeReadFailsEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatIllegalArgumentException().isThrownBy(() -> readings.of("!a")).withMessage("!a");
    }
  }

  @Test
  void longTextsAreNotKept() {
    String text = "a".repeat(10_000);
    assertThat(readings.of(text)).isEqualTo(readings.of(text));
    assertThat(read).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "25, 25",
    "-1, -1",
    "-0, 0",
    "007, 7",
    "999999999999999999, 999999999999999999"
  })
  void wholeNumbersAreNumbers(String text, long number) {
    assertThat(RangeParser.number(text)).isEqualTo(OptionalLong.of(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "+1", "1.5", "1 ", "--1", "1-", "\u0661", "1000000000000000000"})
  void otherTextsAreNone(String text) {
    assertThat(RangeParser.number(text)).isEmpty();
  }
}
