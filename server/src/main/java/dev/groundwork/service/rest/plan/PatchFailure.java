package dev.groundwork.service.rest.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation of a JSON Patch that cannot be done. PostgreSQL tells of it by the message of a cast
 * that has failed, in which {@link #marker} stands whatever its language.
 *
 * @param operation its position in the patch
 */
public record PatchFailure(int operation, Reason reason) {
  private static final Pattern MARKER =
      Pattern.compile("\"groundwork: operation ([0-9]{1,3}) ([a-z_]+)\"");

  /** Why not. */
  public enum Reason {
    TEST("found another value"),
    MISSING("is for something that is not there"),
    NO_PARENT("is for a place in something that is not there, or is neither object nor array"),
    NO_PLACE("is for a place that the array does not have");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** What an operation did, in words that follow its name. */
    public String words() {
      return words;
    }
  }

  /** The text that a cast fails on. */
  public String marker() {
    return "groundwork: operation " + operation + " " + reason.name().toLowerCase(Locale.ROOT);
  }

  /** The failure that a message of PostgreSQL tells of. */
  public static Optional<PatchFailure> in(String message) {
    Matcher marker = MARKER.matcher(message);
    return marker.find()
        ? Arrays.stream(Reason.values())
            .filter(reason -> reason.name().equalsIgnoreCase(marker.group(2)))
            .map(reason -> new PatchFailure(Integer.parseInt(marker.group(1)), reason))
            .findFirst()
        : Optional.empty();
  }
}
