package dev.groundwork.service.rest.idempotency;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.rest.parse.IdempotencyKey;
import dev.groundwork.service.rest.parse.Nested;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request with a key lays claim to.
 *
 * @param id a hash of the caller and the key
 * @param fingerprint a hash of what is asked, which must be the same each time
 */
public record Claim(byte[] id, byte[] fingerprint) {
  /** A random UUID has 36; what is much shorter may be a number that others have, too. */
  private static final int UNGUESSABLE = 32;

  /** Half a hash is short in an index, and still none that anybody finds twice. */
  private static final int HASH_BYTES = 16;

  /** The methods whose requests have effects. */
  private static final Set<String> WRITES = Set.of("POST", "PATCH", "PUT", "DELETE");

  /** Headers that decide what is done or how it is told; others may differ when it is retried. */
  private static final List<String> MEANT =
      List.of(
          "Accept",
          "Accept-Profile",
          "Content-Profile",
          "Content-Type",
          "If-Match",
          "If-None-Match",
          "Prefer");

  /**
   * The claim of a request; empty when it has no key or only reads.
   *
   * @param anonymous the role of callers without a token
   * @throws dev.groundwork.base.problem.ProblemException when the key is not good
   */
  public static Optional<Claim> of(RawRequest raw, Caller caller, Optional<String> anonymous) {
    if (!WRITES.contains(raw.method())) {
      return Optional.empty();
    }
    return IdempotencyKey.of(raw.headers()).map(key -> of(key, raw, caller, anonymous));
  }

  private static Claim of(String key, RawRequest raw, Caller caller, Optional<String> anonymous) {
    Owner owner = Owner.of(caller);
    boolean nobody = owner.isNobody() && anonymous.equals(Optional.of(caller.role()));
    if (nobody && key.length() < UNGUESSABLE) {
      throw new IdempotencyProblem.KeyGuessable(UNGUESSABLE).raise();
    }
    byte[] id = new Parts().add(caller.role()).add(owner.identity()).add(key).hash();
    return new Claim(id, fingerprint(raw, owner));
  }

  private static byte[] fingerprint(RawRequest raw, Owner owner) {
    Parts parts = new Parts().add(owner.claims()).add(raw.method()).add(raw.path());
    parts.add(raw.query());
    Headers headers = raw.headers();
    for (String name : MEANT) {
      List<String> values = headers.all(name);
      parts.add(Integer.toString(values.size()));
      values.forEach(parts::add);
    }
    headers.all(Nested.HEADER).forEach(parts::add);
    return parts.add(raw.body()).hash();
  }

  /** Texts after each other, each with its length, so that no two lists of them are the same. */
  private static final class Parts {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    Parts add(String text) {
      return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Parts add(byte[] part) {
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
      bytes.writeBytes(part);
      return this;
    }

    byte[] hash() {
      return Arrays.copyOf(Hashes.digest("SHA-256", bytes.toByteArray()), HASH_BYTES);
    }
  }
}
