package dev.groundwork.base.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final String SECRET = "a secret of more than thirty-two letters";
  private static final ObjectNode CLAIMS =
      TokenDecoder.JSON.createObjectNode().put("role", "authenticated");

  /** An example of RFC 8037, appendix A. */
  private static final String ED25519 =
      """
      {"kty":"OKP","crv":"Ed25519","kid":"ed","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
       "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
      """;

  @Test
  void eachKindOfPairMakesTokensThatItsPublicHalfVerifies() throws Exception {
    List<JWK> pairs =
        List.of(
            new RSAKeyGenerator(2048).keyID("rsa").generate(),
            new ECKeyGenerator(Curve.P_256).keyID("ec").generate(),
            JWK.parse(ED25519));
    for (JWK pair : pairs) {
      SigningKeys keys = SigningKeys.of(set(pair));
      VerificationKeys shown = VerificationKeys.of(keys.publicSet(), false);
      ObjectNode claims = new TokenDecoder(shown).claims(keys.token(CLAIMS));
      assertThat(claims).isEqualTo(CLAIMS);
      assertThat(keys.publicSet()).contains(pair.getKeyID()).doesNotContain("\"d\"");
    }
  }

  @Test
  void theFirstOfSeveralSignsAndAllVerify() throws Exception {
    JWK old = new ECKeyGenerator(Curve.P_256).keyID("old").generate();
    JWK fresh = new ECKeyGenerator(Curve.P_256).keyID("fresh").generate();
    String before = SigningKeys.of(set(old)).token(CLAIMS);
    SigningKeys rotated = SigningKeys.of(set(fresh, old));
    TokenDecoder decoder = new TokenDecoder(rotated.verification().orElseThrow());
    assertThat(decoder.claims(before)).isEqualTo(CLAIMS);
    assertThat(header(rotated.token(CLAIMS))).contains("\"kid\":\"fresh\"");
  }

  @Test
  void aSharedSecretIsNeverShown() {
    SigningKeys keys = SigningKeys.shared(SECRET.getBytes(UTF_8));
    assertThat(keys.publicSet()).isEqualTo("{\"keys\":[]}");
    assertThat(keys.verification()).isEqualTo(Optional.empty());
    TokenDecoder decoder = new TokenDecoder(VerificationKeys.of(SECRET, false));
    assertThat(decoder.claims(keys.token(CLAIMS))).isEqualTo(CLAIMS);
  }

  @Test
  void aPublicHalfCannotSign() throws Exception {
    String shown = new JWKSet(JWK.parse(ED25519).toPublicJWK()).toString(true);
    assertThatThrownBy(() -> SigningKeys.of(shown)).hasMessageContaining("private");
    assertThatThrownBy(() -> SigningKeys.of("no json")).hasMessageContaining("JWK set");
  }

  private static String set(JWK... keys) {
    return new JWKSet(Arrays.asList(keys)).toString(false);
  }

  private static String header(String token) {
    return new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), UTF_8);
  }
}
