package dev.groundwork.service.auth.session;

import dev.groundwork.base.text.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token: the session, how often it was renewed, and a proof that we made it. Nothing of
 * it is stored; the proof takes the session's key, which is stored, and the server's, which is not.
 *
 * @param counter how often the session was renewed before
 */
record RefreshToken(UUID session, long counter, byte[] proof) {
  private static final byte VERSION = 1;
  private static final int PROOF_BYTES = 16;
  private static final int HEAD_BYTES = 1 + 16 + 8;

  /** The token of a session, by the keys of both sides. */
  static RefreshToken of(UUID session, long counter, byte[] serverKey, String sessionKey) {
    byte[] message = head(session, counter);
    byte[] key = Hashes.hmac(serverKey, sessionKey);
    return new RefreshToken(
        session, counter, Arrays.copyOf(Hashes.hmac(key, message), PROOF_BYTES));
  }

  /** The token that a text is, genuine or not; empty when it cannot be one. */
  static Optional<RefreshToken> read(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length != HEAD_BYTES + PROOF_BYTES || bytes[0] != VERSION) {
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
      UUID session = new UUID(in.getLong(), in.getLong());
      long counter = in.getLong();
      byte[] proof = new byte[PROOF_BYTES];
      in.get(proof);
      return Optional.of(new RefreshToken(session, counter, proof));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Takes as long whether it is or not. */
  boolean isMadeBy(byte[] serverKey, String sessionKey) {
    byte[] expected = of(session, counter, serverKey, sessionKey).proof;
    return MessageDigest.isEqual(expected, proof);
  }

  /** As it is given to clients. */
  String text() {
    byte[] head = head(session, counter);
    byte[] all = Arrays.copyOf(head, head.length + proof.length);
    System.arraycopy(proof, 0, all, head.length, proof.length);
    return Hashes.base64(all);
  }

  /** Without the proof. */
  @Override
  public String toString() {
    return "RefreshToken[" + session + ", " + counter + "]";
  }

  private static byte[] head(UUID session, long counter) {
    return ByteBuffer.allocate(HEAD_BYTES)
        .put(VERSION)
        .putLong(session.getMostSignificantBits())
        .putLong(session.getLeastSignificantBits())
        .putLong(counter)
        .array();
  }
}
