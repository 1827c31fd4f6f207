package dev.groundwork.service.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.Browser;
import dev.groundwork.service.auth.SignInServer;
import dev.groundwork.service.auth.authority.Authority;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Id tokens that applications bring: one that holds, and all the ways not to. */
class IdTokenTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static @Nullable SignInServer server;

  private final Browser browser = new Browser();

  @BeforeAll
  static void start() {
    Providers providers = new Providers(Map.of("acme", RealProvider.account()));
    server =
        SignInServer.start(POSTGRES, new SignInServer.Plan(providers, Authority.NONE, true, true));
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(server).close();
  }

  private Browser.Answer signIn(ObjectNode body) throws Exception {
    String url = Objects.requireNonNull(server).url() + "/token?grant_type=id_token";
    return browser.post(url, body, Map.of());
  }

  private static ObjectNode body(String token) {
    return Json.object().put("provider", "acme").put("id_token", token);
  }

  private static Map<String, Object> claims(String subject) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", RealProvider.issuer());
    claims.put("sub", subject);
    claims.put("aud", RealProvider.CLIENT);
    claims.put("email", subject + "@example.com");
    claims.put("email_verified", true);
    return claims;
  }

  private static String token(String subject, Map<String, Object> more) {
    Map<String, Object> claims = claims(subject);
    claims.putAll(more);
    return RealProvider.signed(claims, MINUTE);
  }

  private static JWTClaimsSet set(String subject) throws Exception {
    Map<String, Object> claims = claims(subject);
    long now = System.currentTimeMillis() / 1000;
    claims.put("iat", now);
    claims.put("exp", now + 60);
    return JWTClaimsSet.parse(claims);
  }

  private void refused(ObjectNode body, String code) throws Exception {
    Browser.Answer answer = signIn(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error_code").asText()).isEqualTo(code);
  }

  @Test
  void aGoodOneSignsIn() throws Exception {
    ObjectNode answer = signIn(body(token("good", Map.of()))).json();
    assertThat(answer.path("user").path("email").asText()).isEqualTo("good@example.com");
    assertThat(answer.path("user").path("app_metadata").path("provider").asText())
        .isEqualTo("acme");
    String byIssuer = token("good", Map.of("aud", "our-phone-app"));
    assertThat(signIn(body(byIssuer)).status()).isEqualTo(200);
  }

  @Test
  void oneForAnotherApplicationIsRefused() throws Exception {
    refused(body(token("aud", Map.of("aud", "their-app"))), "unexpected_audience");
  }

  @Test
  void oneOfAnotherIssuerIsRefused() throws Exception {
    refused(body(token("iss", Map.of("iss", "http://evil.example"))), "invalid_credentials");
  }

  @Test
  void oneThatHasExpiredIsRefused() throws Exception {
    String old = RealProvider.signed(claims("old"), Duration.ofMinutes(-5));
    refused(body(old), "invalid_credentials");
  }

  @Test
  void oneThatDoesNotHoldYetIsRefused() throws Exception {
    Map<String, Object> later = Map.of("nbf", System.currentTimeMillis() / 1000 + 600);
    refused(body(token("later", later)), "invalid_credentials");
  }

  @Test
  void theNonceIsThatOfTheApplication() throws Exception {
    String hashed = token("nonce", Map.of("nonce", Hashes.sha256Hex("mine")));
    assertThat(signIn(body(hashed).put("nonce", "mine")).status()).isEqualTo(200);
    String plain = token("nonce", Map.of("nonce", "mine"));
    assertThat(signIn(body(plain).put("nonce", "mine")).status()).isEqualTo(200);
    refused(body(hashed).put("nonce", "other"), "validation_failed");
    refused(body(hashed), "validation_failed");
    refused(body(token("nonce", Map.of())).put("nonce", "mine"), "validation_failed");
  }

  @Test
  void anAccessTokenMustBeTheOneOfTheToken() throws Exception {
    String hash =
        AccessTokenHash.compute(new BearerAccessToken("theirs"), JWSAlgorithm.RS256, null)
            .getValue();
    String token = token("at", Map.of("at_hash", hash));
    assertThat(signIn(body(token).put("access_token", "theirs")).status()).isEqualTo(200);
    refused(body(token).put("access_token", "another"), "validation_failed");
  }

  @Test
  void oneWithoutASignatureIsRefused() throws Exception {
    refused(body(new PlainJWT(set("none")).serialize()), "invalid_credentials");
    String good = token("none", Map.of());
    refused(body(good.substring(0, good.lastIndexOf('.') + 1)), "invalid_credentials");
  }

  @Test
  void oneThatIsSignedWithThePublicKeyAsSecretIsRefused() throws Exception {
    RSAKey key = RealProvider.key().toRSAKey();
    byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    for (byte[] each : new byte[][] {secret, key.toRSAPublicKey().getEncoded()}) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), set("hs"));
      token.sign(new MACSigner(each));
      refused(body(token.serialize()), "invalid_credentials");
    }
  }

  @Test
  void oneOfAKeyThatTheProviderDoesNotHaveIsRefused() throws Exception {
    RSAKey other = new RSAKeyGenerator(2048).keyID("unknown").generate();
    for (String kid : new String[] {"unknown", RealProvider.key().getKeyID(), "../../etc"}) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).jwk(other.toPublicJWK()).build(),
              set("kid"));
      token.sign(new RSASSASigner(other));
      refused(body(token.serialize()), "invalid_credentials");
    }
  }

  @Test
  void whatIsNoTokenIsRefused() throws Exception {
    refused(body("nonsense"), "invalid_credentials");
    refused(Json.object().put("provider", "acme"), "validation_failed");
    refused(body("x.y.z").put("provider", "google"), "provider_disabled");
  }

  @Test
  void onlyWhoIsSignedInLinksByOne() throws Exception {
    ObjectNode link = body(token("linked", Map.of())).put("link_identity", true);
    assertThat(signIn(link).status()).isEqualTo(401);
    String person = signIn(body(token("linker", Map.of()))).json().path("access_token").asText();
    String url = Objects.requireNonNull(server).url() + "/token?grant_type=id_token";
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + person);
    ObjectNode answer = browser.post(url, link, bearer).json();
    assertThat(answer.path("user").path("identities")).hasSize(2);
    assertThat(answer.path("user").path("email").asText()).isEqualTo("linker@example.com");
  }
}
