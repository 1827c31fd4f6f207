package dev.groundwork.service.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A stored hash with its parameters, each within bounds that a server can afford. */
sealed interface StoredHash {

  /** Whether the password, in UTF-8, has this hash; takes the time that the parameters ask for. */
  boolean fits(byte[] password);

  /**
   * bcrypt.
   *
   * @param text the whole hash, such as {@code $2a$10$...}
   */
  record Bcrypt(String text, int cost) implements StoredHash {
    @Override
    public boolean fits(byte[] password) {
      byte[] read = Arrays.copyOf(password, Math.min(password.length, PasswordRules.MAX_BYTES));
      boolean same = OpenBSDBCrypt.checkPassword(text, read);
      return same && read.length == password.length && !holdsNul(password);
    }

    private static boolean holdsNul(byte[] password) {
      boolean nul = false;
      for (byte each : password) {
        nul |= each == 0;
      }
      return nul;
    }

    @Override
    public String toString() {
      return "Bcrypt[cost=" + cost + "]";
    }
  }

  /** Argon2i or Argon2id (RFC 9106); the parameters say which. */
  record Argon2(Argon2Parameters parameters, byte[] hash) implements StoredHash {
    @Override
    public boolean fits(byte[] password) {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(parameters);
      byte[] made = new byte[hash.length];
      generator.generateBytes(password, made);
      return MessageDigest.isEqual(made, hash);
    }
  }

  /** scrypt (RFC 7914) with cost {@code n}, block size {@code r} and parallelism {@code p}. */
  record Scrypt(int n, int r, int p, byte[] salt, byte[] hash) implements StoredHash {
    @Override
    public boolean fits(byte[] password) {
      return MessageDigest.isEqual(SCrypt.generate(password, salt, n, r, p, hash.length), hash);
    }
  }

  /**
   * Firebase's scrypt: the derived key encrypts the project's signer key, and the result is kept.
   *
   * @param salt the user's salt followed by the project's separator
   */
  record FirebaseScrypt(int n, int r, int p, byte[] salt, byte[] signerKey, byte[] hash)
      implements StoredHash {
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;

    @Override
    public boolean fits(byte[] password) {
      byte[] key = SCrypt.generate(password, salt, n, r, p, KEY_BYTES);
      try {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        // each key encrypts one text only, so that the fixed counter gives nothing away
        IvParameterSpec counter = new IvParameterSpec(new byte[BLOCK_BYTES]);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), counter);
        return MessageDigest.isEqual(cipher.doFinal(signerKey), hash);
      } catch (GeneralSecurityException missing) {
        throw new IllegalStateException("the JDK has no AES", missing);
      }
    }
  }

  /** PBKDF2 (RFC 8018) with HMAC of a hash function. */
  record Pbkdf2(Function function, int iterations, byte[] salt, byte[] hash) implements StoredHash {

    /** Hash functions that stored hashes name. */
    enum Function {
      SHA1,
      SHA256,
      SHA512
    }

    @Override
    public boolean fits(byte[] password) {
      char[] characters = new String(password, StandardCharsets.UTF_8).toCharArray();
      PBEKeySpec parameters = new PBEKeySpec(characters, salt, iterations, 8 * hash.length);
      try {
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmac" + function);
        return MessageDigest.isEqual(factory.generateSecret(parameters).getEncoded(), hash);
      } catch (GeneralSecurityException missing) {
        throw new IllegalStateException("the JDK has no PBKDF2", missing);
      }
    }
  }
}
