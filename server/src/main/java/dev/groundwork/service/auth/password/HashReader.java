package dev.groundwork.service.auth.password;

import dev.groundwork.service.auth.password.StoredHash.Argon2;
import dev.groundwork.service.auth.password.StoredHash.Bcrypt;
import dev.groundwork.service.auth.password.StoredHash.FirebaseScrypt;
import dev.groundwork.service.auth.password.StoredHash.Pbkdf2;
import dev.groundwork.service.auth.password.StoredHash.Scrypt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Reads stored hashes. One that would take very much time or memory is not known here: hashes come
 * from imports, and a single sign-in must not be able to stop the server.
 *
 * @see <a href="https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md">PHC string
 *     format</a>
 */
final class HashReader {
  private static final int MAX_LENGTH = 1024;
  private static final int MAX_BCRYPT_COST = 15;
  private static final long MAX_MEMORY = 256L << 20;

  /** Memory in bytes times passes over it. */
  private static final long MAX_WORK = 16 * MAX_MEMORY;

  private static final int MAX_PARALLEL = 64;
  private static final long MAX_ITERATIONS = 10_000_000;
  private static final int MIN_HASH_BYTES = 16;
  private static final int MAX_HASH_BYTES = 128;

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

  /** Function, version, parameters, salt, hash. */
  private static final Pattern PHC =
      Pattern.compile("\\$([a-z0-9-]+)(?:\\$v=([0-9]+))?\\$([^$]+)\\$([^$]+)\\$([^$]+)");

  /** Parameters, salt, hash; the separator may be empty. */
  private static final Pattern FIREBASE =
      Pattern.compile("\\$fbscrypt\\$([^$]+)\\$([^$]+)\\$([^$]+)");

  /** Function, iterations, salt, hash. */
  private static final Pattern DJANGO =
      Pattern.compile("pbkdf2_(sha1|sha256|sha512)\\$([0-9]{1,8})\\$([^$]+)\\$([^$]+)");

  private HashReader() {}

  /** The hash in a text; none when it is of another kind, broken or beyond the bounds. */
  static Optional<StoredHash> read(String stored) {
    if (stored.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(parsed(stored));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static StoredHash parsed(String stored) {
    Matcher bcrypt = BCRYPT.matcher(stored);
    if (bcrypt.matches()) {
      return new Bcrypt(stored, (int) within(4, Long.parseLong(bcrypt.group(1)), MAX_BCRYPT_COST));
    }
    Matcher firebase = FIREBASE.matcher(stored);
    if (firebase.matches()) {
      return firebase(parameters(firebase.group(1)), firebase.group(2), firebase.group(3));
    }
    Matcher django = DJANGO.matcher(stored);
    if (django.matches()) {
      byte[] salt = django.group(3).getBytes(StandardCharsets.UTF_8);
      return pbkdf2(django.group(1), Long.parseLong(django.group(2)), salt, hash(django.group(4)));
    }
    Matcher phc = PHC.matcher(stored);
    require(phc.matches());
    return phc(phc);
  }

  private static StoredHash phc(Matcher phc) {
    Map<String, String> parameters = parameters(phc.group(3));
    byte[] salt = bytes(phc.group(4));
    byte[] hash = hash(phc.group(5));
    return switch (phc.group(1)) {
      case "argon2i", "argon2id" -> {
        int type =
            phc.group(1).equals("argon2i") ? Argon2Parameters.ARGON2_i : Argon2Parameters.ARGON2_id;
        int version = phc.group(2) == null ? 16 : Integer.parseInt(phc.group(2));
        yield new Argon2(argon2(type, version, parameters, salt), hash);
      }
      case "scrypt" -> {
        int[] cost = scrypt(parameters, "ln");
        yield new Scrypt(cost[0], cost[1], cost[2], salt, hash);
      }
      case "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512" -> {
        String function = phc.group(1).substring("pbkdf2-".length());
        yield pbkdf2(function, number(parameters, "i"), salt, hash);
      }
      case String other -> throw new IllegalArgumentException("not a hash: " + other);
    };
  }

  private static Argon2Parameters argon2(
      int type, int version, Map<String, String> parameters, byte[] salt) {
    require(
        version == Argon2Parameters.ARGON2_VERSION_10
            || version == Argon2Parameters.ARGON2_VERSION_13);
    int parallel = (int) within(1, number(parameters, "p"), MAX_PARALLEL);
    long kilobytes = within(8L * parallel, number(parameters, "m"), MAX_MEMORY / 1024);
    long passes = within(1, number(parameters, "t"), MAX_WORK / (kilobytes * 1024));
    require(salt.length >= 8);
    return new Argon2Parameters.Builder(type)
        .withVersion(version)
        .withMemoryAsKB((int) kilobytes)
        .withIterations((int) passes)
        .withParallelism(parallel)
        .withSalt(salt)
        .build();
  }

  private static StoredHash firebase(Map<String, String> parameters, String salt, String hash) {
    require("1".equals(parameters.get("v")));
    int[] cost = scrypt(parameters, "n");
    byte[] own = bytes(salt);
    byte[] separator = bytes(parameters.getOrDefault("ss", ""));
    byte[] salted = new byte[own.length + separator.length];
    System.arraycopy(own, 0, salted, 0, own.length);
    System.arraycopy(separator, 0, salted, own.length, separator.length);
    byte[] signerKey = bytes(parameters.getOrDefault("sk", ""));
    byte[] stored = hash(hash);
    require(signerKey.length == stored.length);
    return new FirebaseScrypt(cost[0], cost[1], cost[2], salted, signerKey, stored);
  }

  /** Cost, block size and parallelism of scrypt; the cost is given by its logarithm. */
  private static int[] scrypt(Map<String, String> parameters, String logarithm) {
    long n = 1L << within(1, number(parameters, logarithm), 30);
    long r = within(1, number(parameters, "r"), MAX_PARALLEL);
    require(128 * n * r <= MAX_MEMORY);
    long p = within(1, number(parameters, "p"), MAX_WORK / (128 * n * r));
    require(r > 1 || n < 1 << 16);
    return new int[] {(int) n, (int) r, (int) within(1, p, MAX_PARALLEL)};
  }

  private static StoredHash pbkdf2(String function, long iterations, byte[] salt, byte[] hash) {
    within(1, iterations, MAX_ITERATIONS);
    return new Pbkdf2(
        Pbkdf2.Function.valueOf(function.toUpperCase(Locale.ROOT)), (int) iterations, salt, hash);
  }

  private static Map<String, String> parameters(String list) {
    Map<String, String> parameters = new HashMap<>();
    for (String each : list.split(",", -1)) {
      int sign = each.indexOf('=');
      require(sign > 0);
      require(parameters.put(each.substring(0, sign), each.substring(sign + 1)) == null);
    }
    return parameters;
  }

  private static long number(Map<String, String> parameters, String name) {
    String value = parameters.getOrDefault(name, "");
    require(value.matches("[0-9]{1,9}"));
    return Long.parseLong(value);
  }

  private static byte[] hash(String text) {
    byte[] hash = bytes(text);
    within(MIN_HASH_BYTES, hash.length, MAX_HASH_BYTES);
    return hash;
  }

  /** Base64 with either alphabet, padded or not. */
  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
  }

  private static long within(long least, long value, long most) {
    require(value >= least && value <= most);
    return value;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("not a hash within the bounds");
    }
  }
}
