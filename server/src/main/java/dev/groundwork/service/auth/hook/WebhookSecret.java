package dev.groundwork.service.auth.hook;

import dev.groundwork.base.text.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Signs webhooks, so that who gets them knows where they come from. Its text form shows nothing.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
public record WebhookSecret(byte[] key) {
  /**
   * The signature of a message, such as {@code v1,BASE64}.
   *
   * @param seconds when it is sent, since 1970
   */
  String signature(String id, long seconds, byte[] body) {
    byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(Hashes.hmac(key, head, body));
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
