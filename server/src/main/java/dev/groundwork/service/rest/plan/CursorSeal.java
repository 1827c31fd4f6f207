package dev.groundwork.service.rest.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.base.text.Hashes;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Positions as cursors, which clients can neither read nor make: AES-256-GCM under a key made of
 * the server's. What a cursor is for is part of the seal; for something else it does not open. The
 * nonce is a hash of all that is sealed, under a key of its own: one position has one cursor, on
 * every node, and a nonce does not come twice with different contents.
 */
public final class CursorSeal {
  /** Characters of a cursor; a URL holds it. */
  private static final int LONGEST = 4_000;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int BACKWARD = 1;
  private static final int INCLUSIVE = 2;
  private static final int NULL = -1;

  private final byte[] sealingKey;
  private final byte[] nonceKey;

  /** Seals under keys that are made of a secret. */
  public CursorSeal(byte[] secret) {
    this.sealingKey = Hashes.hmac(secret, "groundwork/rest/cursor/seal");
    this.nonceKey = Hashes.hmac(secret, "groundwork/rest/cursor/nonce");
  }

  /**
   * The cursor of a position; empty when its values are too long for one.
   *
   * @param purpose what it is for
   */
  public Optional<String> seal(Position position, String purpose) {
    byte[] plain = bytes(position);
    byte[] use = Hashes.sha256(purpose);
    byte[] nonce = Arrays.copyOf(Hashes.hmac(nonceKey, use, plain), NONCE);
    try {
      byte[] hidden = cipher(Cipher.ENCRYPT_MODE, nonce, use).doFinal(plain);
      ByteBuffer all = ByteBuffer.allocate(1 + NONCE + hidden.length);
      String cursor = Hashes.base64(all.put(VERSION).put(nonce).put(hidden).array());
      return Optional.of(cursor).filter(text -> text.length() <= LONGEST);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + CIPHER, missing);
    }
  }

  /** The position of a cursor; empty when it is none, is for something else, or was changed. */
  public Optional<Position> open(String cursor, String purpose) {
    if (cursor.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(cursor);
      if (all[0] != VERSION || !Hashes.base64(all).equals(cursor)) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOfRange(all, 1, 1 + NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, Hashes.sha256(purpose));
      byte[] plain = cipher.doFinal(all, 1 + NONCE, all.length - 1 - NONCE);
      return Optional.of(position(ByteBuffer.wrap(plain)));
    } catch (GeneralSecurityException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] use) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(sealingKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(use);
    return cipher;
  }

  private static byte[] bytes(Position position) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((position.backward() ? BACKWARD : 0) | (position.inclusive() ? INCLUSIVE : 0));
    for (Optional<String> value : position.values()) {
      byte[] text = value.orElse("").getBytes(UTF_8);
      int length = value.isPresent() ? text.length : NULL;
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
      out.writeBytes(text);
    }
    return out.toByteArray();
  }

  private static Position position(ByteBuffer in) {
    int flags = in.get();
    List<Optional<String>> values = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.getInt();
      byte[] text = new byte[Math.max(0, length)];
      in.get(text);
      values.add(length == NULL ? Optional.empty() : Optional.of(new String(text, UTF_8)));
    }
    return new Position((flags & BACKWARD) != 0, (flags & INCLUSIVE) != 0, values);
  }
}
