package dev.groundwork.base.config;

import dev.groundwork.base.config.Parsed.Bad;
import dev.groundwork.base.config.Parsed.Good;
import dev.groundwork.base.config.Raw.Items;
import dev.groundwork.base.config.Raw.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a setting's value may be, and how it is read.
 *
 * @param words the values for a reader of the reference, such as {@code a whole number from 0 to 9}
 * @param takesEmpty whether an empty value is one; everywhere else it means that nothing was set
 * @param reader reads a value
 */
public record Kind<T>(String words, boolean takesEmpty, Function<Raw, Parsed<T>> reader) {

  /** Any text. */
  public static Kind<String> text() {
    return new Kind<>("text", false, Kind::scalar);
  }

  /** A whole number within bounds. */
  public static Kind<Long> number(long min, long max) {
    String words =
        max == Long.MAX_VALUE
            ? "a whole number, %d or more".formatted(min)
            : "a whole number from %d to %d".formatted(min, max);
    return new Kind<>(words, false, raw -> number(raw, min, max, words));
  }

  /** True or false. */
  public static Kind<Boolean> flag() {
    return new Kind<>("`true` or `false`", false, Kind::flag);
  }

  /**
   * A time such as {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 500ms}; seconds without unit.
   */
  public static Kind<Duration> duration() {
    return new Kind<>("a time such as `90s`, `10m` or `1h30m`", false, Kind::duration);
  }

  /** Texts, in a file's array or separated by commas. */
  public static Kind<List<String>> list() {
    return new Kind<>("a list, separated by commas", false, Kind::list);
  }

  /** As {@link #list}, but an empty text is the empty list. */
  public static Kind<List<String>> emptyableList() {
    return new Kind<>("a list, separated by commas; may be empty", true, Kind::list);
  }

  /** One of a few words. */
  public static Kind<String> choice(String... words) {
    List<String> choices = List.of(words);
    String quoted = String.join(", ", choices.stream().map(word -> "`" + word + "`").toList());
    return new Kind<>("one of " + quoted, false, raw -> choice(raw, choices));
  }

  /** As this kind, but values that a check complains about are refused. */
  public Kind<T> checked(Function<T, String> complaint) {
    return new Kind<>(words, takesEmpty, raw -> check(reader.apply(raw), complaint));
  }

  /** As this kind, with other words for the reference. */
  public Kind<T> described(String otherWords) {
    return new Kind<>(otherWords, takesEmpty, reader);
  }

  /** Reads a value. */
  public Parsed<T> read(Raw raw) {
    return reader.apply(raw);
  }

  private static Parsed<String> scalar(Raw raw) {
    return switch (raw) {
      case Scalar(String text) -> new Good<>(text);
      case Items _ -> bad("must be one value, not an array");
    };
  }

  private static Parsed<Long> number(Raw raw, long min, long max, String words) {
    try {
      long number = Long.parseLong(raw.line().strip());
      return number < min || number > max ? bad("must be " + words) : new Good<>(number);
    } catch (NumberFormatException _) {
      return bad("must be " + words);
    }
  }

  private static Parsed<Boolean> flag(Raw raw) {
    return switch (raw.line().strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> new Good<>(true);
      case "false", "off", "no", "0" -> new Good<>(false);
      default -> bad("must be true or false");
    };
  }

  private static Parsed<Duration> duration(Raw raw) {
    String text = raw.line().strip();
    if (text.matches("[0-9]{1,9}")) {
      return new Good<>(Duration.ofSeconds(Long.parseLong(text)));
    }
    if (!text.matches("([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?")
        || text.isEmpty()) {
      return bad("must be a time such as 90s, 10m or 1h30m");
    }
    String iso = text.replaceFirst("([0-9]+)ms$", "").toUpperCase(Locale.ROOT);
    Duration whole = iso.isEmpty() ? Duration.ZERO : Duration.parse("PT" + iso);
    String millis = text.endsWith("ms") ? text.replaceFirst("^.*?([0-9]+)ms$", "$1") : "0";
    return new Good<>(whole.plusMillis(Long.parseLong(millis)));
  }

  private static Parsed<List<String>> list(Raw raw) {
    return switch (raw) {
      case Scalar(String text) when text.isBlank() -> new Good<>(List.of());
      case Scalar(String text) ->
          new Good<>(Stream.of(text.split(",", -1)).map(String::strip).toList());
      case Items(List<String> items) -> new Good<>(items);
    };
  }

  private static Parsed<String> choice(Raw raw, List<String> choices) {
    String word = raw.line().strip();
    return choices.contains(word)
        ? new Good<>(word)
        : bad("must be one of " + String.join(", ", choices));
  }

  private static <T> Parsed<T> check(Parsed<T> parsed, Function<T, String> complaint) {
    return switch (parsed) {
      case Good<T>(T value) -> {
        String reason = complaint.apply(value);
        yield reason.isEmpty() ? parsed : bad(reason);
      }
      case Bad<T> bad -> bad;
    };
  }

  private static <T> Parsed<T> bad(String reason) {
    return new Bad<>(reason);
  }
}
