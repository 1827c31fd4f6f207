package dev.groundwork.base.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.groundwork.base.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeysTest {
  private static final String SECRET = "thirty-two characters at the very least";
  private static final KeyPair RSA = pair("RSA", 2048);

  @ParameterizedTest
  @CsvSource({"HS256, HmacSHA256", "HS384, HmacSHA384", "HS512, HmacSHA512"})
  void aPlainSecretVerifiesHmacTokens(String algorithm, String name) throws Exception {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    assertThat(role(SECRET, hmac(algorithm, "", name, secret))).isEqualTo("staff");
    assertThat(role(SECRET, hmac(algorithm, ",\"kid\":\"a\"", name, secret))).isEqualTo("staff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "url"})
  void aSecretMayBeWrittenInBase64(String alphabet) throws Exception {
    byte[] secret = new byte[33];
    Arrays.fill(secret, (byte) 0xfb);
    Base64.Encoder encoder =
        alphabet.equals("plain") ? Base64.getEncoder() : Base64.getUrlEncoder().withoutPadding();
    VerificationKeys keys = VerificationKeys.of(encoder.encodeToString(secret), true);
    assertThat(role(keys, hmac("HS256", "", "HmacSHA256", secret))).isEqualTo("staff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "short", "{\"kty\":\"oct\"}", "{\"keys\":[]}", "{\"keys\":[{}]}", "{}"})
  void unusableSecretsAreRefused(String secret) {
    assertThatIllegalArgumentException().isThrownBy(() -> VerificationKeys.of(secret, false));
  }

  @Test
  void aRefusalDoesNotTellTheSecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerificationKeys.of("hush!", true))
        .withMessageNotContaining("hush");
    assertThat(
            new VerificationKey.Shared(
                new VerificationKey.Scope(
                    Algorithm.Family.HMAC, Optional.empty(), Optional.empty(), true),
                "hush".getBytes(StandardCharsets.UTF_8)))
        .asString()
        .doesNotContain("104");
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, SHA256withRSA",
    "RS384, SHA384withRSA",
    "RS512, SHA512withRSA",
  })
  void anRsaKeyVerifies(String algorithm, String name) throws Exception {
    assertThat(role(rsa("").toJSONString(), signed(algorithm, "", name, RSA.getPrivate())))
        .isEqualTo("staff");
  }

  @Test
  void anRsaKeyVerifiesPss() throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
    String token = signed("PS384", "", signature, RSA.getPrivate());
    assertThat(role(rsa("").toJSONString(), token)).isEqualTo("staff");
  }

  @ParameterizedTest
  @CsvSource({
    "ES256, secp256r1, SHA256withECDSAinP1363Format",
    "ES384, secp384r1, SHA384withECDSAinP1363Format",
    "ES512, secp521r1, SHA512withECDSAinP1363Format",
  })
  void anEllipticKeyVerifies(String algorithm, String curve, String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    String jwk =
        new ECKey.Builder(Curve.forStdName(curve), (ECPublicKey) pair.getPublic())
            .build()
            .toJSONString();
    assertThat(role(jwk, signed(algorithm, "", name, pair.getPrivate()))).isEqualTo("staff");
    String other = algorithm.equals("ES256") ? "ES384" : "ES256";
    String otherName = name.replaceFirst("SHA\\d+", other.equals("ES256") ? "SHA256" : "SHA384");
    assertRefused(jwk, signed(other, "", otherName, pair.getPrivate()), "No suitable key was");
  }

  @ParameterizedTest
  @CsvSource({"Ed25519, 32", "Ed448, 57"})
  void anEdwardsKeyVerifies(String curve, int length) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(curve).generateKeyPair();
    byte[] x509 = pair.getPublic().getEncoded();
    String x = Base64URL.encode(Arrays.copyOfRange(x509, x509.length - length, x509.length)) + "";
    String jwk = "{\"kty\":\"OKP\",\"crv\":\"" + curve + "\",\"x\":\"" + x + "\"}";
    assertThat(role(jwk, signed("EdDSA", "", "EdDSA", pair.getPrivate()))).isEqualTo("staff");
  }

  @Test
  void aPublicKeyIsNeverASecret() throws Exception {
    String jwk = rsa("").toJSONString();
    byte[] known = jwk.getBytes(StandardCharsets.UTF_8);
    assertRefused(jwk, hmac("HS256", "", "HmacSHA256", known), "No suitable key was");
  }

  @Test
  void aKeyWithAnAlgorithmVerifiesNoOther() throws Exception {
    String jwk = rsa("").toJSONString().replace("\"kty\"", "\"alg\":\"RS256\",\"kty\"");
    assertThat(role(jwk, signed("RS256", "", "SHA256withRSA", RSA.getPrivate())))
        .isEqualTo("staff");
    assertRefused(
        jwk, signed("RS512", "", "SHA512withRSA", RSA.getPrivate()), "No suitable key was");
  }

  @Test
  void aTokenThatNamesAKeyIsVerifiedByItAlone() throws Exception {
    String one = rsa("one").toJSONString();
    RSAKey two =
        new RSAKey.Builder((RSAPublicKey) pair("RSA", 2048).getPublic()).keyID("two").build();
    String set = "{\"keys\":[" + one + "," + two.toJSONString() + "]}";
    PrivateKey key = RSA.getPrivate();
    String name = "SHA256withRSA";
    assertThat(role(set, signed("RS256", ",\"kid\":\"one\"", name, key))).isEqualTo("staff");
    assertThat(role(set, signed("RS256", "", name, key))).isEqualTo("staff");
    assertRefused(set, signed("RS256", ",\"kid\":\"two\"", name, key), "None of the keys");
    assertRefused(set, signed("RS256", ",\"kid\":\"three\"", name, key), "No suitable key was");
  }

  @Test
  void aSmallRsaKeyIsRefused() {
    String jwk = new RSAKey.Builder((RSAPublicKey) pair("RSA", 1024).getPublic()).build() + "";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerificationKeys.of(jwk, false))
        .withMessageContaining("2048");
  }

  @Test
  void aChangedTokenIsRefused() throws Exception {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    String token = hmac("HS256", "", "HmacSHA256", secret);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThatExceptionOfType(ProblemException.class)
          .as("changed at " + i)
          .isThrownBy(() -> role(SECRET, changed))
          .satisfies(thrown -> assertThat(thrown.problem().code()).isIn("PGRST301", "PGRST303"));
    }
  }

  private static RSAKey rsa(String id) {
    RSAKey.Builder builder = new RSAKey.Builder((RSAPublicKey) RSA.getPublic());
    return id.isEmpty() ? builder.build() : builder.keyID(id).build();
  }

  private static KeyPair pair(String type, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static void assertRefused(String secret, String token, String details) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> role(secret, token))
        .satisfies(thrown -> assertThat(thrown.problem().details()).asString().contains(details));
  }

  private static String role(String secret, String token) {
    return role(VerificationKeys.of(secret, false), token);
  }

  private static String role(VerificationKeys keys, String token) {
    IdentityConfig config =
        new IdentityConfig(
            Optional.of(keys),
            Optional.empty(),
            RolePath.parse(".role"),
            Optional.empty(),
            0,
            false);
    return new Authenticator(config)
        .identify(Optional.of("Bearer " + token), Optional.empty())
        .role();
  }

  private static String hmac(String algorithm, String more, String name, byte[] secret)
      throws GeneralSecurityException {
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance(name);
    mac.init(new javax.crypto.spec.SecretKeySpec(secret, name));
    String head = head(algorithm, more);
    return head + "." + part(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String signed(String algorithm, String more, String name, PrivateKey key)
      throws GeneralSecurityException {
    return signed(algorithm, more, Signature.getInstance(name), key);
  }

  private static String signed(String algorithm, String more, Signature signature, PrivateKey key)
      throws GeneralSecurityException {
    String head = head(algorithm, more);
    signature.initSign(key);
    signature.update(head.getBytes(StandardCharsets.US_ASCII));
    return head + "." + part(signature.sign());
  }

  private static String head(String algorithm, String more) {
    String header = "{\"alg\":\"" + algorithm + "\"" + more + "}";
    return part(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + part("{\"role\":\"staff\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
