package dev.groundwork.service.auth.password;

import dev.groundwork.base.config.ConfigProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Leaked passwords in a file, read once; in memory each takes eight bytes. */
public final class LeakedPasswordFile implements LeakedPasswords {
  /** So much of a hash tells it from all others. */
  private static final int DIGITS = 16;

  private final long[] sorted;

  private LeakedPasswordFile(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Reads a file. Each line begins with the SHA-1 of a password in hex, of which the first 16
   * digits suffice; a colon and a count may follow, as in the files of Pwned Passwords. Empty lines
   * and those that begin with {@code #} are skipped.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link ConfigProblem} that names
   *     file and line
   */
  public static LeakedPasswordFile read(Path file) {
    long[] found = new long[1024];
    int count = 0;
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
          found[count++] = Long.parseUnsignedLong(line, 0, DIGITS, 16);
        }
      }
    } catch (IOException unreadable) {
      throw new ConfigProblem.UnusableFile(file, String.valueOf(unreadable.getMessage())).raise();
    } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
      String reason = "a line begins with 16 or more hex digits of a password's SHA-1";
      throw new ConfigProblem.MalformedFile(file, number, reason).raise();
    }
    long[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    return new LeakedPasswordFile(sorted);
  }

  @Override
  public boolean contains(String password) {
    String fingerprint = LeakedPasswords.fingerprint(password);
    return Arrays.binarySearch(sorted, Long.parseUnsignedLong(fingerprint, 0, DIGITS, 16)) >= 0;
  }
}
