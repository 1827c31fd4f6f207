package dev.groundwork.base.identity;

import java.security.PublicKey;
import java.util.Optional;

/** A key that verifies tokens of one family of algorithms. Its text never holds a secret. */
sealed interface VerificationKey {

  Scope scope();

  boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature);

  /**
   * What a key is for.
   *
   * @param id the key's name; tokens that name a key are verified by no other
   * @param algorithm the only one, where the key states one
   * @param anyId whether tokens that name a key may be verified although this key has no name
   */
  record Scope(
      Algorithm.Family family, Optional<String> id, Optional<Algorithm> algorithm, boolean anyId) {

    boolean covers(Algorithm wanted, Optional<String> wantedId) {
      return family == wanted.family()
          && algorithm.map(wanted::equals).orElse(true)
          && (anyId || wantedId.isEmpty() || wantedId.equals(id));
    }
  }

  /** A secret that both sides know. */
  record Shared(Scope scope, byte[] secret) implements VerificationKey {
    @Override
    public boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) {
      return algorithm.verifies(secret, signed, signature);
    }

    @Override
    public String toString() {
      return "Shared[" + scope + "]";
    }
  }

  /** The public half of a pair. */
  record Public(Scope scope, PublicKey key) implements VerificationKey {
    @Override
    public boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) {
      return algorithm.verifies(key, signed, signature);
    }
  }
}
