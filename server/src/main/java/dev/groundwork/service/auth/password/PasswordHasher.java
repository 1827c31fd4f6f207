package dev.groundwork.service.auth.password;

import dev.groundwork.base.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Hashes passwords and compares them with stored hashes, on a few threads of its own. Callers wait;
 * when so many do that the last one would wait for seconds, further ones are refused with {@link
 * PasswordProblem.Busy}.
 *
 * <p>New hashes are bcrypt, as the clients of before expect them. Known are bcrypt ({@code $2a$},
 * {@code $2b$}, {@code $2y$}), Argon2i, Argon2id, scrypt and PBKDF2 as PHC strings, PBKDF2 as
 * Django writes it, and Firebase's scrypt ({@code $fbscrypt$v=1,n=..,r=..,p=..,ss=..,sk=..$..$..}).
 */
public final class PasswordHasher implements AutoCloseable {
  private static final int COST = 10;
  private static final int SALT_BYTES = 16;
  private static final int WAITING_PER_THREAD = 32;

  /** A hash of the usual cost that no password has. */
  private static final StoredHash NOBODYS =
      new StoredHash.Bcrypt("$2a$" + COST + "$" + ".".repeat(53), COST);

  private final SecureRandom random = new SecureRandom();
  private final ThreadPoolExecutor threads;

  /** Uses half of the processors, at least one. */
  public PasswordHasher() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /**
   * As above with so many threads.
   *
   * @param parallel how many passwords are hashed at once; 32 times as many wait
   */
  public PasswordHasher(int parallel) {
    threads =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_PER_THREAD * parallel),
            Thread.ofPlatform().daemon().name("password-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The bcrypt hash of a new password.
   *
   * @throws ProblemException with {@link PasswordProblem.TooLong}, {@link PasswordProblem.HoldsNul}
   *     or {@link PasswordProblem.Busy}
   */
  public String hash(String password) {
    byte[] bytes = bytes(password);
    if (bytes.length > PasswordRules.MAX_BYTES) {
      throw new PasswordProblem.TooLong().raise();
    }
    if (password.indexOf('\0') >= 0) {
      throw new PasswordProblem.HoldsNul().raise();
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return onOwnThread(() -> OpenBSDBCrypt.generate("2a", bytes, salt, COST));
  }

  /**
   * Whether a password has a stored hash. It does not when the hash is empty or of no known kind,
   * which takes as long as a comparison with a new hash does.
   *
   * @throws ProblemException with {@link PasswordProblem.Busy}
   */
  public boolean matches(String password, String stored) {
    byte[] bytes = bytes(password);
    StoredHash hash = HashReader.read(stored).orElse(NOBODYS);
    return onOwnThread(() -> hash.fits(bytes));
  }

  /**
   * Takes the time of a comparison, where there is no user to compare with.
   *
   * @throws ProblemException with {@link PasswordProblem.Busy}
   */
  public void pretend(String password) {
    matches(password, "");
  }

  /** Whether a text is a hash that {@link #matches} can compare with, at a bearable cost. */
  public static boolean isKnown(String stored) {
    return HashReader.read(stored).isPresent();
  }

  /** Whether a password that matched should be hashed and stored anew. */
  public boolean isOutdated(String stored) {
    Optional<StoredHash> hash = HashReader.read(stored);
    return !(hash.isPresent()
        && hash.get() instanceof StoredHash.Bcrypt bcrypt
        && bcrypt.cost() >= COST);
  }

  /** Ends at once; who still waits is told {@link PasswordProblem.Busy}. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      ((Future<?>) waiting).cancel(false);
    }
  }

  private <T> T onOwnThread(Callable<T> work) {
    Future<T> result = submitted(work);
    try {
      return result.get();
    } catch (InterruptedException left) {
      result.cancel(false);
      threads.purge();
      Thread.currentThread().interrupt();
      throw new ProblemException(new PasswordProblem.Busy(), left);
    } catch (CancellationException closed) {
      throw new ProblemException(new PasswordProblem.Busy(), closed);
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a password could not be hashed", broken.getCause());
    }
  }

  private <T> Future<T> submitted(Callable<T> work) {
    try {
      return threads.submit(work);
    } catch (RejectedExecutionException full) {
      throw new ProblemException(new PasswordProblem.Busy(), full);
    }
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }
}
