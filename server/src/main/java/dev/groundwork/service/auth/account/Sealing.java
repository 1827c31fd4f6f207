package dev.groundwork.service.auth.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.base.text.Hashes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets that the server must be able to read again, so that who reads the table alone
 * cannot: AES-256-GCM under a key made of the server's. What a secret belongs to is part of the
 * seal; moved to another row it does not open.
 */
public final class Sealing {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PREFIX = "sealed:v1:";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte[] sealingKey;
  private final byte[] proofKey;

  public Sealing(byte[] serverKey) {
    this.sealingKey = Hashes.hmac(serverKey, "groundwork/auth/seal");
    this.proofKey = Hashes.hmac(serverKey, "groundwork/auth/proof");
  }

  /**
   * Seals a secret.
   *
   * @param owner what it belongs to, such as the id of its row
   */
  public String seal(String secret, String owner) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] hidden = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret.getBytes(UTF_8));
      byte[] all = ByteBuffer.allocate(nonce.length + hidden.length).put(nonce).put(hidden).array();
      return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + CIPHER, missing);
    }
  }

  /** Whether a text is a sealed secret; those from before Groundwork served a database are not. */
  public static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }

  /** The secret; empty when it was sealed by another server, for another owner, or changed. */
  public Optional<String> open(String sealed, String owner) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, owner);
      byte[] plain = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return Optional.of(new String(plain, UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(sealingKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(UTF_8));
    return cipher;
  }

  /** What a short code of an owner is kept as: it can be checked, and not be read. */
  public String proof(String code, String owner) {
    return HexFormat.of().formatHex(Hashes.hmac(proofKey, owner + "\n" + code));
  }

  /** Whether a code is the one that a proof was made of; takes as long when it is not. */
  public boolean isProof(String proof, String code, String owner) {
    return Hashes.same(proof, proof(code, owner));
  }
}
