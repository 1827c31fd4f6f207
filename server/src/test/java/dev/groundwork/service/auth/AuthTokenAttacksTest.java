package dev.groundwork.service.auth;

import static dev.groundwork.testing.AuthServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.groundwork.base.identity.KeyPairs;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.testing.AuthServer;
import dev.groundwork.testing.AuthServer.Answer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens that somebody else made, or changed, on a server that signs by ES256. */
class AuthTokenAttacksTest {
  private static final JWK PAIR = KeyPairs.random("ES256");
  private static final JWK STRANGE = KeyPairs.random("ES256");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  @RegisterExtension
  static final AuthServer SERVER =
      AuthServer.with(
          Map.of("GROUNDWORK_JWT_SIGNING_KEYS", "{\"keys\":[" + PAIR.toJSONString() + "]}"));

  @Test
  void aTokenOfTheServerNamesItsKeyAndHolds() throws Exception {
    Answer session = session();
    String header = text(session.accessToken(), 0);
    assertThat(header).contains("\"alg\":\"ES256\"", "\"kid\":\"" + PAIR.getKeyID() + "\"");
    assertThat(SERVER.get("/.well-known/jwks.json").text())
        .contains(PAIR.getKeyID())
        .doesNotContain("\"d\"");
    assertThat(SERVER.user(session.accessToken()).status()).isEqualTo(200);
    assertThat(SERVER.user(signed(header, claims(session), PAIR)).status())
        .as("what this test signs with the server's key is genuine")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
  void aTokenWithoutSignatureIsRefused(String algorithm) throws Exception {
    String head = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
    String claims = claims(session());
    refused(encoded(head) + "." + encoded(claims) + ".");
    refused(encoded(head) + "." + encoded(claims) + "." + encoded("x"));
    refused(encoded(head) + "." + encoded(claims));
  }

  @Test
  void aPublicKeyIsNoSharedSecret() throws Exception {
    String claims = claims(session());
    ECKey key = PAIR.toECKey().toPublicJWK();
    byte[] der = key.toPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    List<byte[]> secrets =
        List.of(
            der,
            pem.getBytes(StandardCharsets.US_ASCII),
            pem.strip().getBytes(StandardCharsets.US_ASCII),
            key.toJSONString().getBytes(StandardCharsets.UTF_8),
            key.getX().decode(),
            PAIR.getKeyID().getBytes(StandardCharsets.UTF_8));
    for (byte[] secret : secrets) {
      refused(mac("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, secret));
      refused(mac("{\"alg\":\"HS256\",\"kid\":\"" + PAIR.getKeyID() + "\"}", claims, secret));
    }
  }

  @Test
  void theKeyOfATokenIsNotWhereItSays() throws Exception {
    String claims = claims(session());
    List<String> names =
        List.of(
            "../../../../dev/null",
            "/dev/null",
            "file:///dev/null",
            "' union select 'secret' --",
            "x'; drop table auth.users; --",
            "unknown",
            "");
    for (String name : names) {
      refused(mac("{\"alg\":\"HS256\",\"kid\":\"" + name + "\"}", claims, new byte[] {0}));
      refused(signed("{\"alg\":\"ES256\",\"kid\":\"" + name + "\"}", claims, STRANGE));
    }
    refused(signed("{\"alg\":\"ES256\",\"kid\":\"" + PAIR.getKeyID() + "\"}", claims, STRANGE));
    String own = STRANGE.toPublicJWK().toJSONString();
    refused(signed("{\"alg\":\"ES256\",\"jwk\":" + own + "}", claims, STRANGE));
    refused(signed("{\"alg\":\"ES256\",\"jku\":\"" + SERVER.base() + "/keys\"}", claims, STRANGE));
    refused(signed("{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}", claims, PAIR));
    refused(signed("{\"alg\":\"ES256\",\"kid\":[\"" + PAIR.getKeyID() + "\"]}", claims, PAIR));
  }

  @Test
  void aSignatureOfNothingIsRefused() throws Exception {
    String head = "{\"alg\":\"ES256\",\"kid\":\"" + PAIR.getKeyID() + "\"}";
    String body = encoded(head) + "." + encoded(claims(session())) + ".";
    refused(body + BASE64.encodeToString(new byte[64]));
    refused(body);
    String genuine = session().accessToken();
    refused(
        genuine.substring(0, genuine.indexOf('.') + 1)
            + encoded(text(genuine, 1).replace("authenticated", "service_role"))
            + genuine.substring(genuine.lastIndexOf('.')));
  }

  @Test
  void aTokenHoldsInItsTimeOnly() throws Exception {
    long now = Instant.now().getEpochSecond();
    String head = "{\"alg\":\"ES256\",\"kid\":\"" + PAIR.getKeyID() + "\"}";
    String claims = claims(session());
    refused(signed(head, claims.replaceAll("\"exp\":[0-9]+", "\"exp\":" + (now - 60)), PAIR));
    refused(signed(head, claims.replaceAll("\"exp\":[0-9]+", "\"exp\":\"" + now + "9\""), PAIR));
    refused(signed(head, claims.replace("{", "{\"nbf\":" + (now + 600) + ","), PAIR));
    refused(signed(head, claims.replaceAll("\"iat\":[0-9]+", "\"iat\":" + (now + 600)), PAIR));
  }

  @Test
  void anotherIssuersTokenIsRefused() throws Exception {
    String claims = claims(session());
    refused(
        new TokenIssuer("another secret, long enough for HS256".getBytes(StandardCharsets.UTF_8))
            .token(claims));
    refused(
        new TokenIssuer(
                "super-secret-jwt-token-with-at-least-32-characters-long"
                    .getBytes(StandardCharsets.UTF_8))
            .token(claims));
  }

  @Test
  void aSessionIsItsOwnersOnly() throws Exception {
    String head = "{\"alg\":\"ES256\",\"kid\":\"" + PAIR.getKeyID() + "\"}";
    Answer one = session();
    Answer two = session();
    String mixed =
        claims(one)
            .replace(
                AuthApiTest.claims(one.accessToken()).path("session_id").asText(),
                AuthApiTest.claims(two.accessToken()).path("session_id").asText());
    assertThat(SERVER.user(signed(head, mixed, PAIR)).error()).startsWith("403 session_not_found");
  }

  private static Answer session() {
    return SERVER.signIn(SERVER.confirmed(), PASSWORD);
  }

  private static String claims(Answer session) {
    return text(session.accessToken(), 1);
  }

  /** At each door that a token opens. */
  private static void refused(String token) {
    String bearer = "Bearer " + token;
    assertThat(SERVER.user(token).error()).startsWith("403 bad_jwt: ");
    assertThat(SERVER.get("/admin/users", "Authorization", bearer).error())
        .startsWith("403 bad_jwt: ");
    assertThat(SERVER.get(SERVER.base() + "/rest/v1/one", "Authorization", bearer).status())
        .isEqualTo(401);
  }

  private static String text(String token, int part) {
    byte[] bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String mac(String header, String claims, byte[] secret)
      throws GeneralSecurityException {
    String body = encoded(header) + "." + encoded(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return body + "." + BASE64.encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String signed(String header, String claims, JWK key) throws Exception {
    String body = encoded(header) + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.toECKey().toPrivateKey());
    signature.update(body.getBytes(StandardCharsets.UTF_8));
    return body + "." + BASE64.encodeToString(signature.sign());
  }
}
