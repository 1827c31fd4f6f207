package dev.groundwork.service.auth.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.base.text.Hashes;
import dev.groundwork.base.text.RandomText;
import java.util.Arrays;

/** Codes and secrets: 256 random bits, of which only a hash is kept. */
final class Secrets {
  private Secrets() {}

  static String random() {
    return RandomText.base64(RandomText.STRONG);
  }

  /** What is kept of one. */
  static String hash(String secret) {
    return Hashes.sha256Hex(secret);
  }

  /** Takes as long whether it is or not. */
  static boolean isOf(String hash, String secret) {
    return !hash.isEmpty() && Hashes.same(hash, hash(secret));
  }

  /** Whether a verifier answers a challenge by S256, RFC 7636. */
  static boolean answers(String challenge, String verifier) {
    return Hashes.same(Hashes.sha256Base64(verifier), challenge);
  }

  /** The claim {@code at_hash}: the left half of a hash as strong as the signature. */
  static String half(String token, String algorithm) {
    String kind = algorithm.equals("EdDSA") ? "SHA-512" : "SHA-256";
    byte[] sum = Hashes.digest(kind, token.getBytes(UTF_8));
    return Hashes.base64(Arrays.copyOf(sum, sum.length / 2));
  }
}
