package dev.groundwork.base.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aKeyIsTheSameForTheSameSecretRoleAndTime() {
    TokenIssuer issuer = new TokenIssuer("a secret".getBytes(StandardCharsets.UTF_8));
    String key = issuer.key("anon", THEN, Duration.ofDays(3650));
    assertThat(issuer.key("anon", THEN, Duration.ofDays(3650))).isEqualTo(key);
    String claims = key.split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"iss\":\"groundwork\",\"role\":\"anon\",\"iat\":1767225600,\"exp\":2082585600}");
  }

  @Test
  void secretsAreLongAndNeverTheSame() {
    assertThat(TokenIssuer.randomSecret())
        .matches("[A-Za-z0-9_-]{43}")
        .isNotEqualTo(TokenIssuer.randomSecret());
    assertThat(VerificationKeys.of(TokenIssuer.randomSecret(), false)).isNotNull();
  }
}
