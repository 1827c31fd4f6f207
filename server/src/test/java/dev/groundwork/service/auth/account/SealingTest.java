package dev.groundwork.service.auth.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Secrets that only the server reads again. */
class SealingTest {
  private final Sealing sealing = new Sealing("the key of this server".getBytes(UTF_8));

  @Test
  void whatIsSealedIsReadByItsOwnerAlone() {
    String sealed = sealing.seal("secret", "row 1");
    assertThat(Sealing.isSealed(sealed)).isTrue();
    assertThat(sealed).doesNotContain("secret");
    assertThat(sealing.open(sealed, "row 1")).contains("secret");
    assertThat(sealing.open(sealed, "row 2")).isEmpty();
    assertThat(new Sealing("another".getBytes(UTF_8)).open(sealed, "row 1")).isEmpty();
  }

  @Test
  void twoSealsOfOneSecretDiffer() {
    assertThat(sealing.seal("secret", "row")).isNotEqualTo(sealing.seal("secret", "row"));
  }

  @Test
  void whatWasChangedOrIsNoSealDoesNotOpen() {
    String sealed = sealing.seal("secret", "row");
    char last = sealed.charAt(20) == 'A' ? 'B' : 'A';
    assertThat(sealing.open(sealed.substring(0, 20) + last + sealed.substring(21), "row"))
        .isEmpty();
    assertThat(sealing.open("sealed:v1:", "row")).isEmpty();
    assertThat(sealing.open("sealed:v1:AAAA", "row")).isEmpty();
    assertThat(sealing.open("sealed:v1:%%", "row")).isEmpty();
    assertThat(Sealing.isSealed("JBSWY3DPEHPK3PXP")).isFalse();
  }

  @Test
  void aProofIsOfOneCodeAndOneOwner() {
    String proof = sealing.proof("123456", "challenge 1");
    assertThat(proof).doesNotContain("123456");
    assertThat(sealing.isProof(proof, "123456", "challenge 1")).isTrue();
    assertThat(sealing.isProof(proof, "123457", "challenge 1")).isFalse();
    assertThat(sealing.isProof(proof, "123456", "challenge 2")).isFalse();
    assertThat(sealing.isProof("", "123456", "challenge 1")).isFalse();
  }
}
