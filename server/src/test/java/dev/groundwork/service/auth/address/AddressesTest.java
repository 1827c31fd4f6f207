package dev.groundwork.service.auth.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "Ada@Example.ORG, ada@example.org",
    "a.b+tag@sub.example.co, a.b+tag@sub.example.co",
    "o'neil@example.org, o'neil@example.org",
    "ada@localhost, ada@localhost",
    "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
    "1234567890123456789012345678901234567890123456789012345678901234@example.org,"
        + " 1234567890123456789012345678901234567890123456789012345678901234@example.org",
  })
  void addressesAreTakenInLowerCase(String text, String address) {
    assertThat(EmailAddress.parse(text).address()).isEqualTo(address);
    assertThat(EmailAddress.of(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@example..org",
        "ada@.example.org",
        "ada@-example.org",
        "ada@example.org.",
        "a..b@example.org",
        ".a@example.org",
        "a.@example.org",
        " ada@example.org",
        "ada@example.org ",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\n",
        "ada\0@example.org",
        "ada@example.org,eve@example.org",
        "Ada <ada@example.org>",
        "\"ada eve\"@example.org",
        "ada@[127.0.0.1]",
        "ada(comment)@example.org",
        "ädä@example.org",
        "ada@bücher.example",
        "\u212Aim@example.org",
        "ada@ex\u00ADample.org",
        "12345678901234567890123456789012345678901234567890123456789012345@example.org",
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(EmailAddress.of(text)).isEmpty();
    assertThatThrownBy(() -> EmailAddress.parse(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Unable to validate email address: invalid format");
  }

  @Test
  void anAddressIsNotEndless() {
    String label = "a".repeat(63);
    String longest = "a@" + label + "." + label + "." + label + "." + "a".repeat(60);
    assertThat(longest).hasSize(254);
    assertThat(EmailAddress.of(longest)).isPresent();
    assertThat(EmailAddress.of("b" + longest)).isEmpty();
    assertThat(EmailAddress.of("a@" + "a".repeat(64) + ".org")).isEmpty();
  }

  @Test
  void theDomainStandsBehindTheAtSign() {
    assertThat(EmailAddress.parse("ada@Example.org").domain()).isEqualTo("example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "+14155552671, 14155552671",
    "14155552671, 14155552671",
    "+1 (415) 555-2671, 14155552671",
    "+44 (0)20 7946 0958, 442079460958",
    "+49 151 12345678, 4915112345678",
    "1234567890, 1234567890",
    "4152127777, 4152127777",
  })
  void phoneNumbersAreKeptAsDigits(String text, String digits) {
    PhoneNumber number = PhoneNumber.parse(text);
    assertThat(number.digits()).isEqualTo(digits);
    assertThat(number.international()).isEqualTo("+" + digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "0",
        "015112345678",
        "+0151123",
        "1234567890123456",
        "1-800-FLOWERS",
        "+1415555267x",
        "+1 415 555 2671 ext. 5",
        "+1415\n5552671",
        "++14155552671",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
        "tel:+14155552671",
        "abc",
      })
  void whatIsNoNumberIsRefused(String text) {
    assertThat(PhoneNumber.of(text)).isEmpty();
    assertThatThrownBy(() -> PhoneNumber.parse(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Invalid phone number format (E.164 required)");
  }
}
