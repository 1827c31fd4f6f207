package dev.groundwork.base.config.supabase;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as {@code config.toml} writes them: {@code 50MiB}, {@code 5MB}, a number of bytes. */
final class ByteSize {
  private static final Pattern SIZE =
      Pattern.compile("\\s*(\\d{1,12})(?:\\.\\d*)?\\s*([kmgtp]?)(?:i?b)?\\s*");

  private ByteSize() {}

  /** In bytes; all units are powers of 1024. Empty for what is no size. */
  static OptionalLong of(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    int power = size.group(2).isEmpty() ? 0 : "kmgtp".indexOf(size.group(2)) + 1;
    return OptionalLong.of(Long.parseLong(size.group(1)) << (10 * power));
  }
}
