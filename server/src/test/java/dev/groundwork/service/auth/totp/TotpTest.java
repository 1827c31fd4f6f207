package dev.groundwork.service.auth.totp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
  /** The key of the examples of RFC 6238. */
  private static final String SECRET =
      Base32.toBase32String("12345678901234567890".getBytes(US_ASCII));

  private static final Instant NOW = Instant.ofEpochSecond(1_000_000_000);

  /** The last six of the eight digits that the RFC gives. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130",
  })
  void codesAreThoseOfTheStandard(long seconds, String code) {
    Instant moment = Instant.ofEpochSecond(seconds);
    assertThat(Totp.code(SECRET, moment)).isEqualTo(code);
    assertThat(Totp.verify(SECRET, code, moment)).hasValue(seconds / 30);
  }

  @ParameterizedTest
  @CsvSource({"-60, false", "-30, true", "0, true", "30, true", "60, false"})
  void oneStepBeforeAndAfterIsTaken(long seconds, boolean taken) {
    String code = Totp.code(SECRET, NOW.plusSeconds(seconds));
    assertThat(Totp.verify(SECRET, code, NOW).isPresent()).isEqualTo(taken);
  }

  @Test
  void theStepTellsWhetherACodeWasUsed() {
    String code = Totp.code(SECRET, NOW);
    long used = Totp.verify(SECRET, code, NOW).orElseThrow();
    assertThat(Totp.verify(SECRET, code, NOW.plusSeconds(20)).orElseThrow()).isEqualTo(used);
    String next = Totp.code(SECRET, NOW.plusSeconds(30));
    assertThat(Totp.verify(SECRET, next, NOW.plusSeconds(30)).orElseThrow()).isEqualTo(used + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "12345", "1234567", "abcdef", " 050471", "٠٥٠٤٧١", "-50471"})
  void whatIsNoCodeIsNotTaken(String code) {
    assertThat(Totp.verify(SECRET, code, Instant.ofEpochSecond(1111111111))).isEmpty();
  }

  @Test
  void secretsAreLongAndDifferent() {
    Totp totp = new Totp();
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      secrets.add(totp.newSecret());
    }
    assertThat(secrets).hasSize(100).allMatch(each -> each.matches("[A-Z2-7]{32}"));
  }

  @Test
  void secretsAreReadWithoutPaddingAndInLowerCase() {
    String secret = "jbswy3dpehpk3pxp";
    assertThat(Totp.code(secret, NOW)).isEqualTo(Totp.code("JBSWY3DPEHPK3PXP", NOW));
    assertThat(Totp.code("MFRGG", NOW)).hasSize(6);
    assertThatThrownBy(() -> Totp.verify("not base 32!", "123456", NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("not base 32!");
  }

  @Test
  void theUriIsWhatAppsRead() {
    assertThat(Totp.uri("My Shop: Ü", "ada+x@example.org", "JBSWY3DPEHPK3PXP"))
        .isEqualTo(
            "otpauth://totp/My%20Shop%20%C3%9C:ada%2Bx%40example.org?algorithm=SHA1&digits=6"
                + "&issuer=My%20Shop%20%C3%9C&period=30&secret=JBSWY3DPEHPK3PXP");
  }

  @Test
  void theQrCodeIsSvg() {
    String svg = Totp.qrSvg(Totp.uri("Shop", "ada@example.org", new Totp().newSecret()));
    assertThat(svg)
        .startsWith("<svg xmlns=")
        .endsWith("</svg>")
        .contains("h1v1h-1z")
        .doesNotContain("#", "%");
    assertThatThrownBy(() -> Totp.qrSvg("x".repeat(5000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
