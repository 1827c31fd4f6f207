package dev.groundwork.service.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.http.Headers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          8e03978e-40d5-43dd-bc93-6894a57f9324   | 8e03978e-40d5-43dd-bc93-6894a57f9324
          "8e03978e-40d5-43dd-bc93-6894a57f9324" | 8e03978e-40d5-43dd-bc93-6894a57f9324
          order/12;3='4'                         | order/12;3='4'
          "a b, c"                               | a b, c
          "a\\"b\\\\c"                           | a"b\\c
          """)
  void isReadWithAndWithoutQuotes(String header, String key) {
    assertThat(IdempotencyKey.of(Headers.of(IdempotencyKey.HEADER, header))).contains(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ä", "\"ä\"", "a\u007f", "\"a\u0001\"", "a b", "\"a\"; p=1"})
  void othersAreRefused(String header) {
    assertThatThrownBy(() -> IdempotencyKey.of(Headers.of(IdempotencyKey.HEADER, header)))
        .hasMessageContaining("Idempotency-Key cannot be read");
  }

  @Test
  void twoKeysAreNone() {
    Headers two = Headers.of(IdempotencyKey.HEADER, "a", "idempotency-key", "a");
    assertThatThrownBy(() -> IdempotencyKey.of(two)).hasMessageContaining("more than one");
    assertThat(IdempotencyKey.of(Headers.NONE)).isEqualTo(Optional.empty());
  }
}
