package dev.groundwork.service.rest.parse;

import dev.groundwork.base.http.Headers;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which rows are asked for, from the {@code Range} header and from limit and offset. */
final class RangeParser {
  private static final Pattern RANGE = Pattern.compile("(?:items=)?(\\d{1,18})-(\\d{0,18})");

  /** So many digits always fit into a long. */
  private static final int MAX_DIGITS = 18;

  private RangeParser() {}

  /** A whole number, or nothing when the text is none. */
  static OptionalLong number(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - first;
    if (digits < 1 || digits > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /** The top level's window: what the header and the parameters have in common. */
  static Window window(Optional<Headers> rangeHeaders, OptionalLong limit, OptionalLong offset) {
    if (limit.isPresent() && limit.getAsLong() < 0) {
      throw new ParseProblem.BadRange("Limit should be greater than or equal to zero.").raise();
    }
    Window asked = new Window(Math.max(0, offset.orElse(0)), limit);
    Optional<Window> header =
        rangeHeaders.flatMap(headers -> headers.first("Range")).flatMap(RangeParser::header);
    return header.map(window -> intersect(window, asked)).orElse(asked);
  }

  private static Optional<Window> header(String text) {
    Matcher match = RANGE.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    long lower = Long.parseLong(match.group(1));
    if (match.group(2).isEmpty()) {
      return Optional.of(new Window(lower, OptionalLong.empty()));
    }
    long upper = Long.parseLong(match.group(2));
    if (upper < lower) {
      throw badOrder();
    }
    return Optional.of(new Window(lower, OptionalLong.of(upper - lower + 1)));
  }

  private static Window intersect(Window a, Window b) {
    long offset = Math.max(a.offset(), b.offset());
    long end = Math.min(end(a), end(b));
    if (end == Long.MAX_VALUE) {
      return new Window(offset, OptionalLong.empty());
    }
    boolean nothingAsked = b.limit().equals(OptionalLong.of(0));
    if (end <= offset && !nothingAsked) {
      throw badOrder();
    }
    return new Window(offset, OptionalLong.of(Math.max(0, end - offset)));
  }

  private static long end(Window window) {
    return window.limit().isPresent()
        ? window.offset() + window.limit().getAsLong()
        : Long.MAX_VALUE;
  }

  private static RuntimeException badOrder() {
    return new ParseProblem.BadRange(
            "The lower boundary must be lower than or equal to the upper boundary in the Range"
                + " header.")
        .raise();
  }
}
