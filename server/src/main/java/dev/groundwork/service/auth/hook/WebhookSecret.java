package dev.groundwork.service.auth.hook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks, so that who gets them knows where they come from. Its text form shows nothing.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
public record WebhookSecret(byte[] key) {
  private static final String ALGORITHM = "HmacSHA256";

  /**
   * The signature of a message, such as {@code v1,BASE64}.
   *
   * @param seconds when it is sent, since 1970
   */
  String signature(String id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
