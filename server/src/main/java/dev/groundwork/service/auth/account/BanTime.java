package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long somebody may not sign in: {@code 24h}, {@code 1h30m}, {@code none}. */
final class BanTime {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|h|m|s)");

  void apply(Change change, String text, Instant now) {
    if (text.equals("none")) {
      change.clear("banned_until");
    } else {
      change.set("banned_until", now.plus(duration(text)));
    }
  }

  private static Duration duration(String text) {
    Matcher part = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      seconds += Double.parseDouble(part.group(1)) * seconds(part.group(2));
      end = part.end();
    }
    if (end != text.length() || text.isEmpty()) {
      throw AuthCode.VALIDATION_FAILED
          .because("invalid format for ban duration: \"" + text + "\"")
          .raise();
    }
    return Duration.ofMillis((long) Math.min(seconds * 1000, 1e14));
  }

  private static double seconds(String unit) {
    return switch (unit) {
      case "h" -> 3600;
      case "m" -> 60;
      case "s" -> 1;
      case "ms" -> 1e-3;
      case "us", "µs" -> 1e-6;
      default -> 1e-9;
    };
  }
}
