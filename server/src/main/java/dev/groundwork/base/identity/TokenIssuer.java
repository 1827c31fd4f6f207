package dev.groundwork.base.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.text.RandomText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Makes tokens that a shared secret signs by HS256. */
public final class TokenIssuer {
  private static final String ISSUER = "groundwork";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final byte[] secret;

  /** An issuer with the secret's bytes; for a secret in plain text those of its UTF-8. */
  public TokenIssuer(byte[] secret) {
    this.secret = secret.clone();
  }

  /** A new secret of 256 random bits, as 43 letters, digits, {@code -} and {@code _}. */
  public static String randomSecret() {
    return RandomText.base64(RandomText.STRONG);
  }

  /** A key: a token that is only a role. The same role and time give the same token. */
  public String key(String role, Instant issued, Duration lifetime) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("iss", ISSUER);
    claims.put("role", role);
    claims.put("iat", issued.getEpochSecond());
    claims.put("exp", issued.plus(lifetime).getEpochSecond());
    return token(claims.toString());
  }

  /** A token with these claims, a JSON object. */
  public String token(String claims) {
    String signed = HEADER + '.' + encoded(claims);
    byte[] signature = signature(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + BASE64.encodeToString(signature);
  }

  byte[] signature(byte[] signed) {
    return Algorithm.HS256.hmac(secret, signed);
  }

  static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
