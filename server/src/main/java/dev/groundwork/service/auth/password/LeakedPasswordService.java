package dev.groundwork.service.auth.password;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Leaked passwords that a service knows. It is asked for all hashes that begin with the same five
 * of forty digits, and so does not learn which password is meant.
 *
 * @see <a href="https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange">Pwned Passwords,
 *     search by range</a>
 */
public final class LeakedPasswordService implements LeakedPasswords, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int TOLD_DIGITS = 5;
  private static final long MAX_BYTES = 1 << 20;

  private final String prefix;
  private final boolean lenient;
  private final Observer observer;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * A service.
   *
   * @param prefix of its addresses, to which five hex digits are added, such as {@code
   *     https://api.pwnedpasswords.com/range/}
   * @param lenient whether a password counts as good when the service does not answer within a
   *     second; else {@link PasswordProblem.LeakUnknown} is raised
   * @param observer is told of failures
   */
  public LeakedPasswordService(URI prefix, boolean lenient, Observer observer) {
    this.prefix = prefix.toString();
    this.lenient = lenient;
    this.observer = observer;
  }

  @Override
  public boolean contains(String password) {
    String fingerprint = LeakedPasswords.fingerprint(password);
    try {
      return lists(range(fingerprint.substring(0, TOLD_DIGITS)), fingerprint);
    } catch (IOException failed) {
      String message =
          "The service that knows leaked passwords failed: "
              + failed.getMessage()
              + (lenient ? "; the password was taken" : "; the password was refused");
      observer.report(new Event.Warning(message, Optional.empty()));
      if (lenient) {
        return false;
      }
      throw new ProblemException(new PasswordProblem.LeakUnknown(), failed);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  /** Padding, which hides how long an answer is, consists of lines with a count of zero. */
  private static boolean lists(String lines, String fingerprint) {
    String wanted = fingerprint.substring(TOLD_DIGITS) + ":";
    return lines
        .lines()
        .anyMatch(line ->
            line.regionMatches(true, 0, wanted, 0, wanted.length())
                && !line.substring(wanted.length()).strip().equals("0"));
  }

  private String range(String digits) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(prefix + digits)).header("Add-Padding", "true").build();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
    try {
      HttpResponse<String> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("it answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + PATIENCE.toMillis() + " ms", late);
    } catch (ExecutionException broken) {
      throw new IOException(String.valueOf(broken.getCause()), broken.getCause());
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", left);
    } finally {
      answer.cancel(true);
    }
  }
}
