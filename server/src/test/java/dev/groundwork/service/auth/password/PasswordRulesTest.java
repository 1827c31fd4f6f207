package dev.groundwork.service.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordRulesTest {

  @Test
  void aShortPasswordIsToldTheLeastLength() {
    assertThat(PasswordRules.of(6, "").weaknesses("12345"))
        .containsExactly(new Weakness("length", "Password should be at least 6 characters."));
    assertThat(PasswordRules.of(6, "").weaknesses("123456")).isEmpty();
  }

  @Test
  void lengthCountsCharactersAndNotBytes() {
    assertThat(PasswordRules.of(6, "").weaknesses("🐎🐎🐎")).hasSize(1);
    assertThat(PasswordRules.of(6, "").weaknesses("🐎🐎🐎🐎🐎🐎")).isEmpty();
  }

  @Test
  void everySetIsNeeded() {
    PasswordRules rules = PasswordRules.of(3, "abc:123:\\:;");
    assertThat(rules.requiredSets()).containsExactly("abc", "123", ":;");
    assertThat(rules.weaknesses("a1:")).isEmpty();
    assertThat(rules.weaknesses("a12"))
        .containsExactly(
            new Weakness(
                "characters",
                "Password should contain at least one character of each: abc, 123, :;."));
    assertThat(rules.weaknesses(""))
        .extracting(Weakness::reason)
        .containsExactly("length", "characters");
  }

  @Test
  void wordsStandForUsualSets() {
    PasswordRules rules = PasswordRules.of(6, "lower_upper_letters_digits_symbols");
    assertThat(rules.weaknesses("abCD12")).hasSize(1);
    assertThat(rules.weaknesses("abCD1:")).isEmpty();
    assertThat(PasswordRules.of(6, "letters_digits").weaknesses("abcde1")).isEmpty();
  }

  @Test
  void moreThan72BytesAreTooLong() {
    assertThat(PasswordRules.isTooLong("ä".repeat(36))).isFalse();
    assertThat(PasswordRules.isTooLong("ä".repeat(36) + "x")).isTrue();
  }

  @Test
  void aLeastLengthBeyondBcryptIsRefused() {
    assertThatThrownBy(() -> PasswordRules.of(73, "")).isInstanceOf(IllegalArgumentException.class);
  }
}
